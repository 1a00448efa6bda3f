import './utc.ts'
import { expect, it } from 'vitest'
import { makeAxis } from '../../../../renderer/model/timeline/axis.ts'
import { cornerOf, monthsOf, rulerOf } from '../../../../renderer/model/timeline/ruler.ts'
import { fitScale, PAD } from '../../../../renderer/model/timeline/view.ts'
import { DAY, every, HOUR } from './histories.ts'

const WIDTH = 800

it('the corner says the day that the ruler begins with, and the ruler the next', () => {
  const start = Date.UTC(2026, 10, 26, 7, 46)
  const axis = makeAxis([start, start + DAY])
  const part = { scale: fitScale(axis, WIDTH), left: 0 }
  expect(cornerOf(axis, part, WIDTH)).toBe('26 Nov 2026')
  expect(rulerOf(axis, part, WIDTH).map(({ label }) => label)).toContain('Fri 27')
})

it('a month of the overview whose word would stand beyond its end has a line alone', () => {
  // Hours up to a little after the first of March.
  const end = Date.UTC(2026, 2, 1, 6)
  const start = Date.UTC(2025, 0, 1)
  const axis = makeAxis(every(HOUR, (end - start) / HOUR + 1, start))
  const months = monthsOf(axis, { scale: fitScale(axis, WIDTH), left: 0 }, WIDTH)
  expect(months.at(-1)?.label).toBe('')
  expect(months.at(-1)?.x).toBeGreaterThan(WIDTH - PAD.left - PAD.right - 10)
  expect(months.slice(0, -1).every(({ label }) => label !== '')).toBe(true)
})

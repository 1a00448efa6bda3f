import { expect, it } from 'vitest'
import { tipPlace } from '../../../renderer/model/tipPlace.ts'
import { lookOf } from '../../../renderer/views/shell/useTheme.ts'

const system = { theme: 'system', contrast: 'system', motion: 'system' } as const

it('the look follows the system where the settings leave it to it', () => {
  expect(lookOf(system, () => false)).toEqual({ theme: 'light', contrast: null, motion: null })
  expect(lookOf(system, () => true)).toEqual({ theme: 'dark', contrast: 'more', motion: 'reduced' })
})

it('a setting asks for more than the system does, and a theme wins over it', () => {
  const set = { theme: 'dark', contrast: 'more', motion: 'reduced' } as const
  expect(lookOf(set, () => false)).toEqual({ theme: 'dark', contrast: 'more', motion: 'reduced' })
  expect(lookOf({ ...set, theme: 'light' }, () => true).theme).toBe('light')
})

it('a tip stands under what it is of, above it at the lower edge, and never outside the page', () => {
  const page = { width: 800, height: 600 }
  const tip = { width: 100, height: 20 }
  expect(tipPlace({ left: 400, top: 100, width: 20, height: 20 }, tip, page)).toEqual({ left: 360, top: 126 })
  expect(tipPlace({ left: 400, top: 570, width: 20, height: 20 }, tip, page).top).toBe(544)
  expect(tipPlace({ left: 790, top: 100, width: 10, height: 20 }, tip, page).left).toBe(696)
  expect(tipPlace({ left: 0, top: 100, width: 10, height: 20 }, tip, page).left).toBe(4)
})

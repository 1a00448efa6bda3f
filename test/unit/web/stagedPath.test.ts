import { basename, dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { harmlessName, stagedPath } from '../../../electron/web/stagedPath.ts'

describe('the place of an upload', () => {
  it('is in a folder of its own below the staging folder', () => {
    const [one, two] = [stagedPath('/staging', '../../x'), stagedPath('/staging', '../../x')]
    expect(dirname(dirname(one))).toBe('/staging')
    expect(basename(one)).toBe('x')
    expect(one).not.toBe(two)
  })

  it.each([
    ['mon-22.diff', 'mon-22.diff'],
    ['Bild Größe.raw', 'Bild Größe.raw'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\x\\y.raw', 'y.raw'],
    ['..', 'upload'],
    ['.', 'upload'],
    ['', 'upload'],
    ['a/', 'upload'],
    ['a\0b\nc', 'a_b_c'],
    ['.hidden', '.hidden'],
  ])('makes %j harmless', (given, step) => {
    expect(harmlessName(given)).toBe(step)
  })

  it('keeps the end of a long name, where its kind is', () => {
    const step = harmlessName(`${'💾'.repeat(500)}.diff`)
    expect(Buffer.byteLength(step)).toBeLessThanOrEqual(200)
    expect(step).toMatch(/^(💾)+\.diff$/u)
  })
})

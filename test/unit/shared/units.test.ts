import { describe, expect, it } from 'vitest'
import { formatBytes, formatDuration, formatRate, parseSize } from '../../../shared/units.ts'

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [1023, '1023 B'],
    [1024, '1 KiB'],
    [1536, '1.50 KiB'],
    [102_400, '100 KiB'],
    [1_048_575, '1.00 MiB'],
    [2 * 1024 ** 3, '2 GiB'],
    [Number.MAX_SAFE_INTEGER, '8.00 PiB'],
  ])('%d is %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })
})

it('formatRate', () => {
  expect(formatRate(312.4 * 1024 * 1024)).toBe('312 MiB/s')
})

describe('formatDuration', () => {
  it.each([
    [0, '1 s'],
    [0.4, '1 s'],
    [59.4, '59 s'],
    [60, '1 min'],
    [3599, '1 h'],
    [7800, '2 h 10 min'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text)
  })
})

describe('parseSize', () => {
  const MIB = 1024 * 1024
  it.each([
    ['20', MIB, 20 * MIB],
    ['20G', MIB, 20 * 1024 ** 3],
    ['4096K', MIB, 4096 * 1024],
    ['512b', MIB, 512],
    ['4096', 1, 4096],
    ['1T', 1, 1024 ** 4],
    ['0', MIB, 0],
  ])('%s counts %d a unit', (text, unit, bytes) => {
    expect(parseSize(text, unit)).toBe(bytes)
  })

  it.each(['', 'G', '-1', '1.5G', '20X', '1 G', '8E', '9007199254740993B'])('refuses %j', (text) => {
    expect(parseSize(text, MIB)).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { formatRbdJson, formatRbdSize, formatRbdTime } from '../../../electron/cli/rbdText.ts'
import { formatTable } from '../../../electron/cli/table.ts'

const KIB = 1024

describe('sizes as rbd prints them', () => {
  it.each<[number, string]>([
    [0, '0 B'],
    [1023, '1023 B'],
    [KIB, '1 KiB'],
    [1280, '1.2 KiB'],
    [12.5 * KIB, '12 KiB'],
    [100.5 * KIB, '100 KiB'],
    [4 * KIB ** 2, '4 MiB'],
    [4 * KIB ** 2 + 1, '4.0 MiB'],
    [1777664, '1.7 MiB'],
    [1023 * KIB ** 2 + 1, '1023 MiB'],
    [20 * KIB ** 3, '20 GiB'],
    [2 ** 53 - 1, '8.0 PiB'],
  ])('%i is %s', (bytes, text) => {
    expect(formatRbdSize(bytes)).toBe(text)
  })
})

describe('times as rbd prints them', () => {
  it.each<[Date, string]>([
    [new Date(2026, 10, 23, 4, 27, 0), 'Mon Nov 23 04:27:00 2026'],
    [new Date(2026, 10, 3, 14, 7, 9), 'Tue Nov  3 14:07:09 2026'],
  ])('%s', (date, text) => {
    expect(formatRbdTime(date.getTime())).toBe(text)
  })
})

describe('JSON as rbd prints it', () => {
  it('is one line, or indented by four', () => {
    expect(formatRbdJson([{ id: 1, name: 's' }], false)).toBe('[{"id":1,"name":"s"}]\n')
    expect(formatRbdJson([{ id: 1 }], true)).toBe('[\n    {\n        "id": 1\n    }\n]\n')
  })
})

describe('tables as rbd prints them', () => {
  const columns = [
    { heading: 'ID', align: 'right' },
    { heading: 'NAME', align: 'left' },
  ] as const

  it('pads every cell, headings to the left', () => {
    const text = formatTable(columns, [
      ['4', 'größer'],
      ['117', 's'],
    ])
    expect(text).toBe('ID   NAME  \n  4  größer\n117  s     \n')
  })

  it('is nothing without rows', () => {
    expect(formatTable(columns, [])).toBe('')
  })
})

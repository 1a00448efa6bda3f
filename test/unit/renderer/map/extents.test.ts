import { describe, expect, it } from 'vitest'
import { diffCommand } from '../../../../renderer/actions/extents.ts'
import { extentWriter } from '../../../../renderer/model/map/extents.ts'
import { details } from '../details.ts'

const PAGES = [
  [
    { offset: 0, length: 4096, exists: true },
    { offset: 8192, length: 512, exists: false },
  ],
  [],
  [{ offset: 4_398_046_511_104, length: 4_194_304, exists: true }],
]

function written(format: 'csv' | 'json', pages: typeof PAGES): string {
  const writer = extentWriter(format)
  return pages.map((page) => writer.page(page)).join('') + writer.end()
}

describe('extents as a file', () => {
  it('are in JSON what rbd diff --format json prints: one line, exists as text', () => {
    expect(written('json', [[{ offset: 0, length: 4096, exists: true }]])).toBe(
      '[{"offset":0,"length":4096,"exists":"true"}]\n',
    )
    expect(JSON.parse(written('json', PAGES))).toEqual(
      PAGES.flat().map((extent) => ({ ...extent, exists: String(extent.exists) })),
    )
    expect(written('json', [])).toBe('[]\n')
    expect(written('json', [[]])).toBe('[]\n')
  })

  it('are as a table the columns of rbd diff', () => {
    expect(written('csv', PAGES)).toBe(
      'Offset,Length,Type\r\n0,4096,data\r\n8192,512,zero\r\n4398046511104,4194304,data\r\n',
    )
    expect(written('csv', [])).toBe('Offset,Length,Type\r\n')
  })

  it('have a line that lists them without a window', () => {
    const image = details([], [])
    const a = { text: 'a b' }
    expect(diffCommand(image, { from: a, to: { text: 'b' } }, 'json', 'x.json')).toBe(
      "rbd-studio diff --format json --from-snap 'a b' library://rbd/img@b > x.json",
    )
    expect(diffCommand(image, { from: null, to: null }, 'csv', 'x.csv')).toBe(
      'rbd-studio diff library://rbd/img > x.txt',
    )
  })
})

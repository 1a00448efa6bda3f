import { expect, it } from 'vitest'
import { drawnLines } from '../../../renderer/model/drawnLines.ts'

const rows = ['a', 'b', 'c', 'd', 'e', 'f']
const linesOf = (first: number, last: number, stopLine: number) =>
  drawnLines({ rows, first, last, stopLine }).map(({ row, line }) => `${line}${row}`)

it('draws what is in sight, and the line with the tab stop before or behind it', () => {
  expect(linesOf(2, 3, 2)).toEqual(['2c', '3d'])
  expect(linesOf(2, 3, 0)).toEqual(['0a', '2c', '3d'])
  expect(linesOf(2, 3, 5)).toEqual(['2c', '3d', '5f'])
  expect(linesOf(2, 3, -1)).toEqual(['2c', '3d'])
})

it('draws the tab stop where nothing else is in sight, and nothing where there is nothing', () => {
  expect(linesOf(0, -1, 4)).toEqual(['4e'])
  expect(drawnLines({ rows: [], first: 0, last: -1, stopLine: -1 })).toEqual([])
})

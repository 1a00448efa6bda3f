import { describe, expect, it } from 'vitest'
import { mapKey } from '../../../../renderer/model/map/keys.ts'
import { blockerOf, readableBefore, stretchOf, writersOf } from '../../../../renderer/model/map/stretch.ts'
import { mapRows, rowOfCell } from '../../../../renderer/model/map/table.ts'
import { HEAD, historyOf, keyOfSnapshot, rangeOf } from '../../../../renderer/model/points.ts'
import { details, link, snapshot } from '../details.ts'
import { OBJECT, reading } from './makeReading.ts'

describe('the map as a table', () => {
  it('joins neighbours that tell the same, in the order of the image', () => {
    const of = reading('##.-##', null, { changedIn: [1, 1, 0, 1, 1, 1], lastLink: [1, 1, 0, 1, 4, 4] })
    expect(mapRows(of, 'allocated').map(({ first, end, lastLink }) => [first, end, lastLink])).toEqual([
      [0, 2, 1],
      [3, 4, 1],
      [4, 6, 4],
    ])
    expect(mapRows(of, 'allocated')[0]).toEqual({
      first: 0,
      end: 2,
      start: 0,
      length: 2 * OBJECT,
      firstObject: 0,
      lastObject: 1,
      dataBytes: 2 * OBJECT,
      zeroBytes: 0,
      changedIn: 1,
      lastLink: 1,
    })
  })

  it('tells of a stretch what it changed, and nothing of the rest', () => {
    const rows = mapRows(reading('######', '.#00.-'), 'changed')
    expect(rows.map(({ first, end, dataBytes, zeroBytes }) => [first, end, dataBytes, zeroBytes])).toEqual([
      [1, 2, OBJECT, 0],
      [2, 4, 0, 2 * OBJECT],
      [5, 6, OBJECT / 8, 0],
    ])
    expect(mapRows(reading('##', '..'), 'changed')).toEqual([])
    expect(mapRows(reading('##', '..', { changedIn: [0, 3] }), 'heat').map(({ first }) => first)).toEqual([1])
  })

  it('finds the row of a cell, or the one before it', () => {
    const rows = mapRows(reading('.##..#', null), 'allocated')
    expect([0, 1, 2, 3, 4, 5].map((cell) => rowOfCell(rows, cell))).toEqual([null, 0, 0, 0, 0, 1])
  })
})

describe('what a map is about', () => {
  const chain = details(
    [link(1, { kind: 'raw' }), link(2), link(3, { kind: 'seal' }), link(4), link(5)],
    [snapshot('a', 1), snapshot('b', 3), snapshot('c', 4)],
  )
  const history = historyOf(chain)
  const pointOf = (name: string) => history.points.find(({ snapshot }) => snapshot?.name.text === name) ?? null
  const told = (
    point: string | null,
    range: readonly [string, string] | null,
    mode: Parameters<typeof stretchOf>[1],
  ) => {
    const key = (name: string) => (name === 'head' ? HEAD : keyOfSnapshot(snapshot(name, 0)))
    const stretch = stretchOf(
      {
        history,
        point: point === null ? null : pointOf(point),
        range: range === null ? null : rangeOf(history, key(range[0]), key(range[1])),
      },
      mode,
    )
    const from = stretch?.from?.snapshot?.name.text ?? null
    return [from, stretch?.to?.text ?? null, stretch?.steps.map(({ number }) => number)]
  }

  it('is the chosen stretch, or the increment of the chosen point, or of the head', () => {
    expect(told(null, ['a', 'c'], 'changed')).toEqual(['a', 'c', [2, 4]])
    expect(told('b', null, 'changed')).toEqual(['a', 'b', [2]])
    expect(told('a', null, 'changed')).toEqual([null, 'a', [1]])
    expect(told(null, null, 'changed')).toEqual(['c', null, [5]])
  })

  it('is of heat every increment up to the point, of age everything', () => {
    expect(told('c', null, 'heat')).toEqual(['a', 'c', [2, 4]])
    expect(told(null, ['b', 'head'], 'heat')).toEqual(['b', null, [4, 5]])
    expect(told(null, ['a', 'c'], 'age')).toEqual([null, 'c', [1, 2, 4]])
  })

  it('calls each link by the first point it leads to', () => {
    const unnamed = details([link(1), link(2), link(3)], [snapshot('a', 1), snapshot('same', 1)])
    expect([...writersOf(historyOf(unnamed), (n) => `after ${n}`, 'head')]).toEqual([
      [1, 'a'],
      [2, 'after 2'],
      [3, 'head'],
    ])
  })

  it('knows what is in the way of a point, and up to where one can read', () => {
    const broken = details(
      [link(1), link(2), link(3, { missing: true }), link(4)],
      [snapshot('a', 1), snapshot('b', 2), snapshot('c', 3, { restorable: false })],
    )
    const of = historyOf(broken)
    const head = of.points.at(-1)
    if (head === undefined) throw new Error('there is always a head')
    expect(blockerOf(of, head)?.number).toBe(3)
    expect(readableBefore(of, head)?.snapshot?.name.text).toBe('b')
  })
})

describe('keys on the map', () => {
  const grid = { cells: 100, columns: 16 }

  it('move the cursor, and say where the map ends', () => {
    expect(mapKey('ArrowRight', 0, grid)).toEqual({ kind: 'cell', cell: 1 })
    expect(mapKey('ArrowDown', 0, grid)).toEqual({ kind: 'cell', cell: 16 })
    expect(mapKey('ArrowUp', 5, grid)).toEqual({ kind: 'pan', views: -1, cell: 0 })
    expect(mapKey('ArrowRight', 99, grid)).toEqual({ kind: 'pan', views: 1, cell: 99 })
    expect(mapKey('End', 0, grid)).toEqual({ kind: 'cell', cell: 99 })
    expect(mapKey('PageDown', 90, grid)).toEqual({ kind: 'cell', cell: 99 })
    expect(mapKey('PageDown', 99, grid)).toEqual({ kind: 'pan', views: 1, cell: 99 })
    expect(mapKey('PageUp', 0, grid)).toEqual({ kind: 'pan', views: -1, cell: 0 })
  })

  it('mark, clear and zoom, and leave the others alone', () => {
    expect(['Enter', 'Escape', '+', '=', '-', '0', 'e', 'Tab'].map((key) => mapKey(key, 3, grid)?.kind)).toEqual([
      'mark',
      'clear',
      'in',
      'in',
      'out',
      'all',
      undefined,
      undefined,
    ])
  })
})

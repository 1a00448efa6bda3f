import { describe, expect, test } from 'vitest'
import { foldPicture } from '../../../renderer/model/foldPlan.ts'
import { pointLabels } from '../../../renderer/model/mergePlan.ts'
import { LANE_WIDTH, laneCells, mergeScene, resultLane } from '../../../renderer/model/mergeScene.ts'
import { nameFromText } from '../../../shared/names.ts'
import { details, link, snapshot } from './details.ts'

const MIB = 1024 ** 2
const format = (bytes: number) => `${bytes / MIB}`
const scene = (count: number, width: number, keeps?: boolean[]) =>
  mergeScene({
    points: Array.from({ length: count + 1 }, (_, index) => `s${index}`),
    inputBytes: Array.from({ length: count }, (_, index) => (index + 1) * MIB),
    resultBytes: 4 * MIB,
    width,
    format,
    ...(keeps === undefined ? {} : { keeps }),
  })

describe('a merge as a picture', () => {
  test('is an arc an input before, one after, and the points between them go', () => {
    const drawn = scene(3, 600)
    if (drawn.mode !== 'arcs') throw new Error('bars')
    expect(drawn.before.map(({ label }) => label)).toEqual(['1', '2', '3'])
    expect(drawn.after.map(({ label }) => label)).toEqual(['4'])
    expect(drawn.points.map(({ label, isDropped }) => `${label}${isDropped ? '-' : ''}`)).toEqual([
      's0',
      's1-',
      's2-',
      's3',
    ])
    expect(drawn.points.every(({ x }) => x >= 0 && x <= 600)).toBe(true)
  })

  test('more bytes make a thicker arc', () => {
    const drawn = scene(3, 600)
    if (drawn.mode !== 'arcs') throw new Error('bars')
    const widths = drawn.before.map(({ thickness }) => thickness)
    expect(widths).toEqual([...widths].sort((a, b) => a - b))
    expect(new Set(widths).size).toBe(3)
  })

  test('points that a fold keeps stay, with an arc on either side', () => {
    const drawn = scene(4, 600, [false, true, false])
    if (drawn.mode !== 'arcs') throw new Error('bars')
    expect(drawn.points.map(({ isDropped }) => isDropped)).toEqual([false, true, false, true, false])
    expect(drawn.after).toHaveLength(2)
    // What each of two groups comes to is not known.
    expect(drawn.after.map(({ label }) => label)).toEqual(['', ''])
  })

  test('too many for arcs become bars of one scale', () => {
    const drawn = scene(200, 600)
    if (drawn.mode !== 'bars') throw new Error('arcs')
    expect(drawn.before).toHaveLength(200)
    const last = drawn.before.at(-1)
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeCloseTo(600)
    expect(drawn.after[0]?.width).toBeCloseTo((4 / 20_100) * 600)
  })

  test('the same numbers give the same picture', () => {
    expect(scene(5, 700)).toEqual(scene(5, 700))
  })
})

describe('which bytes survive', () => {
  test('a cell shows what stays and what goes of its data; an empty one is left out', () => {
    const cells = laneCells([
      { dataBytes: 100, keptBytes: 100 },
      { dataBytes: 0, keptBytes: 0 },
      { dataBytes: 50, keptBytes: 0 },
      { dataBytes: 1, keptBytes: 1 },
    ])
    expect(cells).toHaveLength(3)
    expect(cells[0]).toMatchObject({ x: 0, kept: 1, gone: 0 })
    expect(cells[1]).toMatchObject({ x: LANE_WIDTH / 2, kept: 0 })
    expect(cells[1]?.gone).toBeGreaterThan(0.5)
    // A little is seen.
    expect(cells[2]?.kept).toBeGreaterThan(0.2)
  })

  test('no lane, no cells', () => {
    expect(laneCells(undefined)).toEqual([])
  })

  test('the result has what survives of all', () => {
    const input = { called: '', fileBytes: 0, records: 0, dataBytes: 0, zeroBytes: 0, keptBytes: 0 }
    expect(
      resultLane([
        { ...input, lane: [{ dataBytes: 5, keptBytes: 2 }] },
        { ...input, lane: [{ dataBytes: 7, keptBytes: 7 }] },
      ]),
    ).toEqual([{ dataBytes: 9, keptBytes: 9 }])
    expect(resultLane([input])).toBeUndefined()
  })
})

describe('the points of a picture', () => {
  test('of a merge: where the first starts, then where each ends', () => {
    const name = nameFromText
    expect(
      pointLabels([{ ends: { from: null, to: name('a') } }, { ends: null }, { ends: { from: name('a'), to: null } }]),
    ).toEqual(['nothing', 'a', null, 'head'])
  })

  test('of a fold: a named point stays', () => {
    const image = details([link(1), link(2), link(3), link(4)], [snapshot('a', 1), snapshot('b', 3)])
    const input = (called: string) => ({ called, fileBytes: 0, records: 0, dataBytes: 0, zeroBytes: 0, keptBytes: 0 })
    expect(foldPicture(image, [input('000002.diff'), input('000003.diff'), input('000004.diff')])).toEqual({
      points: ['a', null, 'b', 'head'],
      keeps: [false, true],
    })
  })
})

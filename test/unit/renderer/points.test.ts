import { describe, expect, it } from 'vitest'
import { chosenOf, fromOf, mergeInputsOf, sourceOf } from '../../../renderer/actions/current.ts'
import { droppedPoints, shownInputs } from '../../../renderer/model/mergePlan.ts'
import { HEAD, historyOf, keyOfSnapshot, pathTo, rangeOf } from '../../../renderer/model/points.ts'
import { details, link, snapshot } from './details.ts'

const chain = details(
  [link(1, { kind: 'raw' }), link(2), link(3), link(4)],
  [snapshot('s1', 1), snapshot('s2', 2), snapshot('s3', 3)],
)
const key = (name: string) => `snap:u:${name}`

describe('historyOf', () => {
  it('makes a point of each snapshot and of the head, oldest first', () => {
    expect(historyOf(chain).points.map((point) => [point.key, point.station])).toEqual([
      [key('s1'), 1],
      [key('s2'), 2],
      [key('s3'), 3],
      [HEAD, 4],
    ])
  })

  it('keeps a point without a name where a snapshot was removed', () => {
    const { points } = historyOf(details(chain.links, [snapshot('s1', 1), snapshot('s3', 3)]))
    expect(points.map(({ kind }) => kind)).toEqual(['snapshot', 'unnamed', 'snapshot', 'head'])
  })

  it('gives the point of a seal the content of the link before it', () => {
    const { points, steps } = historyOf(
      details([link(1, { kind: 'raw' }), link(2, { kind: 'seal' })], [snapshot('s1', 2)]),
    )
    expect(steps.map(({ number }) => number)).toEqual([1])
    expect(points.map(({ kind, station }) => [kind, station])).toEqual([
      ['snapshot', 1],
      ['head', 1],
    ])
  })

  it('starts an empty image with its head, or with the snapshot of nothing', () => {
    expect(historyOf(details([], [])).points.map(({ kind }) => kind)).toEqual(['head'])
    const sealed = historyOf(details([link(1, { kind: 'seal' }), link(2)], [snapshot('empty', 1)]))
    expect(sealed.points.map(({ kind, station }) => [kind, station])).toEqual([
      ['snapshot', 0],
      ['head', 1],
    ])
  })

  it('stops being restorable at a missing link', () => {
    const { points } = historyOf(
      details([link(1), link(2, { missing: true }), link(3)], [snapshot('s3', 3, { restorable: false })]),
    )
    expect(points.map(({ kind, restorable }) => [kind, restorable])).toEqual([
      ['unnamed', true],
      ['unnamed', false],
      ['snapshot', false],
      ['head', false],
    ])
  })
})

describe('the restore path', () => {
  it('is every link up to the point', () => {
    const history = historyOf(chain)
    const point = history.points.find((one) => one.key === key('s3'))
    expect(point && pathTo(history, point).map(({ number }) => number)).toEqual([1, 2, 3])
  })
})

describe('rangeOf', () => {
  it('goes from the older to the newer point, whichever was chosen first', () => {
    const history = historyOf(chain)
    for (const [a, b] of [
      [key('s1'), key('s3')],
      [key('s3'), key('s1')],
    ] as const) {
      const range = rangeOf(history, a, b)
      expect(range?.from.key).toBe(key('s1'))
      expect(range?.to.key).toBe(key('s3'))
      expect(range?.steps.map(({ number }) => number)).toEqual([2, 3])
      expect(range?.stops.map((stop) => stop.key)).toEqual([key('s1'), key('s2'), key('s3')])
    }
  })

  it('is nothing for one point twice, or for a point that is gone', () => {
    const history = historyOf(chain)
    expect(rangeOf(history, key('s1'), key('s1'))).toBeNull()
    expect(rangeOf(history, key('s1'), key('gone'))).toBeNull()
  })

  it('becomes merge inputs of its neighbouring points, and names what lies between', () => {
    const chosen = chosenOf(chain, { point: HEAD, anchor: key('s2') })
    expect(chosen.range && mergeInputsOf(chain, chosen.range)).toEqual([
      { kind: 'range', image: chain.ref, from: { text: 's2' }, to: { text: 's3' } },
      { kind: 'range', image: chain.ref, from: { text: 's3' }, to: null },
    ])
    const shown = shownInputs(chosen.range === null ? [] : mergeInputsOf(chain, chosen.range), [])
    expect(droppedPoints(shown)).toEqual([{ text: 's3' }])
    expect(fromOf(chosen)).toEqual({ text: 's2' })
    expect(sourceOf(chain, chosen)).toEqual({ ...chain.ref, snapshot: null })
  })

  it('counts points of one content once', () => {
    const twins = details(
      [link(1, { kind: 'raw' }), link(2), link(3, { kind: 'seal' })],
      [snapshot('a', 1), snapshot('b', 2), snapshot('c', 3)],
    )
    const range = rangeOf(historyOf(twins), key('a'), key('c'))
    expect(range?.stops.map((stop) => stop.key)).toEqual([key('a'), key('c')])
  })
})

it('keys tell a snapshot whose name is no UTF-8 from the one that looks like it', () => {
  const odd = snapshot('s\uFFFD', 1, { name: { text: 's\uFFFD', base64: 'c/8=' } })
  expect(keyOfSnapshot(odd)).not.toBe(keyOfSnapshot(snapshot('s\uFFFD', 1)))
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hitAt } from '../../../../renderer/model/timeline/hit.ts'
import { modelOf } from '../../../../renderer/model/timeline/lane.ts'
import type { Scene } from '../../../../renderer/model/timeline/scene.ts'
import { sceneOf } from '../../../../renderer/model/timeline/scene.ts'
import { rowsOf, sentenceOf } from '../../../../renderer/model/timeline/rows.ts'
import { fitScale, maxScale } from '../../../../renderer/model/timeline/view.ts'
import { HEAD } from '../../../../renderer/model/points.ts'
import { runs, seed } from '../../../support/propertyRuns.ts'
import { details, link, snapshot } from '../details.ts'
import { chainAt, DAY, every, HOUR, MONDAY, withLink, withSnapshot } from './histories.ts'

const key = (name: string) => `snap:u:${name}`
const NOTHING = { point: null, anchor: null } as const
const friday = MONDAY + 4 * DAY + 6 * HOUR
const five = chainAt(every(DAY, 5))

function draw(image: ReturnType<typeof chainAt>, selection: { point: string | null; anchor: string | null } = NOTHING) {
  const model = modelOf([{ details: image }], friday)
  const scene = sceneOf(model, { view: null, width: 1000, isShort: false, selection })
  const [lane] = scene.lanes
  if (lane === undefined) throw new Error('a scene without a lane')
  return { model, scene, lane }
}

const gaps = fc.array(
  fc.oneof(fc.nat(1500), fc.integer({ min: HOUR, max: 40 * HOUR }), fc.integer({ min: DAY, max: 400 * DAY })),
  { minLength: 1, maxLength: 400 },
)
const anyView = fc.record({
  gaps,
  width: fc.integer({ min: 300, max: 2600 }),
  zoom: fc.double({ min: 0, max: 1, noNaN: true }),
  where: fc.double({ min: 0, max: 1, noNaN: true }),
  chosen: fc.nat(),
})

function sceneAt({
  gaps: given,
  width,
  zoom,
  where,
  chosen,
}: typeof anyView extends fc.Arbitrary<infer T> ? T : never) {
  let time = MONDAY
  const image = chainAt([time, ...given.map((one) => (time += one))])
  const model = modelOf([{ details: image }], time + HOUR)
  const least = fitScale(model.axis, width)
  const scale = least * (maxScale(model.axis, width) / least) ** zoom
  const name = `s${1 + (chosen % image.snapshots.length)}`
  const scene = sceneOf(model, {
    view: { scale, left: where * 100 * width },
    width,
    isShort: false,
    selection: { point: key(name), anchor: null },
  })
  return { model, scene, image }
}

/** Everything that is drawn, counted. */
function sizeOf({ ticks, folds, lanes }: Scene): number {
  return lanes.reduce(
    (sum, lane) =>
      sum +
      lane.points.length +
      lane.groups.length +
      lane.counts.length +
      lane.arcs.length +
      lane.density.length +
      lane.fulls.length +
      lane.bars.length,
    ticks.length + folds.length,
  )
}

describe('any picture', () => {
  it('counts every point once, when all of it is shown', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        const { scene, image } = sceneAt({ ...view, zoom: 0 })
        const [lane] = scene.lanes
        const grouped = lane?.groups.reduce((sum, { count }) => sum + count, 0) ?? 0
        expect((lane?.points.length ?? 0) + grouped).toBe(image.snapshots.length + 1)
      }),
      { numRuns: runs(200), seed },
    )
  })

  it('draws marks in order and apart, and of a bounded number', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        const { scene } = sceneAt(view)
        const [lane] = scene.lanes
        const xs = [...(lane?.points ?? []), ...(lane?.groups ?? [])].map(({ x }) => x).sort((a, b) => a - b)
        expect(xs.length).toBeLessThanOrEqual(view.width / 12 + 30)
        expect(sizeOf(scene)).toBeLessThanOrEqual(480)
      }),
      { numRuns: runs(200), seed },
    )
  })

  it('is hit at the nearest mark that is drawn', () => {
    fc.assert(
      fc.property(anyView, fc.double({ min: 0, max: 1, noNaN: true }), (view, share) => {
        const { scene } = sceneAt(view)
        const [lane] = scene.lanes
        const x = share * view.width
        const xs = [...(lane?.points ?? []), ...(lane?.groups ?? [])].map((mark) => Math.abs(mark.x - x))
        const hit = hitAt(scene, x, 100)
        if (xs.length === 0) expect(hit).toBeNull()
        else expect(Math.abs((hit?.mark.x ?? Number.NaN) - x)).toBe(Math.min(...xs))
      }),
      { numRuns: runs(200), seed },
    )
  })
})

describe('increments', () => {
  it('are arcs from point to point, the full a block, and a seal is nothing', () => {
    const sealed = details(
      [link(1, { kind: 'raw' }), link(2), link(3), link(4, { kind: 'seal' })],
      [snapshot('s1', 1), snapshot('s2', 2), snapshot('s3', 3), snapshot('s4', 4)],
    )
    const { lane } = draw(sealed)
    expect(lane.fulls.map(({ number }) => number)).toEqual([1])
    expect(lane.arcs.map(({ number }) => number)).toEqual([2, 3])
    expect(lane.points.map(({ key: one }) => one)).toEqual([...['s1', 's2', 's3', 's4'].map(key), HEAD])
  })

  it('are thicker for more bytes', () => {
    const image = withLink(withLink(five, 2, { dataBytes: 1024 ** 2 }), 3, { dataBytes: 8 * 1024 ** 3 })
    const [small, large] = draw(image).lane.arcs
    expect(large?.thickness).toBeGreaterThan(small?.thickness ?? Number.POSITIVE_INFINITY)
  })

  it('are solid and numbered in the order they are read, when a point needs them', () => {
    const { lane } = draw(five, { point: key('s3'), anchor: null })
    expect(lane.fulls.map(({ ordinal, state }) => [ordinal, state])).toEqual([[1, 'path']])
    expect(lane.arcs.map(({ ordinal, state }) => [ordinal, state])).toEqual([
      [2, 'path'],
      [3, 'path'],
      [null, 'idle'],
      [null, 'idle'],
    ])
    expect(lane.points.map(({ isLit }) => isLit)).toEqual([true, true, true, false, false, false])
  })

  it('are lit up to the end of a range, which is marked between its ends', () => {
    const { lane } = draw(five, { point: key('s4'), anchor: key('s2') })
    expect(lane.arcs.map(({ state }) => state)).toEqual(['path', 'range', 'range', 'idle'])
    expect(lane.arcs.map(({ ordinal }) => ordinal)).toEqual([2, 3, 4, null])
    expect(lane.fulls[0]?.ordinal).toBe(1)
    expect(lane.range).toEqual({ x1: lane.points[1]?.x, x2: lane.points[3]?.x })
  })

  it('become bars where there are too many to tell apart, and the bars keep all points', () => {
    const { lane, scene } = draw(chainAt(every(HOUR, 10_000, MONDAY - 10_000 * HOUR)))
    expect(lane.arcs).toEqual([])
    expect(lane.density.length).toBeGreaterThan(40)
    expect(lane.groups.reduce((sum, { count }) => sum + count, 0) + lane.points.length).toBe(10_001)
    expect(sizeOf(scene)).toBeLessThan(300)
  })
})

describe('a gap', () => {
  const broken = withLink(five, 4, { missing: true })

  it('is a missing arc, a phantom point, and points behind it that cannot be restored', () => {
    const { lane } = draw(broken, { point: key('s5'), anchor: null })
    expect(lane.arcs.map(({ state }) => state)).toEqual(['path', 'path', 'missing', 'path'])
    expect(lane.points.filter(({ isPhantom }) => isPhantom).map(({ key: one }) => one)).toEqual([key('s4')])
    expect(lane.bars.map(({ trust }) => trust)).toEqual(['never', 'no'])
    expect(lane.gap).not.toBeNull()
  })

  it('is the same for a file that was found damaged', () => {
    const told = withLink(five, 3, { damage: { kind: 'flipped', message: 'x', foundAt: friday } })
    expect(draw(told).lane.arcs.map(({ state }) => state)).toEqual(['idle', 'damaged', 'idle', 'idle'])
    expect(draw(told).model.lanes[0]?.runs.map(({ trust }) => trust)).toEqual(['never', 'no'])
  })

  it('may be the full export itself', () => {
    const { lane } = draw(withLink(five, 1, { missing: true }))
    expect(lane.fulls[0]?.state).toBe('missing')
    expect(lane.points[0]?.isPhantom).toBe(true)
    expect(lane.bars.map(({ trust }) => trust)).toEqual(['no'])
  })
})

describe('what can be restored', () => {
  it('says when the file that was verified longest ago was', () => {
    const image = [1, 2, 3].reduce((all, n) => withLink(all, n, { verifiedAt: friday - n * DAY }), five)
    const { lane } = draw(image)
    expect(lane.bars.map(({ trust }) => trust)).toEqual(['verified', 'some'])
    expect(lane.bars[0]?.label).toBe('yes, verified 3 days ago')
    expect(lane.bars[1]?.label).toBe('yes, 2 files never verified')
  })
})

describe('the rows', () => {
  it('say each point in one sentence, with what has to be read for it', () => {
    const { model } = draw(five)
    const lane = model.lanes[0]
    if (lane === undefined) throw new Error('no lane')
    expect(sentenceOf(lane, 1, friday)).toMatch(
      /^Snapshot s2, 2026-11-0\d \d\d:\d\d, restorable, reads 2 files, 60\.\d GiB$/,
    )
    expect(sentenceOf(lane, 5, friday)).toMatch(/^Head,.*, the same content as s5$/)
    const shielded = modelOf(
      [{ details: withSnapshot(five, 's1', { protected: true }), held: new Set([key('s1')]) }],
      friday,
    )
    expect(shielded.lanes[0] && sentenceOf(shielded.lanes[0], 0, friday)).toContain(', protected, held by a job,')
  })

  it('of a long history are those drawn, and those near the focus', () => {
    const { model, lane } = draw(chainAt(every(HOUR, 10_000, MONDAY - 10_000 * HOUR)))
    const first = model.lanes[0]
    if (first === undefined) throw new Error('no lane')
    const chosen = first.history.points[5000]?.key ?? ''
    const rows = rowsOf(first, lane, { point: chosen, anchor: null }, () => 0, friday)
    const names = rows.map(({ name }) => name)
    for (const near of ['s4997', 's5000', 's5001', 's5002', 's5005', 'head']) expect(names).toContain(near)
    expect(rows.length).toBeLessThan(20)
    expect(rows.find(({ name }) => name === 's5001')?.position).toBe(5001)
    // The picture shows no choice yet: it follows the rows.
    expect(lane.points.filter(({ isSelected }) => isSelected)).toEqual([])
    expect(rows.filter(({ isSelected }) => isSelected).map(({ key }) => key)).toEqual([chosen])
  })
})

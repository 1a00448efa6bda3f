import { describe, expect, it } from 'vitest'
import { timelineScene } from '../../../renderer/model/timelineScene.ts'
import { details, HOUR, link, snapshot, START } from './details.ts'

const none = { point: null, anchor: null }
const key = (name: string) => `snap:u:${name}`
const links = [link(1, { kind: 'raw' }), link(2), link(3, { dataBytes: 64 * 1024 ** 2 }), link(4)]
const chain = details(links, [snapshot('s1', 1), snapshot('s2', 2), snapshot('s3', 3)])

describe('timelineScene', () => {
  it('draws a full as a block, increments as arcs, and no arc for a seal', () => {
    const sealed = details([...links, link(5, { kind: 'seal' })], [...chain.snapshots, snapshot('s4', 5)])
    const scene = timelineScene(sealed, none, 900)
    expect(scene.fulls.map(({ link: { number } }) => number)).toEqual([1])
    expect(scene.arcs.map(({ link: { number } }) => number)).toEqual([2, 3, 4])
    expect(scene.points.map(({ label }) => label)).toEqual(['s1', 's2', 's3', 's4', 'head'])
  })

  it('makes an arc thicker for more bytes', () => {
    const [small, large] = timelineScene(chain, none, 900).arcs
    expect(large?.thickness).toBeGreaterThan(small?.thickness ?? Number.POSITIVE_INFINITY)
  })

  it('spaces points evenly when their times coincide, and never wider than can be read', () => {
    const sameTime = details(
      links.map((one) => ({ ...one, addedAt: START })),
      chain.snapshots.map((one, index) => ({ ...one, createdAt: START + index })),
    )
    const scene = timelineScene(sameTime, none, 2000)
    expect(scene.isInOrder).toBe(true)
    const xs = scene.points.map(({ x }) => x)
    const steps = xs.slice(1).map((x, index) => x - (xs[index] ?? 0))
    expect(new Set(steps.map((step) => Math.round(step)))).toEqual(new Set([208]))
  })

  it('shares spare room out by time, and keeps neighbours apart', () => {
    const far = details(links, [
      snapshot('s1', 1),
      snapshot('s2', 2),
      snapshot('s3', 3, { createdAt: START + 100 * HOUR }),
    ])
    const scene = timelineScene(far, none, 1200)
    expect(scene.isInOrder).toBe(false)
    const [a = 0, b = 0, c = 0] = scene.points.map(({ x }) => x)
    expect(c - b).toBeGreaterThan(3 * (b - a))
    expect(b - a).toBeGreaterThanOrEqual(90)
  })

  it('never lets a later point stand left of an earlier one, whatever the clock said', () => {
    const back = details(links, [snapshot('s1', 1), snapshot('s2', 2, { createdAt: 0 }), snapshot('s3', 3)])
    const xs = timelineScene(back, none, 1200).points.map(({ x }) => x)
    expect(xs).toEqual([...xs].sort((x, y) => x - y))
  })

  it('grows wider than asked where there are too many points', () => {
    const many = Array.from({ length: 50 }, (_, index) => link(index + 1))
    const scene = timelineScene(
      details(
        many,
        many.map(({ number }) => snapshot(`s${number}`, number)),
      ),
      none,
      600,
    )
    expect(scene.width).toBeGreaterThan(50 * 90)
    expect(scene.isInOrder).toBe(true)
  })

  it('lights and numbers the restore path of the chosen point, the full first', () => {
    const scene = timelineScene(chain, { point: key('s3'), anchor: null }, 900)
    expect(scene.fulls.map(({ ordinal, state }) => [ordinal, state])).toEqual([[1, 'path']])
    expect(scene.arcs.map(({ ordinal, state }) => [ordinal, state])).toEqual([
      [2, 'path'],
      [3, 'path'],
      [null, 'idle'],
    ])
    expect(scene.points.map(({ isLit }) => isLit)).toEqual([true, true, true, false])
  })

  it('marks the stretch between two points and lights nothing outside it', () => {
    const scene = timelineScene(chain, { point: key('s3'), anchor: key('s1') }, 900)
    expect(scene.arcs.map(({ state }) => state)).toEqual(['range', 'range', 'idle'])
    expect(scene.fulls.map(({ state }) => state)).toEqual(['idle'])
    expect(scene.range?.x1).toBe(scene.points[0]?.x)
    expect(scene.range?.x2).toBe(scene.points[2]?.x)
  })

  it('marks a missing link as a gap, and what lies behind it as not restorable', () => {
    const broken = details(
      links.map((one) => (one.number === 3 ? { ...one, missing: true } : one)),
      chain.snapshots.map((one) => (one.afterLink >= 3 ? { ...one, restorable: false } : one)),
      { state: 'gap' },
    )
    const scene = timelineScene(broken, { point: key('s3'), anchor: null }, 900)
    expect(scene.arcs.map(({ state }) => state)).toEqual(['path', 'missing', 'idle'])
    expect(scene.restorable.map(({ isRestorable }) => isRestorable)).toEqual([true, false])
    expect(scene.points[2]?.sentence).toContain('not restorable')
  })

  it('tells each point in one sentence, with what has to be read for it', () => {
    const sentence = timelineScene(chain, none, 900).points[1]?.sentence ?? ''
    expect(sentence).toMatch(/^Snapshot s2, 2026-11-2\d \d\d:\d\d, restorable, reads 2 files, 2 MiB$/)
    const sealed = details([link(1), link(2, { kind: 'seal' })], [snapshot('s1', 2)])
    expect(timelineScene(sealed, none, 900).points.at(-1)?.sentence).toContain('the same content as s1')
  })

  it('draws an empty image as its head alone', () => {
    const scene = timelineScene(details([], []), none, 900)
    expect(scene.points.map(({ label }) => label)).toEqual(['head'])
    expect(scene.arcs).toEqual([])
  })
})

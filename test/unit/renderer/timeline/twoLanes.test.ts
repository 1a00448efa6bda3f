import { describe, expect, it } from 'vitest'
import { twoLanesOf } from '../../../../renderer/model/timeline/twoLanes.ts'
import { details, link, snapshot } from '../details.ts'

function imageOf(names: readonly string[]) {
  return details(
    names.map((_name, index) => link(index + 1, index === 0 ? { kind: 'raw' } : {})),
    names.map((name, index) => snapshot(name, index + 1)),
  )
}
const words = (scene: ReturnType<typeof twoLanesOf>) =>
  scene.columns.map(({ name, isOnSource, isOnTarget, isToSend }) =>
    [name, isOnSource ? 's' : '', isOnTarget ? 't' : '', isToSend ? 'send' : ''].join(' ').trim(),
  )

describe('two lanes', () => {
  it('join equal snapshots, and tell what would be sent and what only the target has', () => {
    const scene = twoLanesOf(imageOf(['a', 'b', 'c', 'd']), imageOf(['a', 'x', 'b']), 800)
    expect(words(scene)).toEqual(['a s t', 'x  t', 'b s t', 'c s  send', 'd s  send'])
    expect(scene.columns.find(({ isLastCommon }) => isLastCommon)?.name).toBe('b')
    expect(scene.arcs.map(({ ordinal, label }) => [ordinal, label])).toEqual([
      [1, 'est. 1 MiB'],
      [2, 'est. 1 MiB'],
    ])
    expect(scene.sentence).toBe(
      '2 snapshots on both sides, b the last of them. 2 only on the source, 1 only on the target.',
    )
  })

  it('say so where nothing is in common', () => {
    const scene = twoLanesOf(imageOf(['a', 'b']), imageOf(['x']), 800)
    expect(scene.columns.some(({ isLastCommon }) => isLastCommon)).toBe(false)
    expect(scene.sentence).toMatch(/^No snapshot is on both sides/)
  })

  it('keep the last one in common in sight, however long the lanes are', () => {
    const names = Array.from({ length: 500 }, (_, index) => `s${index}`)
    const scene = twoLanesOf(imageOf(names), imageOf(names.slice(0, 300)), 640)
    expect(scene.columns.length).toBeLessThan(10)
    expect(scene.columns.some(({ isLastCommon }) => isLastCommon)).toBe(true)
    expect(scene.earlier + scene.columns.length + scene.later).toBe(500)
  })
})

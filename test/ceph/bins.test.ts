import { beforeAll, describe, expect, it } from 'vitest'
import { liveBins, liveExtentList } from '../../electron/engine/answers/liveMap.ts'
import { createConnections } from '../../electron/engine/ceph/connections.ts'
import { nameFromText } from '../../shared/names.ts'
import { neverAborted } from '../support/signal.ts'
import { freshName, live, rbd, writeRandom } from './support/live.ts'

interface Listed {
  readonly offset: number
  readonly length: number
  readonly exists: string
}

const MIB = 1024 ** 2

describe('the map of a live image', () => {
  const image = freshName('mapped')
  const connections = createConnections()
  const name = (text: string | null) => (text === null ? null : nameFromText(text))

  beforeAll(async () => {
    await rbd('create', image, '--size', '30M', '--object-size', '1M')
    await writeRandom(image, { size: '64K', total: '640K' })
    await rbd('snap', 'create', `${image}@a`, '--no-progress')
    await writeRandom(image, { size: '64K', total: '320K' })
    await rbd('resize', image, '--size', '21M', '--allow-shrink', '--no-progress')
    await rbd('snap', 'create', `${image}@b`, '--no-progress')
    await writeRandom(image, { size: '4K', total: '64K' })
  })

  async function diff(from: string | null, to: string | null, ...more: readonly string[]): Promise<readonly Listed[]> {
    const since = from === null ? [] : [`--from-snap=${from}`]
    const spec = to === null ? image : `${image}@${to}`
    return JSON.parse(await rbd('diff', ...since, ...more, spec, '--format=json')) as Listed[]
  }
  const STRETCHES = [
    [null, 'a'],
    [null, null],
    ['a', 'b'],
    ['a', null],
    ['b', null],
  ] as const

  it.each(STRETCHES)('from %s to %s adds up to what rbd diff lists, bin by bin', async (from, to) => {
    const stretch = { image: live(image), from: name(from), to: name(to) }
    const bins = await liveBins(connections, { ...stretch, bins: 7, start: 2 * MIB, length: 14 * MIB }, neverAborted)
    const listed = await diff(from, to, '--whole-object')
    const expected = (exists: string) =>
      Array.from({ length: 7 }, (_, bin) => {
        const [start, end] = [(2 + bin * 2) * MIB, (4 + bin * 2) * MIB]
        const within = (one: Listed) => Math.min(one.offset + one.length, end) - Math.max(one.offset, start)
        return listed.filter((one) => one.exists === exists).reduce((sum, one) => sum + Math.max(0, within(one)), 0)
      })
    expect(bins.dataBytes).toEqual(expected('true'))
    expect(bins.zeroBytes).toEqual(expected('false'))
    expect(bins.changedIn).toBeUndefined()
  })

  it.each(STRETCHES)('lists from %s to %s what rbd lists, a page at a time', async (from, to) => {
    const stretch = { image: live(image), from: name(from), to: name(to), wholeObject: false }
    const found = []
    for (let start: number | null = 0; start !== null; ) {
      const page = await liveExtentList(connections, { ...stretch, start, limit: 3 }, neverAborted)
      found.push(...page.extents)
      start = page.next
    }
    expect(found.map((one) => ({ ...one, exists: String(one.exists) }))).toEqual(await diff(from, to))
  })

  it('of an image without a byte is empty', async () => {
    const empty = freshName('empty')
    await rbd('create', empty, '--size', '0')
    const stretch = { image: live(empty), from: null, to: null }
    expect(await liveBins(connections, { ...stretch, bins: 4 }, neverAborted)).toMatchObject({ sizeBytes: 0 })
    const page = await liveExtentList(connections, { ...stretch, wholeObject: true, start: 0, limit: 9 }, neverAborted)
    expect(page).toEqual({ extents: [], next: null })
  })
})

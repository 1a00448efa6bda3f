import { describe, expect, it } from 'vitest'
import { composeStreamed } from '../../../electron/engine/algebra/composeStreamed.ts'
import { checkContinuous, composedHeader, isContinuous } from '../../../electron/engine/algebra/continuity.ts'
import { decodeDiffV1 } from '../../../electron/engine/codec/diffV1Decode.ts'
import type { DeltaHeader } from '../../../electron/engine/delta.ts'
import { chunked, streamOf } from '../../support/byteStreams.ts'
import { drain, drainHeads, encodeModel, type ModelDelta } from '../../support/deltas.ts'
import { mergeLocated, mergeStreamed } from '../../support/layers.ts'

const header = (from: string | null, to: string | null, sizeBytes: number | null): DeltaHeader => {
  const name = (text: string | null): Uint8Array | null => (text === null ? null : new TextEncoder().encode(text))
  return { from: name(from), to: name(to), sizeBytes }
}

describe('checkContinuous', () => {
  it('compares bytes; an absent name is the empty one', () => {
    expect(isContinuous(header(null, 'a', 1), header('a', 'b', 1))).toBe(true)
    expect(isContinuous(header(null, null, 1), header(null, 'b', 1))).toBe(true)
    expect(isContinuous(header(null, null, 1), header('', 'b', 1))).toBe(true)
    for (const [to, from] of [
      ['a', 'A'],
      ['a', null],
      [null, 'a'],
      ['ab', 'a'],
    ] as const) {
      expect(() => checkContinuous(header(null, to, 1), header(from, null, 1))).toThrowError(
        expect.objectContaining({ code: 'E_MERGE_NOT_CONTINUOUS', detail: { to, from } }),
      )
    }
    const odd = { ...header(null, null, 1), to: Uint8Array.of(0xff, 0xfe) }
    expect(isContinuous(odd, { ...odd, from: Uint8Array.of(0xff, 0xfe) })).toBe(true)
    expect(isContinuous(odd, { ...odd, from: Uint8Array.of(0xff, 0xfd) })).toBe(false)
  })

  it('makes the header of a merge: from the first, to and size of the last, size 0 where there is none', () => {
    expect(composedHeader([header('x', 'a', 5), header('a', 'b', 6), header('b', null, null)])).toEqual(
      header('x', null, 0),
    )
    expect(composedHeader([header('', 'a', 5), header('a', 'b', 6)])).toEqual(header(null, 'b', 6))
  })
})

describe('composeStreamed', () => {
  const data = (offset: number, length: number, first = 1): ModelDelta['records'][number] => ({
    offset,
    length,
    bytes: Uint8Array.from({ length }, (_, i) => first + i),
  })

  it('drops what the second covers and gives the rest, in chunks of any size', async () => {
    const first = encodeModel({ header: header(null, 'a', 100), records: [data(0, 60)] })
    const second = encodeModel({ header: header('a', null, 100), records: [data(10, 10, 200), data(40, 5, 100)] })
    for (const size of [1, 5, 1000]) {
      for (const isAsync of [false, true]) {
        const open = (bytes: Uint8Array): ReturnType<typeof decodeDiffV1> =>
          decodeDiffV1(streamOf(chunked(bytes, [size]), { isAsync }))
        const { records } = await drain(composeStreamed(await open(first), await open(second)), 7)
        expect(records).toEqual([data(0, 10), data(10, 10, 200), data(20, 20, 21), data(40, 5, 100), data(45, 15, 46)])
        const heads = await drainHeads(composeStreamed(await open(first), await open(second)))
        expect(heads.length).toBe(5)
      }
    }
  })

  it('reads half a record and goes on', async () => {
    const first = encodeModel({ header: header(null, 'a', 100), records: [data(0, 60)] })
    const second = encodeModel({ header: header('a', null, 100), records: [data(10, 10, 200)] })
    const reader = composeStreamed(await decodeDiffV1(streamOf([first])), await decodeDiffV1(streamOf([second])))
    await reader.next()
    expect([...((await reader.payload(3)) ?? [])]).toEqual([1, 2, 3])
    await reader.next()
    await reader.next()
    expect([...((await reader.payload(2)) ?? [])]).toEqual([21, 22])
    expect(await reader.next()).toBeNull()
    expect(await reader.payload(2)).toBeNull()
  })

  it('refuses records beyond a delta’s own size, as the real tool does, in the located way too', async () => {
    const sizeless = encodeModel({ header: header(null, 'a', null), records: [data(0, 6)] })
    const sound = encodeModel({ header: header('a', null, 100), records: [] })
    const last = encodeModel({ header: header('a', null, null), records: [data(0, 6)] })
    const before = encodeModel({ header: header(null, 'a', 100), records: [] })
    for (const [a, b, layer] of [
      [sizeless, sound, 0],
      [before, last, 1],
    ] as const) {
      const error = { code: 'E_MERGE_RECORD', detail: { layer, endBytes: 6, sizeBytes: 0 } }
      await expect(mergeStreamed(a, b)).rejects.toMatchObject(error)
      await expect(mergeLocated([a, b])).rejects.toMatchObject(error)
    }
  })

  it('writes size 0 where neither has one', async () => {
    const none = encodeModel({ header: header(null, null, null), records: [] })
    const expected = encodeModel({ header: header(null, null, 0), records: [] })
    expect(await mergeStreamed(none, none)).toEqual(expected)
    expect(await mergeLocated([none, none])).toEqual(expected)
  })

  it('closes both', async () => {
    const closed: string[] = []
    const open = (name: string): ReturnType<typeof decodeDiffV1> =>
      decodeDiffV1(streamOf([encodeModel({ header: header(null, null, 0), records: [] })]), {
        close: async () => {
          closed.push(name)
          if (name === 'first') throw new Error('cannot')
        },
      })
    await expect(composeStreamed(await open('first'), await open('second')).close()).rejects.toThrow('cannot')
    expect(closed).toEqual(['first', 'second'])
  })
})

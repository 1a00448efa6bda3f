import { describe, expect, it } from 'vitest'
import { apply } from '../../../electron/engine/algebra/apply.ts'
import { decodeDiffV1 } from '../../../electron/engine/codec/diffV1Decode.ts'
import type { DeltaReader } from '../../../electron/engine/delta.ts'
import { ByteModel } from '../../support/byteModel.ts'
import { streamOf } from '../../support/byteStreams.ts'
import { encodeModel, type ModelDelta } from '../../support/deltas.ts'

const signal = new AbortController().signal
const delta: ModelDelta = {
  header: { from: null, to: null, sizeBytes: 8 },
  records: [
    { offset: 1, length: 2, bytes: Uint8Array.of(9, 8) },
    { offset: 4, length: 3, bytes: null },
  ],
}
const open = (model: ModelDelta): Promise<DeltaReader> => decodeDiffV1(streamOf([encodeModel(model)]))

describe('apply', () => {
  it('resizes first, then applies in order, and counts', async () => {
    const image = new ByteModel(new Uint8Array(6).fill(1))
    const progress: number[] = []
    const applied = await apply(await open(delta), image, { signal, onProgress: (bytes) => progress.push(bytes) })
    expect([...image.bytes]).toEqual([1, 9, 8, 1, 0, 0, 0, 0])
    expect(applied).toEqual({ records: 2, dataBytes: 2, zeroBytes: 3 })
    expect(progress).toEqual([2, 5])
    await apply(await open(delta), image, { signal })
    expect([...image.bytes]).toEqual([1, 9, 8, 1, 0, 0, 0, 0])
  })

  it('leaves the size where the stream has none', async () => {
    const image = new ByteModel(new Uint8Array(20).fill(1))
    await apply(await open({ ...delta, header: { ...delta.header, sizeBytes: null } }), image, { signal })
    expect(image.bytes.length).toBe(20)
  })

  it('shrinks and grows', async () => {
    const image = new ByteModel(new Uint8Array(20).fill(1))
    await apply(await open({ header: { from: null, to: null, sizeBytes: 3 }, records: [] }), image, { signal })
    await apply(await open({ header: { from: null, to: null, sizeBytes: 5 }, records: [] }), image, { signal })
    expect([...image.bytes]).toEqual([1, 1, 1, 0, 0])
  })

  it('waits for a target that answers later, and stops at a cancel before the next write', async () => {
    const controller = new AbortController()
    const calls: string[] = []
    const target = {
      resize: async () => {
        calls.push('resize')
      },
      write: async (offset: number, bytes: Uint8Array) => {
        calls.push(`write ${offset}+${bytes.length}`)
        controller.abort(new Error('stop'))
      },
      zero: async () => {
        calls.push('zero')
      },
    }
    await expect(apply(await open(delta), target, { signal: controller.signal })).rejects.toThrow('stop')
    expect(calls).toEqual(['resize', 'write 1+2'])
    await expect(apply(await open(delta), target, { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no')
    expect(calls.length).toBe(2)
  })
})

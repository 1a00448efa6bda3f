import { describe, expect, it } from 'vitest'
import { scanDiffV1 } from '../../../electron/engine/codec/diffV1Scan.ts'
import { encodeModel, type ModelRecord } from '../../support/deltas.ts'
import { MemoryFile } from '../../support/memoryFile.ts'

const signal = new AbortController().signal
const header = { from: null, to: null, sizeBytes: null }

function diffOf(lengths: readonly number[]): Uint8Array {
  const records: ModelRecord[] = []
  let offset = 0
  for (const length of lengths) {
    const isZero = length % 3 === 0
    records.push({ offset, length, bytes: isZero ? null : new Uint8Array(length) })
    offset += length + (length % 2)
  }
  return encodeModel({ header, records })
}

describe('scanDiffV1', () => {
  it('finds kind, place and payload position of every record, dense and sparse mixed', async () => {
    const lengths = Array.from({ length: 3000 }, (_, i) => (i % 1000 < 900 ? 1 + (i % 50) : 1 + ((i * 977) % 9000)))
    const bytes = diffOf(lengths)
    const { records, endPosition } = await scanDiffV1(new MemoryFile(bytes), { signal })
    expect(endPosition).toBe(bytes.length)
    expect(records.count).toBe(3000)
    let at = 12
    for (let i = 0; i < records.count; i++) {
      expect(records.length(i)).toBe(lengths[i])
      at += 17
      expect(records.position(i)).toBe(records.isData(i) ? at : -1)
      if (records.isData(i)) at += records.length(i)
    }
    expect(at + 1).toBe(endPosition)
  })

  it('reads a dense diff in a few large reads and a sparse one without its payload', async () => {
    const dense = new MemoryFile(diffOf(Array.from({ length: 20_000 }, () => 20)))
    await scanDiffV1(dense, { signal })
    expect(dense.reads).toBeLessThan(20)
    const sparse = new MemoryFile(diffOf(Array.from({ length: 40 }, () => 65_536)))
    await scanDiffV1(sparse, { signal })
    expect(sparse.readBytes).toBeLessThan(sparse.sizeBytes / 50)
  })

  it('lets the event loop turn and hears a cancel there', async () => {
    const file = new MemoryFile(diffOf(Array.from({ length: 400 }, () => 20_000)))
    const controller = new AbortController()
    const progress: number[] = []
    let turns = 0
    const scanning = scanDiffV1(file, {
      signal: controller.signal,
      onProgress: (position) => progress.push(position),
      yieldNow: async () => {
        if (++turns === 3) controller.abort(new Error('enough'))
      },
    })
    await expect(scanning).rejects.toThrow('enough')
    expect(turns).toBe(3)
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    expect(file.reads).toBeLessThan(3 * 64 + 3)
    await scanDiffV1(file, { signal, onProgress: (position) => progress.push(position) })
    expect(progress.at(-1)).toBe(file.sizeBytes)
  })
})

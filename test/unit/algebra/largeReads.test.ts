import { describe, expect, it } from 'vitest'
import { LargeReads } from '../../../electron/engine/algebra/largeReads.ts'
import type { RandomAccess } from '../../../electron/engine/delta.ts'
import { MemoryFile } from '../../support/memoryFile.ts'
import { mixedBytes } from '../../support/packed.ts'

const MIB = 1024 * 1024

/** Reads `[start, end)` by `load` and `take`, in pieces of at most `maxBytes`. */
async function readRun(reads: LargeReads, file: number, start: number, end: number, maxBytes: number) {
  const parts: Buffer[] = []
  for (let at = start; at < end; ) {
    if (reads.take(file, at, 1) === null) await reads.load(file, at, end - at)
    const slice = reads.take(file, at, Math.min(maxBytes, end - at))
    if (slice === null) break
    parts.push(Buffer.from(slice))
    at += slice.length
  }
  return Buffer.concat(parts)
}

describe('large reads', () => {
  const files = [1, 2].map((seed) => new MemoryFile(mixedBytes(5 * MIB + 777, seed)))

  it('give the bytes of any run, whatever is asked for next', async () => {
    const reads = new LargeReads(files)
    const runs = [
      [0, 0, 5 * MIB + 777, 4 * MIB],
      [0, 100, 3 * MIB, 65_537],
      [1, MIB - 1, 2 * MIB + 2, MIB],
      [0, 4 * MIB, 5 * MIB, 1000],
    ] as const
    for (const [file, start, end, maxBytes] of runs) {
      const expected = files[file]?.bytes.subarray(start, end) as Uint8Array
      expect(Buffer.compare(await readRun(reads, file, start, end, maxBytes), expected)).toBe(0)
    }
    // Left in the middle of a run, so that what was asked for is not wanted.
    await reads.load(1, 0, 5 * MIB)
    const jump = await readRun(reads, 0, 17, 2 * MIB, MIB)
    expect(Buffer.compare(jump, files[0]?.bytes.subarray(17, 2 * MIB) as Uint8Array)).toBe(0)
  })

  it('ask for the next MiB while the one before is used, and for nothing beyond what is known to be wanted', async () => {
    const file = new MemoryFile(mixedBytes(3 * MIB))
    const reads = new LargeReads([file])
    await reads.load(0, 0, 2 * MIB)
    await reads.settle()
    expect([file.reads, file.readBytes]).toEqual([2, 2 * MIB])
    await reads.load(0, MIB, MIB)
    await reads.settle()
    expect(file.reads).toBe(2)
  })

  it('tell of a failure when its bytes are wanted, and not before', async () => {
    let reads = 0
    const failing: RandomAccess = {
      sizeBytes: 3 * MIB,
      readAt: (_, into) => (reads++ === 0 ? Promise.resolve(into.length) : Promise.reject(new Error('disk gone'))),
      readAtSync: () => 0,
    }
    const large = new LargeReads([failing, new MemoryFile(mixedBytes(MIB))])
    await large.load(0, 0, 3 * MIB)
    await large.settle()
    await large.load(1, 0, MIB)
    expect(large.take(1, 0, 10)).toHaveLength(10)
    const broken = new LargeReads([failing])
    await expect(broken.load(0, 0, MIB)).rejects.toThrow('disk gone')
  })
})

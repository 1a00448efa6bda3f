import { describe, expect, it } from 'vitest'
import { locatedReader } from '../../../electron/engine/algebra/locatedReader.ts'
import type { Piece } from '../../../electron/engine/algebra/piece.ts'
import { drain } from '../../support/deltas.ts'
import { MemoryFile } from '../../support/memoryFile.ts'

const header = { from: null, to: null, sizeBytes: null }

function file(length: number, seed: number): MemoryFile {
  let state = seed
  return new MemoryFile(
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0
      return state >>> 24
    }),
  )
}

function pieces(rows: readonly (readonly [layer: number, position: number, length: number])[]): Piece[] {
  let offset = 0
  return rows.map(([layer, position, length]) => {
    const kind = position < 0 ? 'zero' : 'data'
    const piece: Piece = { kind, offset, length, layer, position, virtual: false }
    offset += length
    return piece
  })
}

async function check(
  files: readonly MemoryFile[],
  rows: readonly (readonly [number, number, number])[],
  maxBytes?: number,
): Promise<void> {
  const { records } = await drain(locatedReader(header, pieces(rows), files), maxBytes)
  expect(records.length).toBe(rows.length)
  for (const [i, [layer, position, length]] of rows.entries()) {
    const expected = position < 0 ? null : files[layer]?.bytes.subarray(position, position + length)
    const given = records[i]?.bytes ?? null
    expect(given === null ? expected : Buffer.compare(given, expected ?? new Uint8Array(0))).toBe(
      given === null ? null : 0,
    )
  }
}

describe('locatedReader', () => {
  it('gives the bytes of every piece, small and large, in sequence and with jumps', async () => {
    const files = [file(3_000_000, 1), file(5_000_000, 2)]
    await check(files, [
      [0, 0, 10],
      [1, 100, 4_200_000],
      [0, 10, 70_000],
      [0, -1, 500],
      [0, 2_999_990, 10],
      [1, 17, 3],
      [0, 80_010, 1_048_576],
      [0, 1_128_586, 1_048_575],
    ])
    await check(
      files,
      Array.from({ length: 700 }, (_, i) => [i % 2, i * 4113, 4096] as const),
      1000,
    )
  })

  it('reads ahead in sequence: few reads, each byte about once', async () => {
    const files = [file(8_000_000, 3)]
    await check(
      files,
      Array.from({ length: 1900 }, (_, i) => [0, i * 4113, 4096] as const),
    )
    expect(files[0]?.reads).toBeLessThan(20)
    expect(files[0]?.readBytes).toBeLessThan(8_500_000)
  })

  it('does not read ahead behind jumps', async () => {
    const files = [file(8_000_000, 3)]
    await check(
      files,
      Array.from({ length: 7 }, (_, i) => [0, i * 1_100_000, 100] as const),
    )
    expect(files[0]?.readBytes).toBeLessThan(7 * 70_000)
  })

  it('fills a buffer of the caller, small and large pieces, by halves too', async () => {
    const files = [file(3_000_000, 8)]
    const reader = locatedReader(
      header,
      pieces([
        [0, 5, 70_000],
        [0, 100_000, 2_500_000],
        [0, -1, 9],
      ]),
      files,
    )
    for (const [position, length] of [
      [5, 70_000],
      [100_000, 2_500_000],
    ] as const) {
      await reader.next()
      const bytes = new Uint8Array(length)
      for (let at = 0; at < length; ) {
        const count = await reader.payloadInto(bytes.subarray(at, at + 600_001))
        expect(count).toBeGreaterThan(0)
        at += count
      }
      expect(Buffer.compare(bytes, files[0]?.bytes.subarray(position, position + length) ?? new Uint8Array(0))).toBe(0)
      expect(await reader.payloadInto(new Uint8Array(9))).toBe(0)
    }
    await reader.next()
    expect(await reader.payloadInto(new Uint8Array(9))).toBe(0)
  })

  it('answers at once from a window', async () => {
    const reader = locatedReader(
      header,
      pieces([
        [0, 0, 100],
        [0, 117, 100],
      ]),
      [file(1000, 4)],
    )
    await reader.next()
    await reader.payload(100)
    expect(reader.next()).not.toBeInstanceOf(Promise)
    expect(reader.payload(100)).toBeInstanceOf(Uint8Array)
    expect(reader.payload(100)).toBeNull()
    expect(reader.next()).toBeNull()
  })

  it('keeps its windows within 32 MiB over 600 files, and each byte right', async () => {
    const files = Array.from({ length: 600 }, (_, i) => file(20_000, i))
    const rows = Array.from({ length: 1800 }, (_, i) => [i % 600, Math.floor(i / 600) * 5000, 900] as const)
    await check(files, rows)
    // 512 windows of 64 KiB for 600 files: each round finds its windows taken over by others and reads again.
    expect(files.reduce((sum, { reads }) => sum + reads, 0)).toBe(1800)
    const few = files.slice(0, 500)
    const before = few.reduce((sum, { reads }) => sum + reads, 0)
    await check(
      few,
      rows.filter(([layer]) => layer < 500),
    )
    expect(few.reduce((sum, { reads }) => sum + reads, 0) - before).toBe(500)
  })

  it('skips payload nobody asks for without reading it', async () => {
    const files = [file(1000, 5)]
    const reader = locatedReader(
      header,
      pieces([
        [0, 0, 100],
        [0, 100, 100],
      ]),
      files,
    )
    while ((await reader.next()) !== null);
    expect(files[0]?.reads).toBe(0)
  })

  it('says when a file has become shorter', async () => {
    for (const length of [100, 2_000_000]) {
      await expect(check([file(50, 6)], [[0, 0, length]])).rejects.toMatchObject({
        code: 'E_STREAM_TRUNCATED',
        detail: { offset: 50, part: 'payload', field: 'data' },
      })
    }
  })

  it('closes its plan and its files once', async () => {
    const events: string[] = []
    function* plan(): Generator<Piece> {
      try {
        yield* pieces([
          [0, 0, 10],
          [0, 20, 10],
        ])
      } finally {
        events.push('plan')
      }
    }
    let readBytes = 0
    const reader = locatedReader(header, plan(), [file(50, 7)], {
      close: async () => {
        events.push('files')
      },
      onRead: (bytes) => {
        readBytes += bytes
      },
    })
    await reader.next()
    await reader.payload(5)
    await reader.close()
    await reader.close()
    expect(events).toEqual(['plan', 'files'])
    expect(readBytes).toBe(50)
    expect([await reader.payload(5), await reader.next()]).toEqual([null, null])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composePieces } from '../../../electron/engine/algebra/compose.ts'
import type { Layer } from '../../../electron/engine/algebra/piece.ts'
import { previewOf } from '../../../electron/engine/algebra/preview.ts'
import { RecordTable } from '../../../electron/engine/codec/recordTable.ts'
import { contentOfModels } from '../../support/contents.ts'
import { arbitraryChain } from '../../support/deltas.ts'
import { runs, seed } from '../../support/propertyRuns.ts'

function layer(sizeBytes: number, ...records: readonly (readonly ['data' | 'zero', number, number])[]): Layer {
  const table = new RecordTable()
  for (const [kind, offset, length] of records) table.push(kind, offset, length, kind === 'data' ? 0 : -1)
  return { records: table, sizeBytes }
}

function preview(layers: readonly Layer[], inputs = layers.map((_, i) => i)) {
  const count = Math.max(...inputs) + 1
  return previewOf({
    steps: [{ layers, pieces: () => composePieces(layers), inputs }],
    inputs: Array.from({ length: count }, (_, i) => ({ called: `input ${i}`, fileBytes: 100 + i })),
    after: { files: 1, bytes: 77 },
  })
}

describe('previewOf', () => {
  it('tells what a later data record, a zero and a smaller size take from an earlier one', () => {
    const layers = [
      layer(100, ['data', 0, 50], ['data', 60, 40]),
      layer(100, ['data', 10, 10], ['zero', 30, 5]),
      layer(90, ['data', 40, 5]),
    ]
    const found = preview(layers)
    const inputs = found.inputs.map((row) => ({ ...row, lane: undefined }))
    expect({ ...found, inputs }).toEqual({
      inputs: [
        { called: 'input 0', fileBytes: 100, records: 2, dataBytes: 90, zeroBytes: 0, keptBytes: 60 },
        { called: 'input 1', fileBytes: 101, records: 2, dataBytes: 10, zeroBytes: 5, keptBytes: 10 },
        { called: 'input 2', fileBytes: 102, records: 1, dataBytes: 5, zeroBytes: 0, keptBytes: 5 },
      ],
      before: { files: 3, bytes: 303, records: 5 },
      after: { files: 1, bytes: 77, records: [...composePieces(layers)].length },
      overwrittenBytes: 15,
      zeroedBytes: 15,
    })
  })

  it('counts data under a zero that data comes back over as overwritten, and what a shrink cut off as zeroed', () => {
    const layers = [
      layer(100, ['data', 0, 20], ['data', 80, 20]),
      layer(50, ['zero', 0, 20]),
      layer(100, ['data', 5, 5], ['data', 90, 10]),
    ]
    const { overwrittenBytes, zeroedBytes, inputs } = preview(layers)
    expect(inputs.map(({ keptBytes }) => keptBytes)).toEqual([0, 0, 15])
    // Of the first 40 bytes 5 and 10 lie under what the last one wrote.
    expect([overwrittenBytes, zeroedBytes]).toEqual([15, 25])
  })

  it('says where in the result each input has data, and where it survives', () => {
    const layers = [
      layer(6400, ['data', 0, 250], ['data', 6300, 100]),
      layer(6400, ['data', 50, 50]),
      layer(6350, ['data', 6250, 80], ['zero', 6340, 10]),
    ]
    const lanes = preview(layers).inputs.map(({ lane = [] }) =>
      lane.map(({ dataBytes, keptBytes }) => [dataBytes, keptBytes]),
    )
    // A part is 6350 / 64 bytes: the first ends at 100, the last begins at 6251.
    expect(lanes.map((lane) => lane.length)).toEqual([64, 64, 64])
    expect(lanes[0]?.slice(0, 4)).toEqual([
      [100, 50],
      [99, 99],
      [51, 51],
      [0, 0],
    ])
    expect(lanes.map((lane) => lane.at(-1))).toEqual([
      [50, 10],
      [0, 0],
      [79, 79],
    ])
    expect(lanes[1]?.[0]).toEqual([50, 50])
  })

  it('has no lanes of more inputs than anybody looks at', () => {
    const many = Array.from({ length: 257 }, () => layer(10, ['data', 0, 1]))
    expect(preview(many).inputs.every(({ lane }) => lane === undefined)).toBe(true)
    expect(preview(many.slice(1)).inputs.every(({ lane }) => lane?.length === 64)).toBe(true)
  })

  it('sums the layers of one input, and those of several deltas that are written', () => {
    const layers = [layer(10, ['data', 0, 10]), layer(10, ['data', 0, 4]), layer(10, ['data', 0, 2])]
    const merged = preview(layers, [0, 0, 1])
    expect(merged.inputs.map(({ dataBytes, keptBytes }) => [dataBytes, keptBytes])).toEqual([
      [14, 8],
      [2, 2],
    ])
    const [first, ...rest] = layers as [Layer, ...Layer[]]
    const apart = previewOf({
      steps: [
        { layers: [first], pieces: () => composePieces([first]), inputs: [0] },
        { layers: rest, pieces: () => composePieces(rest), inputs: [0, 1] },
      ],
      inputs: [
        { called: 'a', fileBytes: 1 },
        { called: 'b', fileBytes: 2 },
      ],
      after: { files: 2, bytes: 5 },
    })
    expect(apart.inputs.map(({ keptBytes }) => keptBytes)).toEqual([12, 2])
    expect([apart.overwrittenBytes, apart.zeroedBytes, apart.after]).toEqual([2, 0, { files: 2, bytes: 5, records: 3 }])
  })

  it('adds up to what a byte array says, byte by byte', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryChain(1, 7), async (chain) => {
        const { layers } = await contentOfModels(chain, 'a')
        const pieces = Array.from(composePieces(layers), (piece) => ({ ...piece }))
        const seen = new Map<number, number>()
        for (const { kind, offset, length, layer } of pieces)
          if (kind === 'data') for (let at = offset; at < offset + length; at++) seen.set(at, layer)
        let [overwritten, zeroed] = [0, 0]
        const kept = layers.map(() => 0)
        for (const [number, { records }] of chain.entries()) {
          for (const { offset, length, bytes } of records) {
            if (bytes === null) continue
            for (let at = offset; at < offset + length; at++) {
              if (seen.get(at) === number) kept[number] = (kept[number] ?? 0) + 1
              else if (seen.has(at)) overwritten++
              else zeroed++
            }
          }
        }
        const found = preview(layers)
        expect([found.overwrittenBytes, found.zeroedBytes, found.after.records]).toEqual([
          overwritten,
          zeroed,
          pieces.length,
        ])
        expect(found.inputs.map(({ keptBytes }) => keptBytes)).toEqual(kept)
        const inLanes = found.inputs.map(({ lane = [] }) => lane.reduce((sum, { keptBytes }) => sum + keptBytes, 0))
        expect(inLanes).toEqual(kept)
      }),
      { numRuns: runs(3000), seed },
    )
  })

  it('of 10,000 records in ten deltas takes at most 100 ms', () => {
    const layers = Array.from({ length: 10 }, (_, number) =>
      layer(
        1e9,
        ...Array.from(
          { length: 1000 },
          (_, i) => [i % 3 === 0 ? 'zero' : 'data', i * 9000 + number * 700, 4096] as const,
        ),
      ),
    )
    preview(layers)
    const begin = performance.now()
    expect(preview(layers).before.records).toBe(10_000)
    expect(performance.now() - begin).toBeLessThan(100)
  })
})

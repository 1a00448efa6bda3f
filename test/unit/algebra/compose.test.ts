import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composePieces } from '../../../electron/engine/algebra/compose.ts'
import type { Layer, Piece } from '../../../electron/engine/algebra/piece.ts'
import { restrictPieces } from '../../../electron/engine/algebra/restrict.ts'
import { RecordTable } from '../../../electron/engine/codec/recordTable.ts'
import { arbitraryRecords } from '../../support/deltas.ts'
import { runs, seed } from '../../support/propertyRuns.ts'

type Row = readonly [kind: 'w' | 'z', offset: number, length: number, position?: number]

function layer(sizeBytes: number, ...rows: readonly Row[]): Layer {
  const records = new RecordTable()
  for (const [kind, offset, length, position] of rows)
    records.push(kind === 'w' ? 'data' : 'zero', offset, length, position)
  return { records, sizeBytes }
}

function composed(...layers: readonly Layer[]): string[] {
  const rows: string[] = []
  for (const { kind, offset, length, layer: owner, position, virtual } of composePieces(layers)) {
    rows.push(
      `${kind === 'data' ? 'w' : virtual ? 'v' : 'z'} ${offset}+${length} @${owner}${kind === 'data' ? `:${position}` : ''}`,
    )
  }
  return rows
}

describe('composePieces', () => {
  it('gives the examples of FORMATS §7.2', () => {
    expect(composed(layer(50, ['w', 0, 20, 100]), layer(50, ['w', 4, 4, 200]))).toEqual([
      'w 0+4 @0:100',
      'w 4+4 @1:200',
      'w 8+12 @0:108',
    ])
    expect(composed(layer(1000, ['w', 0, 20, 0]), layer(2000, ['w', 1500, 100, 0]))).toEqual([
      'w 0+20 @0:0',
      'v 1000+500 @0',
      'w 1500+100 @1:0',
      'v 1600+400 @0',
    ])
    expect(composed(layer(1000, ['w', 490, 20, 7], ['z', 600, 10]), layer(500))).toEqual(['w 490+10 @0:7'])
  })

  it('gives one layer as it is, and nothing for none', () => {
    expect(composed(layer(30, ['w', 0, 10, 5], ['z', 10, 10]))).toEqual(['w 0+10 @0:5', 'z 10+10 @0'])
    expect(composed()).toEqual([])
    expect(composed(layer(0), layer(0))).toEqual([])
  })

  it('never joins neighbours and never cuts the newer', () => {
    expect(
      composed(layer(40, ['z', 0, 10], ['z', 10, 10], ['w', 20, 20, 0]), layer(40, ['z', 5, 10], ['z', 15, 10])),
    ).toEqual(['z 0+5 @0', 'z 5+10 @1', 'z 15+10 @1', 'w 25+15 @0:5'])
  })

  it('brings back an older layer behind a newer one that hid several of its records', () => {
    const old = layer(100, ['w', 0, 10, 0], ['w', 10, 10, 20], ['w', 30, 10, 50], ['w', 45, 20, 80])
    expect(composed(old, layer(100, ['z', 5, 45]))).toEqual(['w 0+5 @0:0', 'z 5+45 @1', 'w 50+15 @0:85'])
  })

  it('lets a third see through the second to the first', () => {
    expect(
      composed(
        layer(90, ['w', 0, 90, 0]),
        layer(90, ['w', 20, 50, 1000]),
        layer(90, ['w', 10, 20, 2000], ['z', 60, 20]),
      ),
    ).toEqual(['w 0+10 @0:0', 'w 10+20 @2:2000', 'w 30+30 @1:1010', 'z 60+20 @2', 'w 80+10 @0:80'])
  })

  it('makes zeros of what a shrink lost and a growth brought back', () => {
    expect(composed(layer(100, ['w', 0, 100, 0]), layer(40), layer(80, ['w', 60, 10, 9]))).toEqual([
      'w 0+40 @0:0',
      'v 40+20 @1',
      'w 60+10 @2:9',
      'v 70+10 @1',
    ])
    expect(composed(layer(10), layer(90), layer(30), layer(60))).toEqual(['v 10+20 @0', 'v 30+30 @2'])
    expect(composed(layer(10), layer(90), layer(5), layer(5))).toEqual([])
  })

  it('begins anywhere with what a sweep of the whole has from there on', () => {
    const history = fc.array(fc.tuple(arbitraryRecords(200, 8), fc.nat({ max: 200 })), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(history, fc.nat({ max: 220 }), (steps, from) => {
        const layers = steps.map(([records, sizeBytes]) => {
          const rows = records.filter(({ offset, length }) => offset + length <= sizeBytes)
          return layer(
            sizeBytes,
            ...rows.map(({ bytes, offset, length }): Row => [bytes === null ? 'z' : 'w', offset, length, offset]),
          )
        })
        const copy = (pieces: Iterable<Piece>): readonly Piece[] => Array.from(pieces, (piece) => ({ ...piece }))
        expect(copy(composePieces(layers, from))).toEqual(
          copy(restrictPieces(composePieces(layers), from, Number.MAX_SAFE_INTEGER)),
        )
      }),
      { numRuns: runs(1000), seed },
    )
  })

  it('yields one object again and again', () => {
    const seen = new Set(composePieces([layer(20, ['z', 0, 5], ['z', 10, 5])]))
    expect(seen.size).toBe(1)
  })

  it('refuses a layer with records beyond its own size', () => {
    expect(() => composed(layer(100), layer(9, ['w', 0, 10, 0]))).toThrowError(
      expect.objectContaining({ code: 'E_MERGE_RECORD', detail: { layer: 1, endBytes: 10, sizeBytes: 9 } }),
    )
  })

  it('composes 1,000 layers in one pass', () => {
    const layers = Array.from({ length: 1000 }, (_, i) => layer(2000, ['w', i, 1001, i * 5000]))
    expect(composed(...layers).length).toBe(1000)
  })
})

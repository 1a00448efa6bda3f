import { composePieces } from '../algebra/compose.ts'
import { locatedReader } from '../algebra/locatedReader.ts'
import type { Layer, Piece } from '../algebra/piece.ts'
import type { DeltaHeader, DeltaReader, RandomAccess } from '../delta.ts'

/** Located deltas that follow each other, oldest first, and the files their payload lies in. */
export interface Stretch {
  readonly layers: readonly Layer[]
  readonly files: readonly RandomAccess[]
  /** From nothing: zeros say nothing new, save those the first delta itself was written with. */
  readonly fromNothing: boolean
}

/** What a composed stretch amounts to, counted without reading payload. */
export interface StretchTotals {
  readonly count: number
  readonly dataBytes: number
  readonly zeroBytes: number
}

/**
 * The pieces of a stretch as one delta.
 *
 * From nothing, what no record covers is zero, so a zero of a later delta or of a growth is left out, as the real exporter
 * does; those of the first delta stand, so that a file exported again is the file that was imported.
 */
export function* stretchPieces(stretch: Stretch): Generator<Piece, void, undefined> {
  for (const piece of composePieces(stretch.layers)) {
    if (stretch.fromNothing && piece.kind === 'zero' && (piece.virtual || piece.layer > 0)) continue
    yield piece
  }
}

/** Counts a stretch: one sweep over its records. */
export function countStretch(stretch: Stretch): StretchTotals {
  let count = 0
  let dataBytes = 0
  let zeroBytes = 0
  for (const piece of stretchPieces(stretch)) {
    count++
    if (piece.kind === 'data') dataBytes += piece.length
    else zeroBytes += piece.length
  }
  return { count, dataBytes, zeroBytes }
}

/** Reads a stretch as one delta. */
export function readStretch(header: DeltaHeader, stretch: Stretch): DeltaReader {
  return locatedReader(header, stretchPieces(stretch), stretch.files)
}

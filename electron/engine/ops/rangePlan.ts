import { composePieces } from '../algebra/compose.ts'
import { locatedReader } from '../algebra/locatedReader.ts'
import type { Layer, Piece } from '../algebra/piece.ts'
import { restrictPieces } from '../algebra/restrict.ts'
import { sparsify } from '../algebra/sparsify.ts'
import type { DeltaHeader, DeltaReader, RandomAccess } from '../delta.ts'

/** Located deltas that follow each other, oldest first, and the files their payload lies in. */
export interface Stretch {
  readonly layers: readonly Layer[]
  readonly files: readonly RandomAccess[]
  /** From nothing: zeros say nothing new, save those the first delta itself was written with. */
  readonly fromNothing: boolean
  /** The first layer is a raw file: what of its records is zeros is known only when they are read. */
  readonly isRawBase?: boolean | undefined
  /** Only these bytes of the image. */
  readonly range?: { readonly offset: number; readonly length: number } | undefined
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
export function stretchPieces(
  stretch: Pick<Stretch, 'layers' | 'fromNothing' | 'range'>,
): Generator<Piece, void, undefined> {
  const { range } = stretch
  const pieces = saidPieces(stretch)
  return range === undefined ? pieces : restrictPieces(pieces, range.offset, range.offset + range.length)
}

function* saidPieces(stretch: Pick<Stretch, 'layers' | 'fromNothing' | 'range'>): Generator<Piece, void, undefined> {
  for (const piece of composePieces(stretch.layers, stretch.range?.offset)) {
    if (stretch.fromNothing && piece.kind === 'zero' && (piece.virtual || piece.layer > 0)) continue
    yield piece
  }
}

/** Counts a stretch: one sweep over its records. Of a raw base every byte counts as data. */
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

/** Reads a stretch as one delta; the holes of a raw base are found as it is read. */
export function readStretch(header: DeltaHeader, stretch: Stretch): DeltaReader {
  if (stretch.isRawBase !== true) return locatedReader(header, stretchPieces(stretch), stretch.files)
  let layer = 0
  const watched = function* (): Generator<Piece, void, undefined> {
    for (const piece of stretchPieces(stretch)) {
      layer = piece.layer
      yield piece
    }
  }
  return sparsify(locatedReader(header, watched(), stretch.files), () => layer === 0)
}

/** {@link readStretch} for a target that finds holes itself, as a sparse file does. */
export function readStretchAsIs(header: DeltaHeader, stretch: Stretch): DeltaReader {
  return locatedReader(header, stretchPieces(stretch), stretch.files)
}

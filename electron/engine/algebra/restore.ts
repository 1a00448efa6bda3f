import type { Extent } from '../delta.ts'
import { composePieces } from './compose.ts'
import type { Layer, Piece } from './piece.ts'

/**
 * What the deltas after a point may have changed of the image as it was there, ascending and disjoint: every extent they wrote or zeroed,
 * and all beyond the smallest size they gave it. `sizeBytes`: the image's size at the point. O(R log N) as `composePieces`.
 */
export function* touchedExtents(after: readonly Layer[], sizeBytes: number): Generator<Extent, void, undefined> {
  const smallest = after.reduce((least, layer) => Math.min(least, layer.sizeBytes), sizeBytes)
  let start = 0
  let end = -1
  // Pieces end at the smallest later size; the rest is one extent anyway.
  for (const piece of composePieces(after)) {
    const stop = Math.min(piece.offset + piece.length, smallest)
    if (piece.offset >= stop) break
    if (piece.offset > end) {
      if (end > start) yield { offset: start, length: end - start }
      start = piece.offset
    }
    end = stop
  }
  if (smallest < sizeBytes) {
    if (end < smallest) {
      if (end > start) yield { offset: start, length: end - start }
      start = smallest
    }
    end = sizeBytes
  }
  if (end > start) yield { offset: start, length: end - start }
}

/**
 * The content of some extents of an image, complete: its pieces cut to them, zeros where it has none, neighbouring zeros joined.
 * Both inputs ascend; the yielded piece is one object, changed by the next pull, as that of `composePieces`.
 */
export function* contentPieces(content: Iterable<Piece>, extents: Iterable<Extent>): Generator<Piece, void, undefined> {
  const piece = { kind: 'zero' as Piece['kind'], offset: 0, length: 0, layer: 0, position: -1, virtual: false }
  const zeros = { offset: 0, end: 0 }
  const pieces = content[Symbol.iterator]()
  let current = pieces.next()

  const zeroPiece = (): Piece =>
    Object.assign(piece, {
      kind: 'zero',
      offset: zeros.offset,
      length: zeros.end - zeros.offset,
      layer: 0,
      position: -1,
    })

  for (const extent of extents) {
    const extentEnd = extent.offset + extent.length
    for (let at = extent.offset; at < extentEnd; ) {
      while (current.done !== true && current.value.offset + current.value.length <= at) current = pieces.next()
      const found = current.done === true || current.value.offset >= extentEnd ? null : current.value
      const isData = found?.kind === 'data' && found.offset <= at
      const stop = found === null ? extentEnd : found.offset > at ? found.offset : found.offset + found.length
      const end = Math.min(stop, extentEnd)
      if (!isData) {
        if (zeros.end !== at) {
          if (zeros.end > zeros.offset) yield zeroPiece()
          zeros.offset = at
        }
        zeros.end = end
      } else {
        if (zeros.end > zeros.offset) yield zeroPiece()
        zeros.offset = zeros.end = end
        piece.kind = 'data'
        piece.offset = at
        piece.length = end - at
        piece.layer = found.layer
        piece.position = found.position + at - found.offset
        yield piece
      }
      at = end
    }
  }
  if (zeros.end > zeros.offset) yield zeroPiece()
}

import type { Piece } from './piece.ts'

/**
 * What a composed delta says of the bytes `[start, end)`: pieces that reach over either edge are cut there, the others are left out.
 * The image keeps its size. Pieces come in ascending order; **a given piece may be the generator's own object**, changed by the next pull.
 */
export function* restrictPieces(
  pieces: Iterable<Piece>,
  start: number,
  end: number,
): Generator<Piece, void, undefined> {
  for (const piece of pieces) {
    if (piece.offset >= end) return
    const offset = Math.max(piece.offset, start)
    const length = Math.min(piece.offset + piece.length, end) - offset
    if (length <= 0) continue
    if (length === piece.length) {
      yield piece
      continue
    }
    const position = piece.kind === 'data' ? piece.position + offset - piece.offset : -1
    yield { ...piece, offset, length, position }
  }
}

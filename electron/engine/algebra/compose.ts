import { AppError } from '../../../shared/errors.ts'
import { IntHeap } from './intHeap.ts'
import type { Layer, Piece } from './piece.ts'

/**
 * Composes a chain of deltas, oldest first, in one sweep: the newest layer wins everywhere.
 *
 * The pieces are, record for record, those of the left fold of the real merge-diff (FORMATS §7.2): records are cut only
 * where a newer one covers them, neighbours are never joined, what lies beyond a later, smaller size disappears, and a
 * growth from one layer to the next is zeros at the older layer's rank.
 *
 * `from`: where in the image the sweep begins; what lies before is passed over without a look.
 *
 * O(R log N) for R records in N layers, O(N) memory. **The yielded piece is one object, changed by the next pull**: copy
 * what is kept.
 * @throws AppError E_MERGE_RECORD when a layer has records beyond its own size, which the real tool refuses too.
 */
export function* composePieces(layers: readonly Layer[], from = 0): Generator<Piece, void, undefined> {
  const sweep = new Sweep(layers, from)
  while (sweep.step()) yield sweep.piece
}

interface MutablePiece {
  kind: Piece['kind']
  offset: number
  length: number
  layer: number
  position: number
  virtual: boolean
}

/**
 * Skyline sweep. Each layer shows one extent at a time (its records, then its growth). `starts` holds the layers whose
 * extent is still ahead, `active` those whose extent has begun; the newest active one is what is seen.
 */
class Sweep {
  readonly piece: MutablePiece = { kind: 'zero', offset: 0, length: 0, layer: 0, position: -1, virtual: false }
  readonly #layers: readonly Layer[]
  /** No byte of a layer is seen at or beyond its limit: the smallest size of all later layers. */
  readonly #limit: Float64Array
  readonly #index: Float64Array
  readonly #start: Float64Array
  readonly #end: Float64Array
  readonly #starts: IntHeap
  readonly #active: IntHeap
  #at: number

  constructor(layers: readonly Layer[], from: number) {
    const count = layers.length
    this.#at = from
    const start = new Float64Array(count)
    this.#layers = layers
    this.#limit = new Float64Array(count)
    this.#index = new Float64Array(count).fill(-1)
    this.#start = start
    this.#end = new Float64Array(count)
    this.#starts = new IntHeap(count, (a, b) => (start[a] as number) < (start[b] as number))
    this.#active = new IntHeap(count, (a, b) => a > b)
    let limit = Number.POSITIVE_INFINITY
    for (let layer = count - 1; layer >= 0; layer--) {
      const { records, sizeBytes } = layers[layer] as Layer
      if (records.endBytes > sizeBytes) {
        throw new AppError('E_MERGE_RECORD', `Part ${layer + 1} of the merge has data beyond its own image size`, {
          hint: 'The diff is damaged or was not made by rbd; leave it out or make it again',
          detail: { layer, endBytes: records.endBytes, sizeBytes },
        })
      }
      this.#limit[layer] = limit
      limit = Math.min(limit, sizeBytes)
    }
    for (let layer = 0; layer < count; layer++) {
      if (from > 0) this.#index[layer] = (layers[layer] as Layer).records.firstEndingAfter(from) - 1
      if (this.#advance(layer)) this.#starts.push(layer)
    }
  }

  /** Puts the next piece into `piece`; false when there is none. */
  step(): boolean {
    const starts = this.#starts
    const active = this.#active
    while (active.size > 0 && (this.#end[active.top] as number) <= this.#at) {
      const done = active.pop()
      if (!this.#advance(done)) continue
      if ((this.#start[done] as number) <= this.#at) active.push(done)
      else starts.push(done)
    }
    if (active.size === 0) {
      if (starts.size === 0) return false
      this.#at = Math.max(this.#at, this.#start[starts.top] as number)
    }
    while (starts.size > 0 && (this.#start[starts.top] as number) <= this.#at) active.push(starts.pop())
    const layer = active.top
    let stop = this.#end[layer] as number
    while (starts.size > 0) {
      const next = starts.top
      const nextStart = this.#start[next] as number
      if (nextStart >= stop) break
      if (next > layer) {
        stop = nextStart
        break
      }
      active.push(starts.pop())
    }
    this.#emit(layer, stop)
    this.#at = stop
    return true
  }

  #emit(layer: number, stop: number): void {
    const piece = this.piece
    const { records } = this.#layers[layer] as Layer
    const index = this.#index[layer] as number
    const virtual = index >= records.count
    const isData = !virtual && records.isData(index)
    piece.kind = isData ? 'data' : 'zero'
    piece.offset = this.#at
    piece.length = stop - this.#at
    piece.layer = layer
    piece.position = isData ? records.position(index) + this.#at - records.offset(index) : -1
    piece.virtual = virtual
  }

  /** Moves a layer to its next extent that reaches beyond the sweep; false when it has none. */
  #advance(layer: number): boolean {
    const { records, sizeBytes } = this.#layers[layer] as Layer
    const limit = this.#limit[layer] as number
    const count = records.count
    let index = (this.#index[layer] as number) + 1
    while (index < count && records.end(index) <= this.#at) index++
    this.#index[layer] = index
    // The growth to the next layer's size is the extent behind the last record; the last layer has none.
    const isGrowth = index >= count
    if (index > count || (isGrowth && layer === this.#layers.length - 1)) return false
    const start = isGrowth ? sizeBytes : records.offset(index)
    const end = isGrowth ? limit : Math.min(records.end(index), limit)
    if (start >= end || end <= this.#at) {
      this.#index[layer] = count + 1
      return false
    }
    this.#start[layer] = start
    this.#end[layer] = end
    return true
  }
}

import type { Extent } from '../delta.ts'

/** A part of an image in so many bins: bin `i` holds the bytes `start + [i, i + 1) × length / count`, rounded up to whole ones. */
export class BinGrid {
  readonly count: number
  readonly start: number
  /** Where the part ends. */
  readonly end: number
  readonly #width: number

  constructor({ offset, length }: Extent, count: number) {
    this.count = count
    this.start = offset
    this.end = offset + length
    this.#width = length / count
  }

  /** The first byte of a bin; of bin `count`, the end of the part. */
  edge(bin: number): number {
    return bin >= this.count ? this.end : this.start + Math.ceil(bin * this.#width)
  }

  /** The bin of a byte of the part. */
  binAt(offset: number): number {
    // The quotient may be off by a bin where it is rounded; the edges decide.
    let bin = Math.min(this.count - 1, Math.floor((offset - this.start) / this.#width))
    while (bin > 0 && this.edge(bin) > offset) bin--
    while (bin < this.count - 1 && this.edge(bin + 1) <= offset) bin++
    return bin
  }
}

/** Bytes of each kind in each bin: the block map. What lies outside the grid is left out. Cost: one step an extent and one a bin it covers. */
export class BinnedBytes {
  readonly data: Float64Array
  readonly zero: Float64Array
  readonly #grid: BinGrid

  constructor(grid: BinGrid) {
    this.data = new Float64Array(grid.count)
    this.zero = new Float64Array(grid.count)
    this.#grid = grid
  }

  add(isData: boolean, offset: number, length: number): void {
    const grid = this.#grid
    const column = isData ? this.data : this.zero
    const end = Math.min(offset + length, grid.end)
    let at = Math.max(offset, grid.start)
    if (at >= end) return
    for (let bin = grid.binAt(at); at < end; bin++) {
      const stop = Math.min(end, grid.edge(bin + 1))
      column[bin] = (column[bin] as number) + stop - at
      at = stop
    }
  }
}

/** How often each bin was changed, and by which link last; links are added oldest first. */
export class BinnedHistory {
  readonly changedIn: Uint32Array
  readonly lastLink: Uint32Array
  readonly #grid: BinGrid

  constructor(grid: BinGrid) {
    this.changedIn = new Uint32Array(grid.count)
    this.lastLink = new Uint32Array(grid.count)
    this.#grid = grid
  }

  /** Link `number`, counted from 1, has a record there. */
  add(number: number, offset: number, length: number): void {
    const grid = this.#grid
    const begin = Math.max(offset, grid.start)
    const end = Math.min(offset + length, grid.end)
    if (begin >= end) return
    const last = grid.binAt(end - 1)
    for (let bin = grid.binAt(begin); bin <= last; bin++) {
      if (this.lastLink[bin] === number) continue
      this.lastLink[bin] = number
      this.changedIn[bin] = (this.changedIn[bin] as number) + 1
    }
  }
}

/** A binary heap of small integers, ordered by a function of theirs; the least is on top. */
export class IntHeap {
  readonly #items: Int32Array
  readonly #before: (a: number, b: number) => boolean
  #size = 0

  constructor(capacity: number, before: (a: number, b: number) => boolean) {
    this.#items = new Int32Array(capacity)
    this.#before = before
  }

  get size(): number {
    return this.#size
  }

  /** The first in order; only when `size` is not 0. */
  get top(): number {
    return this.#items[0] as number
  }

  push(item: number): void {
    const items = this.#items
    let at = this.#size++
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = items[parent] as number
      if (!this.#before(item, above)) break
      items[at] = above
      at = parent
    }
    items[at] = item
  }

  pop(): number {
    const items = this.#items
    const top = items[0] as number
    const size = --this.#size
    const last = items[size] as number
    let at = 0
    for (;;) {
      let child = at * 2 + 1
      if (child >= size) break
      if (child + 1 < size && this.#before(items[child + 1] as number, items[child] as number)) child++
      const below = items[child] as number
      if (!this.#before(below, last)) break
      items[at] = below
      at = child
    }
    items[at] = last
    return top
  }
}

import type { ApplyTarget } from '../../electron/engine/algebra/apply.ts'

/** An image as plain bytes: what every delta operation is proved against. A write beyond its end is a failure of the test. */
export class ByteModel implements ApplyTarget {
  bytes: Uint8Array

  constructor(bytes: Uint8Array = new Uint8Array(0)) {
    this.bytes = bytes.slice()
  }

  resize(sizeBytes: number): void {
    const next = new Uint8Array(sizeBytes)
    next.set(this.bytes.subarray(0, sizeBytes))
    this.bytes = next
  }

  write(offset: number, bytes: Uint8Array): void {
    this.#check(offset, bytes.length)
    this.bytes.set(bytes, offset)
  }

  zero(offset: number, length: number): void {
    this.#check(offset, length)
    this.bytes.fill(0, offset, offset + length)
  }

  #check(offset: number, length: number): void {
    if (offset + length > this.bytes.length) throw new RangeError(`${offset}+${length} is beyond ${this.bytes.length}`)
  }
}

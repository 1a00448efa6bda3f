import type { DeltaRecord } from '../delta.ts'

/** Records of a full block: 65,536, so 1.6 MiB a block. */
const BLOCK_BITS = 16
const BLOCK = 1 << BLOCK_BITS
const MASK = BLOCK - 1
/** Most links of a long chain have a few records, and ten thousand tables may be held at once. */
const FIRST_BLOCK = 8

interface Block {
  offset: Float64Array
  length: Float64Array
  position: Float64Array
  isData: Uint8Array
}

function newBlock(capacity: number): Block {
  return {
    offset: new Float64Array(capacity),
    length: new Float64Array(capacity),
    position: new Float64Array(capacity),
    isData: new Uint8Array(capacity),
  }
}

/**
 * The records of a delta without their payload, in columns: 25 bytes a record, whatever their number.
 *
 * `position` is where a data record's payload begins in its file, -1 for a zero record. Grows in fixed blocks, so nothing
 * is copied once there are more than 65,536 records: 10,000,000 of them take 250 MiB. Indices are from 0 to `count` - 1.
 */
export class RecordTable {
  readonly #blocks: Block[] = []
  #count = 0
  #dataCount = 0
  #dataBytes = 0
  #zeroBytes = 0

  /** Number of records. */
  get count(): number {
    return this.#count
  }

  /** Number of data records. */
  get dataCount(): number {
    return this.#dataCount
  }

  /** Sum of the lengths of the data records. */
  get dataBytes(): number {
    return this.#dataBytes
  }

  /** Sum of the lengths of the zero records. */
  get zeroBytes(): number {
    return this.#zeroBytes
  }

  /** Where the last record ends in the image; 0 when there is none. */
  get endBytes(): number {
    return this.#count === 0 ? 0 : this.end(this.#count - 1)
  }

  /** Adds a record behind the others. */
  push(kind: DeltaRecord['kind'], offset: number, length: number, position = -1): void {
    const at = this.#count & MASK
    const block = this.#room(at)
    block.offset[at] = offset
    block.length[at] = length
    if (kind === 'data') {
      block.position[at] = position
      block.isData[at] = 1
      this.#dataCount++
      this.#dataBytes += length
    } else {
      block.position[at] = -1
      this.#zeroBytes += length
    }
    this.#count++
  }

  offset(index: number): number {
    return this.#block(index).offset[index & MASK] as number
  }

  length(index: number): number {
    return this.#block(index).length[index & MASK] as number
  }

  /** Offset plus length. */
  end(index: number): number {
    const block = this.#block(index)
    return (block.offset[index & MASK] as number) + (block.length[index & MASK] as number)
  }

  position(index: number): number {
    return this.#block(index).position[index & MASK] as number
  }

  isData(index: number): boolean {
    return this.#block(index).isData[index & MASK] === 1
  }

  kind(index: number): DeltaRecord['kind'] {
    return this.isData(index) ? 'data' : 'zero'
  }

  /** The first record that ends after `offset`, or `count`: where reading at `offset` begins. For ascending records. */
  firstEndingAfter(offset: number): number {
    let low = 0
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.end(middle) > offset) high = middle
      else low = middle + 1
    }
    return low
  }

  #block(index: number): Block {
    // An index outside the table is a programming error, and the missing block says so.
    return this.#blocks[index >>> BLOCK_BITS] as Block
  }

  #room(at: number): Block {
    const last = this.#count >>> BLOCK_BITS
    const block = this.#blocks[last]
    if (block === undefined) {
      const fresh = newBlock(last === 0 ? FIRST_BLOCK : BLOCK)
      this.#blocks.push(fresh)
      return fresh
    }
    if (at < block.offset.length) return block
    // Only the first block starts small and doubles: most tables are short.
    const wider = newBlock(block.offset.length * 2)
    wider.offset.set(block.offset)
    wider.length.set(block.length)
    wider.position.set(block.position)
    wider.isData.set(block.isData)
    this.#blocks[last] = wider
    return wider
  }
}

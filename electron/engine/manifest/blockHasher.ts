import { createHash, type Hash } from 'node:crypto'
import {
  BLOCK_RULE,
  blockBytesFor,
  blockCount,
  blockLength,
  type BlockRule,
  fileDigest,
  type FileDigests,
  zeroDigest,
} from './blocks.ts'

/** Fills `into` from a position; fewer bytes only at the end: a file that was just written, read again. */
export type ReadAgain = (position: number, into: Uint8Array) => Promise<number>

export interface BlockHasherOptions {
  /** Length of the whole where it is known beforehand: it decides the length of the blocks. */
  readonly expectedBytes: number | null
  /** Only tests cut otherwise than the manifest says. */
  readonly rule?: BlockRule | undefined
}

/**
 * Computes the digests of a file while its bytes pass, in ascending order; a gap stands for zeros, so holes are never touched.
 *
 * Hashes in line, piece by piece, and keeps no copy: handing blocks to the threads of Node's pool costs two copies a block on this thread, which take
 * longer than SHA-256 does (ADR 8). Reads and writes go on in their own threads meanwhile. Memory: 32 bytes a block.
 */
export class BlockHasher {
  readonly #rule: BlockRule
  readonly #blockBytes: number
  readonly #blocks: (string | null)[] = []
  #block = 0
  #filled = 0
  #hash: Hash | null = null
  /** The file turned out longer than its blocks allow. */
  #overflown = false

  constructor({ expectedBytes, rule = BLOCK_RULE }: BlockHasherOptions) {
    this.#rule = rule
    this.#blockBytes = blockBytesFor(expectedBytes ?? 0, rule)
  }

  /** Takes the bytes from a position that is not before the end of what was given already. They are the caller's again when this returns. */
  add(position: number, bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length && !this.#overflown; ) {
      const at = position + done
      const block = Math.floor(at / this.#blockBytes)
      if (block >= this.#rule.most) {
        this.#overflown = true
        this.#hash = null
        return
      }
      const within = at - block * this.#blockBytes
      if (block < this.#block || (block === this.#block && within < this.#filled)) {
        throw new Error('bytes to be hashed do not ascend')
      }
      if (block !== this.#block) {
        if (this.#hash !== null) this.#end(this.#blockBytes)
        this.#block = block
      }
      const step = Math.min(bytes.length - done, this.#blockBytes - within)
      this.#zeroUpTo(within)
      this.#current().update(step === bytes.length ? bytes : bytes.subarray(done, done + step))
      this.#filled = within + step
      if (this.#filled === this.#blockBytes) this.#end(this.#blockBytes)
      done += step
    }
  }

  /**
   * The digests, when all bytes were given. `again` is used only when the length turned out to need other blocks than were begun with.
   */
  async finish(lengthBytes: number, again: ReadAgain): Promise<FileDigests> {
    const blockBytes = this.#blockBytes
    if (this.#overflown || blockBytesFor(lengthBytes, this.#rule) !== blockBytes) {
      return this.#fromStart(lengthBytes, again)
    }
    if (this.#block * blockBytes + this.#filled > lengthBytes) throw new Error('a file is shorter than its bytes')
    if (this.#hash !== null) this.#end(blockLength(this.#block, lengthBytes, blockBytes))
    const blocks = Array.from({ length: blockCount(lengthBytes, blockBytes) }, (_, number) => {
      const digest = this.#blocks[number] ?? null
      return digest === zeroDigest(blockLength(number, lengthBytes, blockBytes)) ? null : digest
    })
    return { lengthBytes, blockBytes, blocks, digest: fileDigest(lengthBytes, blockBytes, blocks) }
  }

  #current(): Hash {
    this.#hash ??= createHash('sha256')
    return this.#hash
  }

  #zeroUpTo(within: number): void {
    for (let left = within - this.#filled; left > 0; left -= ZEROS.length) {
      this.#current().update(left >= ZEROS.length ? ZEROS : ZEROS.subarray(0, left))
    }
    this.#filled = Math.max(this.#filled, within)
  }

  /** Ends the current block, filling it up with zeros to its length. */
  #end(length: number): void {
    this.#zeroUpTo(length)
    this.#blocks[this.#block] = this.#current().digest('hex')
    this.#hash = null
    this.#block++
    this.#filled = 0
  }

  /** The length is known now: all of it once more, in the right blocks. */
  async #fromStart(lengthBytes: number, again: ReadAgain): Promise<FileDigests> {
    const hasher = new BlockHasher({ expectedBytes: lengthBytes, rule: this.#rule })
    const buffer = new Uint8Array(Math.min(BLOCK_RULE.smallestBytes, Math.max(lengthBytes, 1)))
    for (let position = 0; position < lengthBytes; ) {
      const count = await again(position, buffer.subarray(0, Math.min(buffer.length, lengthBytes - position)))
      if (count === 0) throw new Error('a file became shorter while it was hashed')
      hasher.add(position, buffer.subarray(0, count))
      position += count
    }
    return hasher.finish(lengthBytes, again)
  }
}

const ZEROS = new Uint8Array(1024 * 1024)

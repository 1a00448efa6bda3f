import { createHash, hash, type Hash, webcrypto } from 'node:crypto'
import type { Awaitable } from '../delta.ts'
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

/**
 * Blocks being hashed at one time: half of the threads Node's pool has, since reads and writes need the others. Memory: one 4 MiB copy each, and the
 * block being filled.
 */
const IN_FLIGHT = 2
/** A block no longer than this is hashed at once: handing it to a thread costs more than hashing it. */
const AT_ONCE_BYTES = 64 * 1024
/** Blocks longer than this are not held in memory but hashed as they come. */
const HELD_BYTES = BLOCK_RULE.smallestBytes

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
 * Blocks of 4 MiB are hashed on the threads of Node's pool while the next one is filled; longer ones (files above 256 GiB) in line.
 */
export class BlockHasher {
  readonly #rule: BlockRule
  readonly #blockBytes: number
  readonly #blocks: (string | null)[] = []
  readonly #flight = new Set<Promise<void>>()
  /** What `add` calls that had to wait are queued behind. */
  #tail: Promise<void> | null = null
  #failure: { readonly error: unknown } | null = null
  #block = 0
  #filled = 0
  #held: Uint8Array | null = null
  #running: Hash | null = null
  /** The file turned out longer than its blocks allow. */
  #overflown = false

  constructor({ expectedBytes, rule = BLOCK_RULE }: BlockHasherOptions) {
    this.#rule = rule
    this.#blockBytes = blockBytesFor(expectedBytes ?? 0, rule)
  }

  /**
   * Takes the bytes from a position that is not before the end of what was given already. They are the caller's again when this
   * returns, or when the promise it gives (every thread is busy) settles.
   */
  add(position: number, bytes: Uint8Array): Awaitable<void> {
    if (this.#overflown) return undefined
    if (this.#tail === null && this.#flight.size < IN_FLIGHT) {
      const taken = this.#take(position, bytes)
      if (taken === bytes.length) return undefined
      return this.#queue(position + taken, bytes.subarray(taken))
    }
    return this.#queue(position, bytes)
  }

  /**
   * The digests, when all bytes were given. `again` is used only when the length turned out to need other blocks than were begun with.
   */
  async finish(lengthBytes: number, again: ReadAgain): Promise<FileDigests> {
    await this.#tail
    if (this.#overflown || blockBytesFor(lengthBytes, this.#rule) !== this.#blockBytes) {
      await Promise.all(this.#flight)
      return this.#fromStart(lengthBytes, again)
    }
    const count = blockCount(lengthBytes, this.#blockBytes)
    if (this.#block * this.#blockBytes + this.#filled > lengthBytes) throw new Error('a file is shorter than its bytes')
    if (this.#filled > 0) this.#end(blockLength(this.#block, lengthBytes, this.#blockBytes))
    await Promise.all(this.#flight)
    this.#held = null
    this.#throwFailure()
    const blocks = Array.from({ length: count }, (_, number) => {
      const digest = this.#blocks[number] ?? null
      return digest === zeroDigest(blockLength(number, lengthBytes, this.#blockBytes)) ? null : digest
    })
    const blockBytes = this.#blockBytes
    return { lengthBytes, blockBytes, blocks, digest: fileDigest(lengthBytes, blockBytes, blocks) }
  }

  #queue(position: number, bytes: Uint8Array): Promise<void> {
    const later = (this.#tail ?? Promise.resolve()).then(() => this.#takeAll(position, bytes))
    this.#tail = later
    const settle = (): void => {
      if (this.#tail === later) this.#tail = null
    }
    later.then(settle, settle)
    return later
  }

  async #takeAll(position: number, bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      while (this.#flight.size >= IN_FLIGHT) await Promise.race(this.#flight)
      done += this.#take(position + done, bytes.subarray(done))
    }
  }

  /** Takes what it can before a thread has to be waited for; gives how many bytes that were. */
  #take(position: number, bytes: Uint8Array): number {
    this.#throwFailure()
    let done = 0
    while (done < bytes.length) {
      if (this.#flight.size >= IN_FLIGHT) return done
      const at = position + done
      const block = Math.floor(at / this.#blockBytes)
      if (block >= this.#rule.most) {
        this.#overflown = true
        this.#held = null
        return bytes.length
      }
      if (block !== this.#block) {
        if (block < this.#block) throw new Error('bytes to be hashed do not ascend')
        if (this.#filled > 0) this.#end(this.#blockBytes)
        this.#block = block
        if (this.#flight.size >= IN_FLIGHT) return done
      }
      const within = at - block * this.#blockBytes
      if (within < this.#filled) throw new Error('bytes to be hashed do not ascend')
      const step = Math.min(bytes.length - done, this.#blockBytes - within)
      this.#fill(within, bytes.subarray(done, done + step))
      done += step
    }
    return done
  }

  #fill(within: number, bytes: Uint8Array): void {
    if (bytes.length === this.#blockBytes && this.#blockBytes <= HELD_BYTES) {
      this.#dispatch(bytes)
      return
    }
    this.#zeroUpTo(within)
    if (this.#blockBytes <= HELD_BYTES) {
      this.#hold(within + bytes.length).set(bytes, within)
    } else {
      this.#running ??= createHash('sha256')
      this.#running.update(bytes)
    }
    this.#filled = within + bytes.length
    if (this.#filled === this.#blockBytes) this.#end(this.#blockBytes)
  }

  #zeroUpTo(within: number): void {
    if (this.#blockBytes <= HELD_BYTES) {
      if (within > this.#filled) this.#hold(within).fill(0, this.#filled, within)
    } else if (within > this.#filled) {
      this.#running ??= createHash('sha256')
      for (let left = within - this.#filled; left > 0; left -= ZEROS.length) {
        this.#running.update(ZEROS.subarray(0, Math.min(left, ZEROS.length)))
      }
    }
    this.#filled = within
  }

  /** The buffer of the current block, grown to what is needed: most files are small. */
  #hold(bytes: number): Uint8Array {
    const before = this.#held
    if (before !== null && before.length >= bytes) return before
    let length = Math.min(before?.length ?? AT_ONCE_BYTES, this.#blockBytes)
    while (length < bytes) length = Math.min(length * 2, this.#blockBytes)
    this.#held = new Uint8Array(length)
    if (before !== null) this.#held.set(before.subarray(0, this.#filled))
    return this.#held
  }

  /** Ends the current block, filling it up with zeros to its length. */
  #end(length: number): void {
    this.#zeroUpTo(length)
    if (this.#running !== null) {
      this.#blocks[this.#block] = this.#running.digest('hex')
      this.#running = null
      this.#next()
    } else if (this.#held !== null) this.#dispatch(this.#held.subarray(0, length))
  }

  #dispatch(bytes: Uint8Array): void {
    const number = this.#block
    this.#next()
    if (bytes.length <= AT_ONCE_BYTES) {
      this.#blocks[number] = hash('sha256', bytes, 'hex')
      return
    }
    // The platform takes a copy before this returns (Web Cryptography, digest, step 2), so the buffer can be filled anew at once.
    const hashing: Promise<void> = webcrypto.subtle
      .digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)
      .then(
        (digest) => {
          this.#blocks[number] = Buffer.from(digest).toString('hex')
        },
        (error: unknown) => {
          this.#failure ??= { error }
        },
      )
      .finally(() => this.#flight.delete(hashing))
    this.#flight.add(hashing)
  }

  #next(): void {
    this.#block++
    this.#filled = 0
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure.error
  }

  /** The length is known now: all of it once more, in the right blocks. */
  async #fromStart(lengthBytes: number, again: ReadAgain): Promise<FileDigests> {
    const hasher = new BlockHasher({ expectedBytes: lengthBytes, rule: this.#rule })
    const buffer = new Uint8Array(Math.min(HELD_BYTES, Math.max(lengthBytes, 1)))
    for (let position = 0; position < lengthBytes; ) {
      const count = await again(position, buffer.subarray(0, Math.min(buffer.length, lengthBytes - position)))
      if (count === 0) throw new Error('a file became shorter while it was hashed')
      await hasher.add(position, buffer.subarray(0, count))
      position += count
    }
    return hasher.finish(lengthBytes, again)
  }
}

const ZEROS = new Uint8Array(1024 * 1024)

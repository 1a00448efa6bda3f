import { createHash, hash, webcrypto } from 'node:crypto'
import type { RandomAccess } from '../delta.ts'
import { type BlockRun, joinRuns } from './agree.ts'
import { BLOCK_RULE, blockLength, type FileDigests } from './blocks.ts'

/** Blocks being read or hashed at one time, each with a buffer of at most 4 MiB. */
const LANES = 4
const BUFFER_BYTES = BLOCK_RULE.smallestBytes
/** A block no longer than this is hashed at once: handing it to a thread costs more than hashing it. */
const AT_ONCE_BYTES = 64 * 1024
const ZEROS = new Uint8Array(BUFFER_BYTES)

export interface CheckBlocksOptions {
  readonly signal: AbortSignal
  /** Numbers of the blocks that are looked at, ascending; left out: all. */
  readonly numbers?: readonly number[] | undefined
  /** The file takes no room on its disk, so all of it reads as zeros and nothing needs to be read. */
  readonly isHole?: boolean | undefined
  /** Bytes checked so far. */
  readonly onProgress?: ((checkedBytes: number) => void) | undefined
}

export interface CheckedBlocks {
  readonly checkedBytes: number
  /** Where the file is not as its digests say; neighbouring blocks joined. */
  readonly bad: readonly BlockRun[]
  readonly badBlocks: number
}

/**
 * Holds the blocks of a file against their digests, several at a time. Blocks that must be zero are compared, not hashed. A block that
 * reaches past the file's end is bad.
 */
export async function checkBlocks(
  file: RandomAccess,
  expected: FileDigests,
  { signal, numbers, isHole = false, onProgress }: CheckBlocksOptions,
): Promise<CheckedBlocks> {
  const { lengthBytes, blockBytes, blocks } = expected
  const bad: number[] = []
  let checkedBytes = 0
  let next = 0
  const count = numbers?.length ?? blocks.length
  const lane = async (): Promise<void> => {
    const buffer = new Uint8Array(Math.min(BUFFER_BYTES, blockBytes, Math.max(lengthBytes, 1)))
    while (next < count) {
      signal.throwIfAborted()
      const at = next++
      const number = numbers === undefined ? at : (numbers[at] as number)
      const run = { offset: number * blockBytes, length: blockLength(number, lengthBytes, blockBytes) }
      const digest = blocks[number] ?? null
      const isGood =
        digest === null ? isHole || (await isZero(file, run, buffer)) : await hasDigest(file, run, buffer, digest)
      if (!isGood) bad.push(number)
      checkedBytes += run.length
      onProgress?.(checkedBytes)
    }
  }
  await Promise.all(Array.from({ length: Math.min(LANES, count) }, lane))
  bad.sort((a, b) => a - b)
  return { checkedBytes, bad: joinRuns(bad, expected), badBlocks: bad.length }
}

async function hasDigest(file: RandomAccess, run: BlockRun, buffer: Uint8Array, digest: string): Promise<boolean> {
  if (run.length > buffer.length) {
    const running = createHash('sha256')
    const isWhole = await eachPiece(file, run, buffer, (piece) => {
      running.update(piece)
      return true
    })
    return isWhole && running.digest('hex') === digest
  }
  const bytes = buffer.subarray(0, run.length)
  if ((await file.readAt(run.offset, bytes)) < run.length) return false
  if (run.length <= AT_ONCE_BYTES) return hash('sha256', bytes, 'hex') === digest
  const found = await webcrypto.subtle.digest('SHA-256', bytes)
  return Buffer.from(found).toString('hex') === digest
}

function isZero(file: RandomAccess, run: BlockRun, buffer: Uint8Array): Promise<boolean> {
  return eachPiece(file, run, buffer, (piece) => Buffer.compare(piece, ZEROS.subarray(0, piece.length)) === 0)
}

/** Reads a run piece by piece until one is not good; false also when the file ends before the run. */
async function eachPiece(
  file: RandomAccess,
  { offset, length }: BlockRun,
  buffer: Uint8Array,
  isGood: (piece: Uint8Array) => boolean,
): Promise<boolean> {
  for (let done = 0; done < length; ) {
    const piece = buffer.subarray(0, Math.min(buffer.length, length - done))
    if ((await file.readAt(offset + done, piece)) < piece.length || !isGood(piece)) return false
    done += piece.length
  }
  return true
}

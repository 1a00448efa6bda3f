import { createHash } from 'node:crypto'

/** How a file is cut into blocks: the smallest block there is, and the most blocks a file may have (docs/MANIFEST.md). */
export interface BlockRule {
  readonly smallestBytes: number
  readonly most: number
}

/** Blocks of 4 MiB × 2^k, at most 65,536 of them. */
export const BLOCK_RULE: BlockRule = { smallestBytes: 4 * 1024 * 1024, most: 65_536 }

/** What the digests of a file say: all that a manifest holds of its bytes. */
export interface FileDigests {
  readonly lengthBytes: number
  readonly blockBytes: number
  /** SHA-256 of each block in lower-case hex; null: the block is all zero. */
  readonly blocks: readonly (string | null)[]
  /** `sha256:` and the hex of {@link fileDigest}. */
  readonly digest: string
}

/** The length of the blocks of a file: the smallest by which it has no more than the most. */
export function blockBytesFor(lengthBytes: number, rule: BlockRule = BLOCK_RULE): number {
  let blockBytes = rule.smallestBytes
  while (lengthBytes > blockBytes * rule.most) blockBytes *= 2
  return blockBytes
}

/** How many blocks a file has. */
export function blockCount(lengthBytes: number, blockBytes: number): number {
  return Math.ceil(lengthBytes / blockBytes)
}

/** Length of one block: only the last may be shorter. */
export function blockLength(block: number, lengthBytes: number, blockBytes: number): number {
  return Math.min(blockBytes, lengthBytes - block * blockBytes)
}

/**
 * The digest of a whole file: SHA-256 over its length, the length of its blocks (both 8 bytes, little-endian) and the 32 bytes of each
 * block's digest. Two files have the same one when they have the same bytes, whatever holes they have.
 */
export function fileDigest(lengthBytes: number, blockBytes: number, blocks: readonly (string | null)[]): string {
  const hash = createHash('sha256')
  const head = new DataView(new ArrayBuffer(16))
  head.setBigUint64(0, BigInt(lengthBytes), true)
  head.setBigUint64(8, BigInt(blockBytes), true)
  hash.update(head)
  for (const [number, block] of blocks.entries()) {
    hash.update(block ?? zeroDigest(blockLength(number, lengthBytes, blockBytes)), 'hex')
  }
  return `sha256:${hash.digest('hex')}`
}

const ZEROS = new Uint8Array(1024 * 1024)
const KEPT = 8
const known = new Map<number, string>()

/** SHA-256 of so many zeros, in hex: the digest of a block that is never read. The last few are remembered. */
export function zeroDigest(lengthBytes: number): string {
  const before = known.get(lengthBytes)
  if (before !== undefined) return before
  const hash = createHash('sha256')
  for (let left = lengthBytes; left > 0; left -= ZEROS.length)
    hash.update(ZEROS.subarray(0, Math.min(left, ZEROS.length)))
  const digest = hash.digest('hex')
  const [oldest] = known.keys()
  if (known.size >= KEPT && oldest !== undefined) known.delete(oldest)
  known.set(lengthBytes, digest)
  return digest
}

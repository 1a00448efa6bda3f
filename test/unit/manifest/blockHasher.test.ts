import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BlockHasher } from '../../../electron/engine/manifest/blockHasher.ts'
import { BLOCK_RULE, blockBytesFor, type FileDigests } from '../../../electron/engine/manifest/blocks.ts'
import { sha256 } from '../../support/fixtures.ts'
import { runs, seed } from '../../support/propertyRuns.ts'

const MIB = 1024 * 1024

/** The digests of some bytes by the document, in the simplest way there is. */
function digestsOf(content: Uint8Array, blockBytes: number): FileDigests {
  const blocks: (string | null)[] = []
  const all = createHash('sha256')
  const head = Buffer.alloc(16)
  head.writeBigUInt64LE(BigInt(content.length), 0)
  head.writeBigUInt64LE(BigInt(blockBytes), 8)
  all.update(head)
  for (let at = 0; at < content.length; at += blockBytes) {
    const block = content.subarray(at, at + blockBytes)
    blocks.push(block.every((byte) => byte === 0) ? null : sha256(block))
    all.update(createHash('sha256').update(block).digest())
  }
  return { lengthBytes: content.length, blockBytes, blocks, digest: `sha256:${all.digest('hex')}` }
}

/** Feeds content in pieces, none of them a piece of zeros, each overwritten as soon as the hasher lets it go. */
async function feed(
  hasher: BlockHasher,
  content: Uint8Array,
  pieces: readonly number[],
  skipZeros: boolean,
): Promise<FileDigests> {
  let at = 0
  for (let i = 0; at < content.length; i++) {
    const piece = content.slice(at, at + Math.max(1, pieces[i % pieces.length] ?? 1))
    const position = at
    at += piece.length
    if (skipZeros && piece.every((byte) => byte === 0)) continue
    hasher.add(position, piece)
    piece.fill(0xee)
  }
  return hasher.finish(content.length, (position, into) => {
    const part = content.subarray(position, position + into.length)
    into.set(part)
    return Promise.resolve(part.length)
  })
}

describe('the length of blocks', () => {
  it.each([
    [0, 4 * MIB],
    [1, 4 * MIB],
    [256 * 1024 * MIB, 4 * MIB],
    [256 * 1024 * MIB + 1, 8 * MIB],
    [512 * 1024 * MIB + 1, 16 * MIB],
    [Number.MAX_SAFE_INTEGER, 128 * 1024 * MIB],
  ])('of %d bytes is %d', (lengthBytes, blockBytes) => {
    expect(blockBytesFor(lengthBytes)).toBe(blockBytes)
    expect(Math.ceil(lengthBytes / blockBytes)).toBeLessThanOrEqual(BLOCK_RULE.most)
  })
})

describe('the hasher', () => {
  it('gives what hashing each block by itself gives, whatever the pieces and holes', async () => {
    const rule = { smallestBytes: 64, most: 16 }
    const run = fc
      .array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 })), { maxLength: 60 })
      .chain((bytes) => fc.array(fc.constantFrom(bytes, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), { maxLength: 60 }))
    await fc.assert(
      fc.asyncProperty(
        run,
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        fc.constantFrom('known', 'unknown', 'wrong'),
        async (parts, pieces, skipZeros, known) => {
          const content = Uint8Array.from(parts.flat())
          const expectedBytes = known === 'known' ? content.length : known === 'wrong' ? content.length * 3 : null
          const hasher = new BlockHasher({ expectedBytes, rule })
          const found = await feed(hasher, content, pieces, skipZeros)
          expect(found).toEqual(digestsOf(content, blockBytesFor(content.length, rule)))
        },
      ),
      { numRuns: runs(2000), seed },
    )
  })

  it('hashes blocks of the real length, in pieces that are reused at once', async () => {
    const content = new Uint8Array(21 * MIB + 5)
    for (let i = 0; i < content.length; i += 3) content[i] = i * 7
    content.fill(0, 5 * MIB, 13 * MIB)
    const expected = digestsOf(content, 4 * MIB)
    expect(expected.blocks[2]).toBeNull()
    for (const pieces of [[2 * MIB], [4 * MIB], [MIB + 3, 77_777], [content.length]]) {
      const hasher = new BlockHasher({ expectedBytes: content.length })
      expect(await feed(hasher, content, pieces, true)).toEqual(expected)
    }
  })

  it('hashes longer blocks as they come', async () => {
    const rule = { smallestBytes: 8 * MIB, most: 4 }
    const content = new Uint8Array(19 * MIB).fill(7, 9 * MIB + 5, 18 * MIB)
    const hasher = new BlockHasher({ expectedBytes: null, rule })
    expect(await feed(hasher, content, [3 * MIB + 1], true)).toEqual(digestsOf(content, 8 * MIB))
  })

  it('refuses bytes that go backwards', () => {
    const hasher = new BlockHasher({ expectedBytes: null })
    hasher.add(10, new Uint8Array(10))
    expect(() => hasher.add(19, new Uint8Array(1))).toThrow('ascend')
  })
})

import type { FileInspection } from '../../../shared/inspection.ts'
import { encodeDiffV1Header } from '../codec/diffV1Encode.ts'
import type { RandomAccess } from '../delta.ts'
import type { CheckedBlocks } from '../manifest/checkBlocks.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { isOtherContent } from './inspectManifest.ts'

/** More bits than this in another state than a header had is another header, not damage. */
const FLIPPED_BITS_MAX = 3
/** Of at least so many blocks with content, nine in ten that differ are another content. */
const BLOCKS_MIN = 4

/**
 * Tells a file that was damaged from another file under its name: one that is whole by its own structure but has other records, one with
 * another header, or one of which nearly every block differs.
 */
export class ForeignTest {
  readonly #manifest: Manifest
  readonly #file: RandomAccess
  readonly #inspection: FileInspection

  constructor(manifest: Manifest, file: RandomAccess, inspection: FileInspection) {
    this.#manifest = manifest
    this.#file = file
    this.#inspection = inspection
  }

  /** Why it is another file, as the end of a sentence; null: it is this one, whole or damaged. */
  sentence({ badBlocks }: CheckedBlocks, numbers: readonly number[]): string | null {
    if (this.#isOtherHeader()) return 'is another file: it leads between other points than its manifest says'
    if (this.#isWholeAndOther()) return 'is another file: it is whole, but not what its manifest describes'
    const { blocks } = this.#manifest.file
    const full = numbers.filter((number) => blocks[number] !== null).length
    if (full >= BLOCKS_MIN && badBlocks >= full * 0.9)
      return 'is another file: nearly none of its content is what it was'
    return null
  }

  #isWholeAndOther(): boolean {
    const { problem, findings, kind } = this.#inspection
    if (problem !== null || findings.length > 0) return false
    // What is raw is whole whatever it holds; only another kind says something.
    if (kind === 'raw') return this.#manifest.kind === 'raw' ? false : this.#manifest.packing !== 'none'
    return isOtherContent(this.#manifest, this.#inspection)
  }

  #isOtherHeader(): boolean {
    const { kind, packing, deltas } = this.#manifest
    const [delta] = deltas
    if (kind !== 'diff-v1' || packing !== 'none' || delta === undefined) return false
    const expected = encodeDiffV1Header(delta.header)
    const found = new Uint8Array(expected.length)
    if (this.#file.readAtSync(0, found) < found.length) return false
    let bits = 0
    for (const [at, byte] of expected.entries()) bits += ones(byte ^ (found[at] as number))
    return bits > FLIPPED_BITS_MAX
  }
}

function ones(byte: number): number {
  let count = 0
  for (let left = byte; left > 0; left >>= 1) count += left & 1
  return count
}

import type { ImageRef } from '../../../shared/imageSpec.ts'
import type { LostIndex } from '../../../shared/lostIndex.ts'
import { nameFromBytes } from '../../../shared/names.ts'
import { headSizeBytes } from '../library/chain.ts'
import type { Library } from '../library/library.ts'
import { libraryRef } from '../ops/refs.ts'
import { storedBytes } from './images.ts'

/** So many findings are told; their number is told in any case. */
const FINDINGS_MAX = 1000

/** What the lost index of an image could be again, worked out from its link files and their manifests; null: it is not lost. Writes nothing. */
export async function lostIndex(library: Library, image: ImageRef, signal: AbortSignal): Promise<LostIndex | null> {
  const lost = await library.proposeIndex(libraryRef(image), signal)
  if (lost === null) return null
  const { index, findings, leftOut, troubled, agreement } = lost.proposal
  return {
    name: nameFromBytes(index.name),
    nameProof: findings[0]?.proof ?? 'unknown',
    folder: lost.paths.folder,
    loss: lost.loss,
    agreement,
    linkCount: index.links.length,
    snapshotCount: index.snapshots.length,
    sizeBytes: headSizeBytes(index),
    storedBytes: storedBytes(index.links),
    troubledCount: troubled.size,
    leftOutCount: leftOut.length,
    findings: findings.slice(0, FINDINGS_MAX),
    findingCount: findings.length,
  }
}

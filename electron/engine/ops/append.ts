import { nameFromBytes } from '../../../shared/names.ts'
import { formatBytes } from '../../../shared/units.ts'
import type { DeltaHeader } from '../delta.ts'
import { checkAppend } from '../library/append.ts'
import type { ImageIndex, Link, LinkKind } from '../library/types.ts'

/** What a link adds to a chain, whatever its file will be called. */
export interface NewLink {
  readonly kind: LinkKind
  readonly header: DeltaHeader
  readonly fileBytes: number
  readonly dataBytes: number
  readonly zeroBytes: number
  readonly records: number
}

/** Size of the image at the head of a chain; 0 for one without links. */
export function headSizeBytes(index: ImageIndex): number {
  return index.links.at(-1)?.sizeBytes ?? 0
}

/**
 * The index with one more link, and the snapshot its delta ends at. A delta without a size keeps the image's.
 * Checks are the caller's (`checkAppend`).
 */
export function withLink(index: ImageIndex, added: NewLink, file: string, now: string): ImageIndex {
  const { header, kind, fileBytes, dataBytes, zeroBytes, records } = added
  const link: Link = {
    file,
    part: 0,
    kind,
    sizeBytes: header.sizeBytes ?? headSizeBytes(index),
    fileBytes,
    dataBytes,
    zeroBytes,
    records,
    addedAt: now,
  }
  const links = [...index.links, link]
  if (header.to === null || header.to.length === 0) return { ...index, links }
  const snapshot = { name: header.to, afterLink: links.length, protected: false, createdAt: now }
  return { ...index, links, snapshots: [...index.snapshots, snapshot] }
}

/**
 * Walks through appends as they would be made and refuses the first that could not be: the same checks serve the estimate and,
 * once more under the lock, the job. Only the first may be laid over content.
 *
 * @throws AppError E_DIFF_START_SNAPSHOT_MISSING, E_DIFF_END_SNAPSHOT_EXISTS, E_DIFF_DRIFTED, E_DIFF_NOT_EMPTY
 */
export function checkAppends(index: ImageIndex, added: readonly NewLink[], overlay: boolean): void {
  let at = index
  for (const [number, link] of added.entries()) {
    checkAppend(at, link.header, { overlay: overlay && number === 0 })
    at = withLink(at, link, '', index.createdAt)
  }
}

/** What is worth a word before a delta is applied, though it is no reason to refuse it. */
export function appendWarnings(index: ImageIndex | null, added: readonly NewLink[]): readonly string[] {
  const warnings: string[] = []
  let sizeBytes = index === null ? null : headSizeBytes(index)
  for (const { header } of added) {
    const next = header.sizeBytes ?? sizeBytes ?? 0
    const at = header.to === null ? 'the head' : nameFromBytes(header.to).text
    if (sizeBytes !== null && next < sizeBytes)
      warnings.push(
        `The image shrinks from ${formatBytes(sizeBytes)} to ${formatBytes(next)} at ${at}; older points keep their size`,
      )
    sizeBytes = next
  }
  return warnings
}

import type { DeltaHeader } from '../delta.ts'
import type { MadeFrom } from '../manifest/facts.ts'
import type { ImageIndex, Link, LinkKind } from './types.ts'

/** What a link adds to a chain, whatever its file will be called. */
export interface NewLink {
  readonly kind: LinkKind
  /** Number of the delta in its file; 0 when left out. */
  readonly part?: number | undefined
  readonly header: DeltaHeader
  readonly fileBytes: number
  readonly dataBytes: number
  readonly zeroBytes: number
  readonly records: number
  /** As in `Link.restores`. */
  readonly restores?: number | undefined
  /** As in `Link.madeFrom`. */
  readonly madeFrom?: MadeFrom | undefined
}

/** Size of the image at the head of a chain; 0 for one without links. */
export function headSizeBytes(index: ImageIndex): number {
  return index.links.at(-1)?.sizeBytes ?? 0
}

/**
 * The index with one more link, and the snapshot its delta ends at: the one way a chain grows. A delta without a size keeps the image's.
 * `now` is ISO 8601. Checks are the caller's (`checkAppend`).
 */
export function withLink(index: ImageIndex, added: NewLink, file: string, now: string): ImageIndex {
  const { header, kind, fileBytes, dataBytes, zeroBytes, records, restores, madeFrom } = added
  const link: Link = {
    file,
    part: added.part ?? 0,
    kind,
    sizeBytes: header.sizeBytes ?? headSizeBytes(index),
    fileBytes,
    dataBytes,
    zeroBytes,
    records,
    addedAt: now,
    ...(restores === undefined ? {} : { restores }),
    ...(madeFrom === undefined ? {} : { madeFrom }),
  }
  const links = [...index.links, link]
  if (header.to === null || header.to.length === 0) return { ...index, links }
  const id = index.nextSnapshotId
  const snapshot = {
    id,
    name: header.to,
    afterLink: links.length,
    protected: header.isProtected === true,
    createdAt: now,
  }
  return { ...index, links, nextSnapshotId: id + 1, snapshots: [...index.snapshots, snapshot] }
}

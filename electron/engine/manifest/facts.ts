import type { DeltaHeader } from '../delta.ts'

/** What a side manifest says of one delta of its file. Ids and times are those of the source's snapshots; absent: not known. */
export interface DeltaFacts {
  readonly header: DeltaHeader
  readonly records: number
  readonly dataBytes: number
  readonly zeroBytes: number
  readonly fromId?: number | undefined
  readonly toId?: number | undefined
  /** ISO 8601, UTC. */
  readonly toCreatedAt?: string | undefined
}

/** Where the content of a file comes from. `imageId` tells images of one name apart. */
export interface SourceFacts {
  /** Of the cluster; absent for a library. */
  readonly fsid?: string | undefined
  readonly pool: Uint8Array
  readonly namespace: string
  readonly image: Uint8Array
  readonly imageId: string
}

/** The file a library's link was made of, where that had a manifest: whose image it was, and which snapshot it ended at. */
export interface MadeFrom {
  /** Digest of that file, `sha256:…`. */
  readonly digest: string
  readonly imageId?: string | undefined
  /** Id, in that image, of the snapshot at its end. */
  readonly toId?: number | undefined
}

/** What is known of a file that was written, beside its bytes: the rest of its manifest. */
export interface ManifestFacts {
  readonly kind: 'raw' | 'diff-v1' | 'image-v2'
  /** In the order of the file; a raw file is one delta from nothing. Empty: not known. */
  readonly deltas: readonly DeltaFacts[]
  readonly source: SourceFacts | null
  /** File digest of the file that this one continues, `sha256:…`; null where there is none or it has none. */
  readonly parent: string | null
  /** Digests of files in whose place this one stands, because it ends where they end (a merge, a fold): what continued them continues it. */
  readonly replaces?: readonly string[] | undefined
  readonly madeFrom?: MadeFrom | undefined
}

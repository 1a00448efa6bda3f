import type { RandomAccess } from '../delta.ts'
import type { FileSource } from '../io/fileSource.ts'
import type { PartFile } from '../io/partFile.ts'
import type { IoMeter } from '../io/meter.ts'
import type { Layer } from '../algebra/piece.ts'
import type { MadeFrom } from '../manifest/facts.ts'
import type { Manifest } from '../manifest/manifest.ts'

/** An image of a library, said completely. Names are bytes; `namespace` is empty for the default one. */
export interface LibraryRef {
  readonly pool: Uint8Array
  readonly namespace: string
  readonly image: Uint8Array
}

/** What a link holds: a raw base, a diff, a seal (a diff without `f` and records, whose `t` names the point before it), or one diff of a file of format 2. */
export type LinkKind = 'raw' | 'diff' | 'seal' | 'v2'

/** One link of a chain: one delta in one file under `links/`, which is never changed once it stands here. */
export interface Link {
  readonly file: string
  /** Number of the delta inside the file: 0 but for export format 2, whose diffs are a link each. */
  readonly part: number
  readonly kind: LinkKind
  /** Size of the image at the link's end. */
  readonly sizeBytes: number
  /** Length of the file: another length means a gap. */
  readonly fileBytes: number
  readonly dataBytes: number
  readonly zeroBytes: number
  readonly records: number
  /** ISO 8601, UTC. */
  readonly addedAt: string
  /** Digest of the file, `sha256:…`; absent: it was written before links had one. */
  readonly digest?: string | undefined
  /** The link brought back the content of the point after so many links: a roll back. */
  readonly restores?: number | undefined
  /** The file it was made of, where that had a manifest. */
  readonly madeFrom?: MadeFrom | undefined
}

/** A name on the point between two links. */
export interface SnapshotEntry {
  /** Rises with every snapshot the image ever had; none is used twice. */
  readonly id: number
  readonly name: Uint8Array
  /** How many links stand before the point. */
  readonly afterLink: number
  readonly protected: boolean
  /** ISO 8601, UTC: when the snapshot came into this library. */
  readonly createdAt: string
}

/** One key of the image's metadata. */
export interface MetaEntry {
  readonly key: Uint8Array
  readonly value: Uint8Array
}

/**
 * `image.json` in memory: the index of one image (DESIGN §9). Keys this version does not know ride along on each object and are
 * written back, so a next index is made by spreading the one before: `{ ...index, links: [...index.links, link] }`.
 */
export interface ImageIndex {
  readonly version: number
  /** Counts the times the index was replaced; 0 before the first. */
  readonly generation: number
  readonly id: string
  readonly name: Uint8Array
  /** The name the image gets with its folder's next name; only in an index that is being written (docs/adr/0007). */
  readonly renamingTo?: Uint8Array | undefined
  readonly namespace: string
  readonly order: number
  readonly features: number
  readonly stripeUnit: number
  readonly stripeCount: number
  /** Length of the `p` record the v2 file was read with; null when the image came another way. */
  readonly v2Dialect: number | null
  readonly meta: readonly MetaEntry[]
  readonly createdAt: string
  /** Number of the next link file: numbers are never used twice. */
  readonly nextLink: number
  /** Id of the next snapshot. */
  readonly nextSnapshotId: number
  /** Points of snapshots that were removed may be gone where the snapshot's id is lower: links were folded since. */
  readonly foldedBelowId?: number | undefined
  /** Oldest first. */
  readonly links: readonly Link[]
  /** Oldest first; `afterLink` never falls. */
  readonly snapshots: readonly SnapshotEntry[]
}

/** How an image stands: `gap` a link file is missing, of another length or known to be damaged, `unproven` its index is lost or cannot be read, and may be rebuilt of its link files, `damaged` there are none, `newer` written by a later version. */
export type ImageState = 'ok' | 'gap' | 'unproven' | 'damaged' | 'newer'

/** One image as the catalogue lists it. `index` is null when it could not be read; then `name` is the folder's label. */
export interface ImageEntry {
  readonly name: Uint8Array
  readonly namespace: string
  readonly state: ImageState
  readonly index: ImageIndex | null
  /** In state `gap`: the first link file that is missing or of another length, else the first that is known to be damaged. */
  readonly gapFile?: string | undefined
}

/** Facts of an image that is about to be made; what is left out takes the defaults (order 22, features 61, no fancy striping). */
export interface NewImage {
  readonly order?: number | undefined
  readonly features?: number | undefined
  readonly stripeUnit?: number | undefined
  readonly stripeCount?: number | undefined
  readonly v2Dialect?: number | null | undefined
  readonly meta?: readonly MetaEntry[] | undefined
}

/** What is known of a link file when it is begun. */
export interface LinkFileOptions {
  readonly meter?: IoMeter | undefined
  /** Its length, where that is known; it spares very long files a second reading. */
  readonly expectedBytes?: number | undefined
  /** A file and its manifest whose bytes the link's must be: `commit` refuses others. */
  readonly mustAgree?: { readonly path: string; readonly manifest: Manifest } | undefined
  /** It is a copy of a link file: `commit` refuses it where its digest is another. `path`: what it was copied from. */
  readonly mustBe?: { readonly digest: string; readonly file: string; readonly path: string } | undefined
  /** The last of the links whose place it takes. */
  readonly replaces?: Link | undefined
}

/** A link file being written inside a transaction: a part file plus the name it will have in the index. */
export interface LinkFile extends PartFile {
  /** As in {@link Link.file}. */
  readonly file: string
}

/**
 * One change of one image, made by its only writer. Holds the image's lock from `begin` to `commit` or `abort`.
 *
 * Nothing is seen by a reader before `commit` replaced the index; `abort` after a failure, or death at any moment, leaves the old state.
 */
export interface Transaction {
  readonly ref: LibraryRef
  /** The index as it stands under the lock; for a new image, one without links. */
  readonly index: ImageIndex
  /**
   * Opens the next link file for writing under a part name. `kind` raw ends in `.raw`, v2 in `.v2`, the others in `.diff`. Bytes must ascend; the file
   * before must be complete.
   *
   * @throws AppError E_MANIFEST_DISAGREES when the file before is not what it must be.
   */
  newLinkFile(kind: LinkKind, options?: LinkFileOptions): Promise<LinkFile>
  /**
   * Publishes the link files that `next` names with their manifests, replaces the index atomically, drops the lock. Gives the index as
   * written, where new links have their digests. After a failure the transaction is still to be aborted.
   *
   * @throws AppError E_MANIFEST_DISAGREES; E_LIBRARY_DAMAGED when the index changed under the lock or `next` names a file that is not there.
   */
  commit(next: ImageIndex): Promise<ImageIndex>
  /** Removes what was written and drops the lock. Does nothing after `commit` or a first `abort`. */
  abort(): Promise<void>
}

/** An image opened for reading between two of its points. */
export interface OpenRange {
  readonly index: ImageIndex
  /** Size of the image at `from`; 0 when the range starts from nothing. */
  readonly fromSizeBytes: number
  /** Size of the image at `to`. */
  readonly sizeBytes: number
  /** Oldest first: what `composePieces` takes. */
  readonly layers: readonly Layer[]
  /** The link files behind the layers, in their order; links without records have none. */
  readonly files: readonly (FileSource | RandomAccess)[]
  close(): Promise<void>
}

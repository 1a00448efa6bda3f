import { createStore } from 'zustand/vanilla'
import type { Connection, TrashedImage } from '../../shared/connections.ts'
import type { SnapshotInfo } from '../../shared/contract.ts'
import type { RemovedImage } from '../../shared/removedImage.ts'
import type { WireError } from '../../shared/errors.ts'
import type { ImageRef, PointRef } from '../../shared/imageSpec.ts'
import type { FileInspection } from '../../shared/inspection.ts'
import type { ContentRef, JobRequest, MergeInput, VerifyTarget } from '../../shared/jobs.ts'
import type { Name } from '../../shared/names.ts'
import type { Place } from './clusters.ts'

/** What an export makes: the content of a point, the history up to it, or what changed up to it. */
export type ExportFormat = 'raw' | 'v2' | 'diff'

/** What a conversion makes. */
export type ConvertTarget = Extract<JobRequest, { kind: 'convert' }>['to']

/** The one sheet or dialog that is open, with what it is about. */
export type Sheet =
  | { readonly kind: 'export'; readonly source: PointRef; readonly from: Name | null; readonly format: ExportFormat }
  | { readonly kind: 'merge'; readonly inputs: readonly MergeInput[]; readonly files: readonly FileInspection[] }
  | {
      readonly kind: 'pipe'
      readonly source: PointRef
      readonly from: Name | null
      /** Where it was dropped: a pool for a new image, or an image that is there. */
      readonly pool?: Name
      /** Whose pool it is, and the namespace in it; left out: the library's. */
      readonly connection?: string
      readonly namespace?: string
      readonly target?: ImageRef
    }
  | {
      readonly kind: 'import'
      /** Where files were dropped: a pool for a new image, or an image to append to. */
      readonly pool?: Name
      /** As of `pipe`. */
      readonly connection?: string
      readonly namespace?: string
      readonly target?: ImageRef
      /** The file whose chain is meant. */
      readonly path?: string
    }
  | { readonly kind: 'new-pool' }
  | {
      readonly kind: 'new-image'
      readonly pool: Name | null
      /** The pool or namespace of a cluster it is to be made in. */
      readonly place?: Place
    }
  /** A new connection, or with `connection` one to be changed; `isTesting`: its self-test begins at once. */
  | { readonly kind: 'connect'; readonly connection: Connection | null; readonly isTesting?: boolean }
  | { readonly kind: 'remove-connection'; readonly name: string }
  | { readonly kind: 'cluster-trash'; readonly place: Place }
  | { readonly kind: 'restore-trashed'; readonly place: Place; readonly trashed: TrashedImage }
  /** An image of a cluster under a temporary name. */
  | { readonly kind: 'remove-leftover'; readonly image: ImageRef }
  | { readonly kind: 'snapshot'; readonly image: ImageRef }
  | { readonly kind: 'rename-snapshot'; readonly image: ImageRef; readonly snapshot: SnapshotInfo }
  | { readonly kind: 'resize-image'; readonly image: ImageRef }
  | { readonly kind: 'rename-image'; readonly image: ImageRef }
  | { readonly kind: 'roll-back'; readonly image: ImageRef; readonly snapshot: SnapshotInfo }
  | { readonly kind: 'fold'; readonly image: ImageRef }
  /** Every snapshot that another image lacks, one after the other. */
  | { readonly kind: 'replicate'; readonly source: ImageRef }
  /** A snapshot that does not come back: of a live image. */
  | { readonly kind: 'remove-snapshot'; readonly image: ImageRef; readonly snapshot: SnapshotInfo }
  /** A clone on a cluster gets all of its own content. */
  | { readonly kind: 'flatten'; readonly image: ImageRef }
  /** A point to a raw file, to a new image, or over an image. */
  | { readonly kind: 'restore'; readonly source: PointRef }
  /** What may go, and what that would free. */
  | { readonly kind: 'clean'; readonly image: ImageRef }
  /** Missing and damaged links, and the ways to be whole again. */
  | { readonly kind: 'repair'; readonly image: ImageRef }
  /** A lost index, made again as it was found. */
  | { readonly kind: 'rebuild-index'; readonly image: ImageRef }
  | { readonly kind: 'remove-image'; readonly image: ImageRef }
  | { readonly kind: 'removed-images' }
  /** A removed image whose name is taken: it comes back under another. */
  | { readonly kind: 'bring-back'; readonly removed: RemovedImage }
  | { readonly kind: 'verify'; readonly what: VerifyTarget }
  | { readonly kind: 'write-manifests'; readonly paths: readonly string[] }
  | {
      readonly kind: 'convert'
      readonly inputs: readonly MergeInput[]
      /** What the inputs that are files hold, in their order. */
      readonly files: readonly FileInspection[]
      readonly to: ConvertTarget
      /** The point to end at; undefined: the last there is. */
      readonly at?: Name | null
    }
  | { readonly kind: 'import-files'; readonly files: readonly FileInspection[] }
  | {
      readonly kind: 'contents'
      readonly mode: 'compare' | 'diff'
      readonly a: ContentRef | null
      readonly b: ContentRef | null
    }
  | { readonly kind: 'result'; readonly jobId: string }
  | { readonly kind: 'adopt-folder' }
  /** The images a new library comes with. */
  | { readonly kind: 'remove-sample' }
  | { readonly kind: 'palette' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'settings' }

/** Something that was done and can be taken back. */
export type Undoable =
  | {
      /** What undoes it: the removed snapshots come back, or their protection goes or comes. */
      readonly kind: 'restore' | 'protect' | 'unprotect'
      readonly text: string
      readonly image: ImageRef
      /** In the order in which it was done. */
      readonly snapshots: readonly SnapshotInfo[]
    }
  /** A removed image comes back. */
  | { readonly kind: 'bring-back'; readonly text: string; readonly removed: RemovedImage }
  /** An image of a cluster comes back from the trash of its pool. */
  | { readonly kind: 'restore-trashed'; readonly text: string; readonly place: Place; readonly trashed: TrashedImage }

/** What was done last, while it can be taken back. */
export type Undo = Undoable & { readonly id: number }

export interface UiStore {
  readonly sheet: Sheet | null
  readonly isDropping: boolean
  readonly isHistoryOpen: boolean
  readonly undo: Undo | null
  /** A failure of something that has no form of its own to show it in. */
  readonly error: WireError | null
  /** What the live region says. The number makes two equal sentences two announcements. */
  readonly announcement: { readonly id: number; readonly text: string }
}

/** What the window itself is busy with. */
export const uiStore = createStore<UiStore>(() => ({
  sheet: null,
  isDropping: false,
  isHistoryOpen: false,
  undo: null,
  error: null,
  announcement: { id: 0, text: '' },
}))

/** Opens a sheet in place of the one that is open, or closes it with null. */
export function showSheet(sheet: Sheet | null): void {
  uiStore.setState({ sheet })
}

/** Says one sentence in the live region. */
export function announce(text: string): void {
  uiStore.setState(({ announcement }) => ({ announcement: { id: announcement.id + 1, text } }))
}

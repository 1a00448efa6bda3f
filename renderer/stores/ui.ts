import { createStore } from 'zustand/vanilla'
import type { SnapshotInfo } from '../../shared/contract.ts'
import type { WireError } from '../../shared/errors.ts'
import type { ImageRef, PointRef } from '../../shared/imageSpec.ts'
import type { MergeInput } from '../../shared/jobs.ts'
import type { Name } from '../../shared/names.ts'

/** The one sheet or dialog that is open, with what it is about. */
export type Sheet =
  | { readonly kind: 'export'; readonly source: PointRef; readonly from: Name | null; readonly format: 'raw' | 'diff' }
  | { readonly kind: 'merge'; readonly inputs: readonly MergeInput[]; readonly dropped: readonly Name[] }
  | { readonly kind: 'pipe'; readonly source: PointRef; readonly from: Name | null }
  | { readonly kind: 'import' }
  | { readonly kind: 'new-pool' }
  | { readonly kind: 'new-image'; readonly pool: Name | null }
  | { readonly kind: 'snapshot'; readonly image: ImageRef }
  | { readonly kind: 'rename-snapshot'; readonly image: ImageRef; readonly snapshot: SnapshotInfo }
  | { readonly kind: 'remove-image'; readonly image: ImageRef }
  | { readonly kind: 'palette' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'settings' }

/** Something that was done at once and can be taken back for a while. */
export interface Undo {
  readonly id: number
  readonly text: string
  readonly image: ImageRef
  readonly snapshot: SnapshotInfo
}

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

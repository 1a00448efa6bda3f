import { createStore } from 'zustand/vanilla'
import type { ImageRef } from '../../shared/imageSpec.ts'
import type { Name } from '../../shared/names.ts'
import type { Place } from './clusters.ts'

/** What a context menu was opened on, where that is not the open image: what its commands are about. */
export type Target =
  | { readonly kind: 'pool'; readonly connection: string; readonly pool: Name }
  | { readonly kind: 'connection'; readonly name: string }
  /** A pool of a cluster, or a namespace in it. */
  | { readonly kind: 'place'; readonly place: Place }
  /** An image of a cluster under a temporary name. */
  | { readonly kind: 'leftover'; readonly image: ImageRef }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'folder'; readonly id: string; readonly path: string }

export interface TargetStore {
  readonly target: Target | null
}

/** The thing a context menu was last opened on. */
export const targetStore = createStore<TargetStore>(() => ({ target: null }))

/** Names the thing a context menu is about to open on. */
export function aimAt(target: Target | null): void {
  targetStore.setState({ target })
}

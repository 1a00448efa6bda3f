import { createStore } from 'zustand/vanilla'

export interface FrameStore {
  /** Whether the sidebar was put away in a wide window. */
  readonly isSidebarHidden: boolean
  /** Whether it lies over the page in a narrow one. */
  readonly isDrawerOpen: boolean
  /** Whether the start page was asked for. */
  readonly isWelcomeOpen: boolean
}

/** How the window's frame stands. */
export const frameStore = createStore<FrameStore>(() => ({
  isSidebarHidden: false,
  isDrawerOpen: false,
  isWelcomeOpen: false,
}))

/** From this width down there is no room for the sidebar beside the page. Also in styles/reflow.css. */
export const NARROW = '(max-width: 860px)'

/** Puts the sidebar away or brings it back: beside the page, or over it where the window is narrow. */
export function toggleSidebar(): void {
  const isNarrow = matchMedia(NARROW).matches
  frameStore.setState((state) =>
    isNarrow ? { isDrawerOpen: !state.isDrawerOpen } : { isSidebarHidden: !state.isSidebarHidden },
  )
}

/** Closes what lies over the page. */
export function closeDrawer(): void {
  if (frameStore.getState().isDrawerOpen) frameStore.setState({ isDrawerOpen: false })
}

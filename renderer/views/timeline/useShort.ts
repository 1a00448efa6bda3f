import { useSyncExternalStore } from 'react'

const QUERY = '(max-height: 760px)'

function subscribe(listen: () => void): () => void {
  const query = window.matchMedia(QUERY)
  query.addEventListener('change', listen)
  return () => query.removeEventListener('change', listen)
}

/** Whether the window is so low that the tracks draw together. */
export function useShort(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(QUERY).matches)
}

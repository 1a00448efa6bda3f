import { useStore } from 'zustand'
import { uiStore } from '../stores/ui.ts'

/** The one place that speaks: starts, tenths and ends of jobs, and what was just done. */
export function LiveRegion() {
  const { id, text } = useStore(uiStore, ({ announcement }) => announcement)
  return (
    <div className="visually-hidden" role="status" aria-live="polite" aria-atomic="true">
      <span key={id}>{text}</span>
    </div>
  )
}

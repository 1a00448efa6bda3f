import { Ban, CornerDownRight } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { watchDrags } from './areas.ts'
import { CarryPanel } from './CarryPanel.tsx'
import { dndStore } from './dndStore.ts'
import { performDrop } from './perform.ts'

/** What would happen where the mouse is, in words; and what the keyboard carries. */
export function DropHint() {
  const over = useStore(dndStore, (state) => state.over)
  // Files of the desktop have the words in the middle of the window.
  const isDesktop = useStore(dndStore, (state) => state.dragged?.kind === 'desktop')
  useEffect(() => watchDrags(performDrop), [])
  return (
    <>
      {over === null || isDesktop ? null : (
        <div className={over.isPossible ? 'drop-hint' : 'drop-hint is-no'} aria-hidden="true">
          {over.isPossible ? <CornerDownRight size={15} /> : <Ban size={15} />}
          {over.isPossible ? over.label : over.why}
        </div>
      )}
      <CarryPanel />
    </>
  )
}

import { Undo2, WifiOff, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { guarded } from '../../actions/failure.ts'
import { undoLast } from '../../actions/undoLast.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { connectionStore } from '../../stores/connection.ts'
import type { Undo } from '../../stores/ui.ts'
import { uiStore } from '../../stores/ui.ts'
import { text } from '../../strings.ts'

const UNDO_MS = 10_000

/** The banner under the title bar while the host does not answer. */
export function ConnectionBanner() {
  const state = useStore(connectionStore, (store) => store.state)
  const error = useStore(connectionStore, (store) => store.error)
  if (state === 'online' || state === 'connecting') return null
  return (
    <div className="banner" role="alert">
      <WifiOff size={15} aria-hidden />
      <span>{state === 'refused' ? (error?.message ?? text.error.title) : text.connection.lost}</span>
      <Button isSmall onClick={() => window.location.reload()}>
        {text.error.reload}
      </Button>
    </div>
  )
}

/** What floats over the window's lower edge: the last removal with its undo, and failures that have no other place. */
export function Notices() {
  const undo = useStore(uiStore, (state) => state.undo)
  const error = useStore(uiStore, (state) => state.error)
  return (
    <div className="notices">
      {error === null ? null : (
        <div className="notice">
          <ErrorCard error={error} />
          <IconButton
            label={text.app.dismiss}
            icon={<X size={14} />}
            onClick={() => uiStore.setState({ error: null })}
          />
        </div>
      )}
      {undo === null ? null : <UndoBar key={undo.id} undo={undo} />}
    </div>
  )
}

function UndoBar({ undo }: { readonly undo: Undo }) {
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    // Whoever is at the bar, with the mouse or the keyboard, has all the time there is.
    if (isHeld) return
    const timer = setTimeout(
      () => uiStore.setState(({ undo: now }) => (now?.id === undo.id ? { undo: null } : {})),
      UNDO_MS,
    )
    return () => clearTimeout(timer)
  }, [isHeld, undo.id])
  return (
    <section
      className="notice is-undo"
      aria-label={text.undo.region}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>{undo.text}</span>
      <Button isSmall icon={<Undo2 size={14} aria-hidden />} onClick={() => void guarded(undoLast)}>
        {text.undo.action}
      </Button>
      <IconButton label={text.app.dismiss} icon={<X size={14} />} onClick={() => uiStore.setState({ undo: null })} />
    </section>
  )
}

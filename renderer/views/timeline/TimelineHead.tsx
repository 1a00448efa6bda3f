import type { ReactNode } from 'react'
import { memo } from 'react'
import { Kbd } from '../../components/Kbd.tsx'
import { text } from '../../strings.ts'
import { timelineText } from '../../timelineText.ts'

const HINTS = [
  [['←', '→'], 'mark'],
  [['Space'], 'add'],
  [['E'], 'export'],
  [['V'], 'verify'],
] as const

interface TimelineHeadProps {
  readonly summary: string
  /** Tells what the marked region of the map leaves, and how to see. */
  readonly chip: ReactNode
  readonly zoom: ReactNode
  readonly isLive: boolean
}

/** The head of the panel: what there is, the keys, and how much is shown at once. */
export function TimelineHead({ summary, chip, zoom, isLive }: TimelineHeadProps) {
  return (
    <div className="panel-head timeline-head">
      <h2 className="panel-title">{text.timeline.title}</h2>
      <p className="panel-sub">{summary}</p>
      {chip}
      <KeyHints isLive={isLive} />
      {zoom}
    </div>
  )
}

/** The keys change only with the kind of image; what has no files cannot be verified. */
const KeyHints = memo(function KeyHints({ isLive }: { readonly isLive: boolean }) {
  return (
    <p className="key-hints">
      {HINTS.filter(([, what]) => what !== 'verify' || !isLive).map(([caps, what]) => (
        <span key={what} className="key-hint">
          <Kbd keys={caps} /> {timelineText.keys[what]}
        </span>
      ))}
    </p>
  )
})

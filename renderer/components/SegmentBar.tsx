/** A part of a bar. `share`: of the whole, `filled`: of itself, both from 0 to 1. */
export interface BarPart {
  readonly key: string
  readonly share: number
  readonly filled: number
  readonly state: 'done' | 'current' | 'ahead'
}

interface SegmentBarProps {
  readonly label: string
  readonly parts: readonly BarPart[]
  /** From 0 to 1 over all parts; null: not known. */
  readonly share: number | null
  /** What it says instead of a bare number. */
  readonly valueText: string
  /** Whether something moves now. */
  readonly isActive: boolean
}

/** How far something is that goes through parts of different length: one bar, cut where they meet. */
export function SegmentBar({ label, parts, share, valueText, isActive }: SegmentBarProps) {
  return (
    <div
      className={`phase-bar${share === null ? ' is-unknown' : ''}${isActive ? ' is-active' : ''}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(share === null ? {} : { 'aria-valuenow': Math.floor(share * 100) })}
      aria-valuetext={valueText}
    >
      {parts.map((part) => (
        <div key={part.key} className={`phase-part is-${part.state}`} style={{ flexGrow: part.share }}>
          <div className="phase-fill" style={{ width: `${part.filled * 100}%` }} />
        </div>
      ))}
    </div>
  )
}

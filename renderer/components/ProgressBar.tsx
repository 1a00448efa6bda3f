interface ProgressBarProps {
  readonly label: string
  /** From 0 to 1; null: not known. */
  readonly share: number | null
  /** What it says instead of a bare number. */
  readonly valueText: string
  readonly isActive?: boolean
}

/** How far something is. */
export function ProgressBar({ label, share, valueText, isActive = true }: ProgressBarProps) {
  const percent = share === null ? null : Math.floor(share * 100)
  return (
    <div
      className={`progress${percent === null ? ' is-unknown' : ''}${isActive ? ' is-active' : ''}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { 'aria-valuenow': percent })}
      aria-valuetext={valueText}
    >
      <div className="progress-fill" style={{ width: `${percent === null ? 100 : (share ?? 0) * 100}%` }} />
    </div>
  )
}

const CELLS = 10

interface QueueBarProps {
  /** What it measures, in words with the value. */
  readonly label: string
  /** From 0 to 1. */
  readonly share: number
  /** The end that holds the other up. */
  readonly isSlow: boolean
}

/** How busy one end is: ten cells, full ones for every tenth of the time. */
export function QueueBar({ label, share, isSlow }: QueueBarProps) {
  const full = Math.round(share * CELLS)
  return (
    <span className={isSlow ? 'queue-bar is-slow' : 'queue-bar'} role="img" aria-label={label}>
      {Array.from({ length: CELLS }, (_, cell) => (
        <span key={cell} className={cell < full ? 'queue-cell is-full' : 'queue-cell'} />
      ))}
    </span>
  )
}

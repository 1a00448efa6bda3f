import type { TrustBar } from '../../model/timeline/bars.ts'
import type { Tracks } from '../../model/timeline/layout.ts'

interface BarsProps {
  readonly tracks: Tracks
  readonly bars: readonly TrustBar[]
}

/** What can be restored, in words. Filled: verified. Outlined: not verified. Dashed: cannot be restored. */
export function Bars({ tracks, bars }: BarsProps) {
  const y = tracks.restorableY
  return bars.map(({ x1, x2, trust, label }) =>
    trust === 'no' ? (
      <g key={x1}>
        <line className="tl-no" x1={x1} x2={x2} y1={y} y2={y} />
        {label === '' ? null : (
          <>
            <rect
              className="tl-paper"
              x={(x1 + x2) / 2 - label.length * 3 - 8}
              width={label.length * 6 + 16}
              y={y - 8}
              height={16}
            />
            <text className="tl-no-text" x={(x1 + x2) / 2} y={y + 4}>
              {label}
            </text>
          </>
        )}
      </g>
    ) : (
      <g key={x1} className={`tl-yes is-${trust}`}>
        <rect x={x1} width={Math.max(2, x2 - x1)} y={y - 7} height={14} rx={1.5} />
        {trust === 'verified' && x2 - x1 > 18 ? <path className="tl-tick-mark" d={`M${x1 + 6} ${y}l3 3 5-6`} /> : null}
        <text x={x1 + (trust === 'verified' ? 19 : 8)} y={y + 4}>
          {label}
        </text>
      </g>
    ),
  )
}

import type { ArcMark, DensityMark, FullMark } from '../../model/timeline/arcs.ts'
import type { Tracks } from '../../model/timeline/layout.ts'

interface ArcsProps {
  readonly tracks: Tracks
  readonly arcs: readonly ArcMark[]
  readonly density: readonly DensityMark[]
  /** They can be dragged, and dropped on. */
  readonly isHeld: boolean
}

/** The increments: arcs, and bars where they are too short for one. Solid: needed. Hollow: kept. Hatched: estimated. Dashed: missing. */
export function Arcs({ tracks, arcs, density, isHeld }: ArcsProps) {
  return (
    <>
      {density.map(({ x, height, state, isDimmed }) => (
        <rect
          key={x}
          className={`tl-density is-${state}${isDimmed ? ' is-dimmed' : ''}`}
          x={x - 2.5}
          width={5}
          y={tracks.footY - height}
          height={height}
        />
      ))}
      {arcs.map((arc) => (
        <Arc key={arc.number} arc={arc} footY={tracks.footY} isHeld={isHeld} />
      ))}
    </>
  )
}

interface ArcProps {
  readonly arc: Omit<ArcMark, 'state'> & { readonly state: ArcMark['state'] | 'estimate' }
  readonly footY: number
  readonly isHeld?: boolean
}

/** One increment. */
export function Arc({ arc, footY, isHeld = false }: ArcProps) {
  const { x1, x2, height, thickness, state, label, labelX, ordinal, isDimmed } = arc
  const middle = (x1 + x2) / 2
  const apex = footY - height
  return (
    <g className={`tl-arc is-${state}${isDimmed ? ' is-dimmed' : ''}`} data-link={isHeld ? arc.number : undefined}>
      {isHeld ? <ArcHold x1={x1} x2={x2} footY={footY} height={height} /> : null}
      {state === 'missing' ? (
        <path className="tl-arc-gap" d={`M${x1} ${footY}A${(x2 - x1) / 2} ${height} 0 0 1 ${x2} ${footY}`} />
      ) : (
        <path className="tl-arc-band" d={band(x1, x2, footY, thickness, height)} />
      )}
      {state === 'missing' || state === 'damaged' ? (
        <>
          <circle className="tl-paper" cx={middle} cy={apex} r={8} />
          <path className="tl-cross" d={`M${middle - 4} ${apex - 4}l8 8m0-8-8 8`} />
        </>
      ) : null}
      {label === null ? null : (
        <text className="tl-arc-label" x={labelX} y={footY - Math.min(14, height / 2 - 8)}>
          {label}
        </text>
      )}
      {ordinal === null ? null : (
        <>
          <circle className="tl-ordinal" cx={middle} cy={apex} r={ordinal > 99 ? 10 : 7.5} />
          <text className="tl-ordinal-text" x={middle} y={apex + 3.5}>
            {ordinal}
          </text>
        </>
      )}
    </g>
  )
}

/**
 * What the mouse takes an arc by, a band that is never too thin, and all the room under it, where things can be dropped; nothing of it is seen. A
 * press under an arc still draws a stretch.
 */
function ArcHold({ x1, x2, footY, height }: Pick<ArcMark, 'x1' | 'x2' | 'height'> & { readonly footY: number }) {
  const path = `M${x1} ${footY}A${(x2 - x1) / 2} ${height} 0 0 1 ${x2} ${footY}`
  return (
    <>
      <path className="tl-arc-room" d={`${path}Z`} />
      <path className="tl-arc-grip" d={path} data-drag="increment" />
    </>
  )
}

/** The area between two half ellipses that stand on one line. */
function band(x1: number, x2: number, y: number, thickness: number, height: number): string {
  const outer = (x2 - x1) / 2
  const inner = Math.max(0.5, outer - thickness)
  const lower = Math.max(1, height - thickness)
  return `M${x1} ${y}A${outer} ${height} 0 0 1 ${x2} ${y}H${x2 - thickness}A${inner} ${lower} 0 0 0 ${x1 + thickness} ${y}Z`
}

/** The full exports: blocks under the lane, each hanging from its point. */
export function Fulls({ tracks, fulls }: { readonly tracks: Tracks; readonly fulls: readonly FullMark[] }) {
  const middle = tracks.fullTop + tracks.fullHeight / 2
  return fulls.map(({ number, stemX, x, width, label, state, ordinal, isDimmed }) => (
    <g key={number} className={`tl-full is-${state}${isDimmed ? ' is-dimmed' : ''}`}>
      <line className="tl-full-stem" x1={stemX} x2={stemX} y1={tracks.nameY + 6} y2={tracks.fullTop} />
      <rect className="tl-full-block" x={x} y={tracks.fullTop} width={width} height={tracks.fullHeight} rx={2} />
      {ordinal === null ? null : (
        <>
          <circle className="tl-full-dot" cx={x + 12} cy={middle} r={6.5} />
          <text className="tl-full-ordinal" x={x + 12} y={middle + 3.6}>
            {ordinal}
          </text>
        </>
      )}
      <text className="tl-full-label" x={x + (ordinal === null ? 9 : 25)} y={middle + 4}>
        {label}
      </text>
    </g>
  ))
}

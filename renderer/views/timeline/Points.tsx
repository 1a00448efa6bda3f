import type { Tracks } from '../../model/timeline/layout.ts'
import type { Marks, PointMark } from '../../model/timeline/marks.ts'

interface PointsProps {
  readonly tracks: Tracks
  readonly marks: Marks
}

/** The points of the lane: rings, ticks where they are too near one another, and the open end. */
export function Points({ tracks, marks }: PointsProps) {
  const { laneY, nameY } = tracks
  return (
    <>
      {marks.groups.map(({ from, x, weight, isLit, hasFault }) => (
        <line
          key={from}
          className={`tl-group${isLit ? ' is-lit' : ''}${hasFault ? ' is-bad' : ''}`}
          x1={x}
          x2={x}
          y1={laneY - 5 - 3 * weight}
          y2={laneY + 5 + 3 * weight}
        />
      ))}
      {marks.counts.map(({ x, label }) => (
        <text key={x} className="tl-count" x={x} y={nameY}>
          {label}
        </text>
      ))}
      {marks.points.map((mark) => (
        <Point key={mark.key} mark={mark} laneY={laneY} nameY={nameY} />
      ))}
    </>
  )
}

interface PointProps {
  readonly mark: PointMark
  readonly laneY: number
  readonly nameY: number
}

function Point({ mark, laneY, nameY }: PointProps) {
  const { x, name, kind, isSelected, isHeld } = mark
  return (
    <g className={classOf(mark)}>
      {isSelected ? <circle className="tl-halo" cx={x} cy={laneY} r={9.5} /> : null}
      {kind === 'head' ? (
        <>
          <rect className="tl-paper" x={x - 7} y={laneY - 8} width={14} height={16} />
          <path className="tl-head" d={`M${x + 4} ${laneY - 6.5}A6.5 6.5 0 1 0 ${x + 4} ${laneY + 6.5}`} />
        </>
      ) : (
        <circle className="tl-ring" cx={x} cy={laneY} r={kind === 'unnamed' ? 3 : 5.5} />
      )}
      {isSelected ? <circle className="tl-core" cx={x} cy={laneY} r={2.5} /> : null}
      {name === null ? null : (
        <text className="tl-name" x={x} y={nameY}>
          {name}
        </text>
      )}
      {isHeld ? (
        <Lock x={name === null ? x - 5 : x + name.length * 3.7 + 3} y={name === null ? laneY - 22 : nameY - 10} />
      ) : null}
    </g>
  )
}

/** Held by a job: the point may not go now. */
function Lock({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <path
      className="tl-lock"
      d={`M${x + 1} ${y + 5}h8v6h-8zM${x + 2.8} ${y + 5}V${y + 3.3}a2.2 2.2 0 0 1 4.4 0V${y + 5}`}
    />
  )
}

function classOf(mark: PointMark): string {
  const states = [
    'tl-point',
    `is-${mark.kind}`,
    mark.isSelected ? 'is-selected' : '',
    mark.isLit ? 'is-lit' : '',
    mark.isRestorable ? '' : 'is-lost',
    mark.isPhantom ? 'is-phantom' : '',
    mark.isProtected ? 'is-protected' : '',
  ]
  return states.filter((state) => state !== '').join(' ')
}

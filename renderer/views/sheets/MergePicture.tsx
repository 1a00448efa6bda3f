import { useRef } from 'react'
import { formatBytes } from '../../../shared/units.ts'
import { fileText } from '../../fileText.ts'
import type { MergeSceneInput, SceneArc, SceneBar, ScenePoint } from '../../model/mergeScene.ts'
import { mergeScene } from '../../model/mergeScene.ts'
import { useWidth } from '../image/useWidth.ts'

const t = fileText.merge

/** A merge as it is and as it will be: two rows of the same points, with what goes struck out. */
export function MergePicture(props: Omit<MergeSceneInput, 'width' | 'format'>) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  const scene = width === 0 ? null : mergeScene({ ...props, width: width - LABEL, format: formatBytes })
  const dropped = props.points.slice(1, -1).filter((_, index) => props.keeps?.[index] !== true)
  return (
    <div
      className="merge-picture"
      ref={frame}
      role="img"
      aria-label={t.picture(props.inputBytes.length, formatBytes(props.resultBytes), dropped.length)}
    >
      {scene === null ? null : scene.mode === 'bars' ? (
        <>
          <Bars label={t.before} bars={scene.before} width={width} />
          <Bars label={t.after} bars={scene.after} width={width} />
        </>
      ) : (
        <>
          <Row {...scene} label={t.before} arcs={scene.before} width={width} isAfter={false} />
          <Row {...scene} label={t.after} arcs={scene.after} width={width} isAfter />
        </>
      )}
    </div>
  )
}

/** Where the words before and after stand. */
const LABEL = 52

interface RowProps {
  readonly label: string
  readonly arcs: readonly SceneArc[]
  readonly points: readonly ScenePoint[]
  readonly width: number
  readonly height: number
  readonly lane: number
  readonly isAfter: boolean
}

function Row({ label, arcs, points, width, height, lane, isAfter }: RowProps) {
  const first = points[0]?.x ?? 0
  const last = points.at(-1)?.x ?? 0
  return (
    <svg className="merge-row" width={width} height={height} aria-hidden="true">
      <text className="merge-row-label" x={0} y={lane + 4}>
        {label}
      </text>
      <g transform={`translate(${LABEL} 0)`}>
        <line className="ms-lane" x1={first} x2={last} y1={lane} y2={lane} />
        {arcs.map(({ path, thickness, x, y, label: size }) => (
          <g key={path}>
            <path className="ms-arc" d={path} strokeWidth={thickness} />
            <text className="ms-size" x={x} y={y}>
              {size}
            </text>
          </g>
        ))}
        {points.map(({ x, label: name, isDropped }) => (
          <g key={x} className={isAfter && isDropped ? 'is-dropped' : ''}>
            {isAfter && isDropped ? (
              <path className="ms-cross" d={`M ${x - 4} ${lane - 4} l 8 8 m 0 -8 l -8 8`} />
            ) : (
              <circle className="ms-ring" cx={x} cy={lane} r={5} />
            )}
            <text className="ms-name" x={x} y={lane + 20}>
              {short(name)}
            </text>
          </g>
        ))}
      </g>
    </svg>
  )
}

function Bars({
  label,
  bars,
  width,
}: {
  readonly label: string
  readonly bars: readonly SceneBar[]
  readonly width: number
}) {
  const only = bars.length === 1 ? bars[0] : undefined
  return (
    <svg className="merge-row" width={width} height={30} aria-hidden="true">
      <text className="merge-row-label" x={0} y={19}>
        {label}
      </text>
      <g transform={`translate(${LABEL} 0)`}>
        {bars.map((bar) => (
          <rect key={bar.x} className="ms-bar" x={bar.x} y={6} width={Math.max(0.5, bar.width)} height={18} />
        ))}
        {only === undefined ? null : (
          <text className="ms-bar-text" x={Math.min(only.width + 8, width - LABEL - 70)} y={20}>
            {only.label}
          </text>
        )}
      </g>
    </svg>
  )
}

const MAX_CHARS = 11

function short(name: string): string {
  return name.length > MAX_CHARS ? `${name.slice(0, MAX_CHARS - 1)}…` : name
}

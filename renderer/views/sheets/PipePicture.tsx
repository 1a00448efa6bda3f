import { useRef } from 'react'
import type { Missing } from '../../model/pipePlan.ts'
import type { LanePoint } from '../../model/pipeScene.ts'
import { pipeScene } from '../../model/pipeScene.ts'
import { sheetText } from '../../sheetText.ts'
import { text } from '../../strings.ts'
import { useWidth } from '../image/useWidth.ts'

const t = sheetText.pipe
const LABEL = 56
const SOURCE_Y = 52
const TARGET_Y = 116
const HEIGHT = 148
const MAX_CHARS = 11

interface PipePictureProps {
  readonly missing: Missing
  readonly source: string
  readonly target: string
}

/** Two lanes with the snapshot both have last, and an arrow for each that is sent. The table beside it says the same in words. */
export function PipePicture({ missing, source, target }: PipePictureProps) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  const scene = width === 0 ? null : pipeScene(missing, width - LABEL, text.app.head)
  return (
    <div ref={frame} className="pipe-picture">
      {scene === null ? null : (
        <svg width={width} height={HEIGHT} aria-hidden="true">
          <text className="merge-row-label" x={0} y={SOURCE_Y + 4}>
            {short(source)}
          </text>
          <text className="merge-row-label" x={0} y={TARGET_Y + 4}>
            {short(target)}
          </text>
          <g transform={`translate(${LABEL} 0)`}>
            <Lanes points={scene.points} />
            {scene.arcs.map(({ x1, x2, number }) => (
              <g key={number}>
                <path
                  className="ms-arc is-planned"
                  d={`M ${x1 + 7} ${SOURCE_Y - 8} C ${x1 + 7} 4, ${x2 - 7} 4, ${x2 - 7} ${SOURCE_Y - 8}`}
                />
                <text className="ms-size" x={(x1 + x2) / 2} y={SOURCE_Y - 14}>
                  {number}
                </text>
              </g>
            ))}
            {scene.points.map((point) => (
              <Point key={point.x} {...point} />
            ))}
          </g>
        </svg>
      )}
    </div>
  )
}

function Lanes({ points }: { readonly points: readonly LanePoint[] }) {
  const both = points.find(({ state }) => state === 'both')?.x ?? 0
  const last = points.at(-1)?.x ?? 0
  return (
    <>
      <line className="ms-lane" x1={both} x2={last} y1={SOURCE_Y} y2={SOURCE_Y} />
      <line className="ms-lane is-planned" x1={both} x2={last} y1={TARGET_Y} y2={TARGET_Y} />
      {both === points[0]?.x ? null : (
        <line className="ms-lane is-idle" x1={points[0]?.x} x2={both} y1={TARGET_Y} y2={TARGET_Y} />
      )}
    </>
  )
}

function Point({ x, label, state }: LanePoint) {
  return (
    <g>
      {state === 'there' ? null : (
        <>
          <circle className="ms-ring" cx={x} cy={SOURCE_Y} r={5} />
          <text className="ms-name" x={x} y={SOURCE_Y + 20}>
            {short(label)}
          </text>
        </>
      )}
      {state === 'both' ? (
        <>
          <path
            className="ms-equal"
            d={`M ${x - 2} ${SOURCE_Y + 26} V ${TARGET_Y - 8} M ${x + 2} ${SOURCE_Y + 26} V ${TARGET_Y - 8}`}
          />
          <text className="ms-both" x={x + 8} y={(SOURCE_Y + TARGET_Y) / 2 + 12}>
            {t.lastInCommon}
          </text>
        </>
      ) : null}
      {state === 'sent' ? (
        <path className="ms-arrow" d={`M ${x} ${SOURCE_Y + 26} V ${TARGET_Y - 10} m -4 -5 l 4 5 l 4 -5`} />
      ) : null}
      <circle className={state === 'sent' ? 'ms-ring is-planned' : 'ms-ring'} cx={x} cy={TARGET_Y} r={5} />
      <text className="ms-name" x={x} y={TARGET_Y + 20}>
        {short(label)}
      </text>
    </g>
  )
}

function short(name: string): string {
  return name.length > MAX_CHARS ? `${name.slice(0, MAX_CHARS - 1)}…` : name
}

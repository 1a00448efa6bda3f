import { useMemo, useRef } from 'react'
import type { ImageDetails } from '../../../shared/contract.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import type { Column, TwoLanesScene } from '../../model/timeline/twoLanes.ts'
import { TWO_LANES, twoLanesOf } from '../../model/timeline/twoLanes.ts'
import { text } from '../../strings.ts'
import { timelineText } from '../../timelineText.ts'
import { useWidth } from '../image/useWidth.ts'
import { Arc } from './Arcs.tsx'
import { Hatch } from './Hatch.tsx'

interface TwoLanesProps {
  readonly source: ImageDetails
  readonly target: ImageDetails
}

const t = timelineText.twoLanes

/** An image and its copy, one lane each: equal snapshots are joined, what would be sent is hatched, what is still to come dashed. */
export function TwoLanes({ source, target }: TwoLanesProps) {
  const frame = useRef<HTMLDivElement>(null)
  const width = Math.max(320, useWidth(frame))
  const scene = useMemo(() => twoLanesOf(source, target, width), [source, target, width])
  const label = `${t.label(formatSpec(source.ref), formatSpec(target.ref))}. ${scene.sentence}`
  const { sourceY, targetY, sourceName, targetName, height } = TWO_LANES
  return (
    <div className="two-lanes" ref={frame}>
      <svg width={width} height={height} className="timeline-svg" role="img" aria-label={label}>
        <Hatch />
        <text className="two-lane-label" x={4} y={sourceY + 4}>
          {t.source}
        </text>
        <text className="two-lane-label" x={4} y={targetY + 4}>
          {t.target}
        </text>
        <Lanes scene={scene} />
        {scene.columns.map((column) => (
          <ColumnMarks key={column.key} column={column} />
        ))}
        {scene.arcs.map((arc) => (
          <Arc key={arc.number} arc={arc} footY={sourceY - 9} />
        ))}
        <rect className="tl-paper" x={scene.headX - 7} y={sourceY - 8} width={14} height={16} />
        <path
          className="tl-head"
          d={`M${scene.headX + 4} ${sourceY - 6.5}A6.5 6.5 0 1 0 ${scene.headX + 4} ${sourceY + 6.5}`}
        />
        <text className="tl-name" x={scene.headX} y={sourceName}>
          {text.app.head}
        </text>
        <text x={scene.headX} y={targetName}>
          {t.notSent}
        </text>
        {scene.earlier === 0 ? null : (
          <text className="two-lane-label" x={4} y={16}>
            {t.earlier(scene.earlier)}
          </text>
        )}
        {scene.later === 0 ? null : (
          <text className="two-lane-more" x={width - 4} y={16}>
            {t.later(scene.later)}
          </text>
        )}
      </svg>
    </div>
  )
}

function Lanes({ scene: { source, target, toCome } }: { readonly scene: TwoLanesScene }) {
  const { sourceY, targetY } = TWO_LANES
  return (
    <>
      {toCome === null ? null : (
        <rect className="tl-range" x={toCome.x1} width={toCome.x2 - toCome.x1} y={20} height={targetY} />
      )}
      <line className="tl-lane" x1={source.x1} x2={source.x2} y1={sourceY} y2={sourceY} />
      {target === null ? null : <line className="tl-lane" x1={target.x1} x2={target.x2} y1={targetY} y2={targetY} />}
      {toCome === null ? null : (
        <>
          <line className="tl-lane is-lit" x1={toCome.x1} x2={toCome.x2} y1={sourceY} y2={sourceY} />
          <line className="tl-lane is-to-come" x1={toCome.x1} x2={toCome.x2} y1={targetY} y2={targetY} />
        </>
      )}
    </>
  )
}

function ColumnMarks({ column }: { readonly column: Column }) {
  const { x, name, isOnSource, isOnTarget, isToSend, isLastCommon } = column
  const { sourceY, targetY, sourceName, targetName } = TWO_LANES
  const from = sourceName + 8
  const to = targetY - 12
  return (
    <g className={`tl-point${isToSend || isLastCommon ? ' is-lit' : ''}`}>
      {isOnSource && isOnTarget ? (
        <>
          <line className="two-equal" x1={x - 1.5} x2={x - 1.5} y1={from} y2={to} />
          <line className="two-equal" x1={x + 1.5} x2={x + 1.5} y1={from} y2={to} />
        </>
      ) : null}
      {isToSend ? <path className="two-arrow" d={`M${x} ${from}V${to}m-4-5 4 5 4-5`} /> : null}
      {isOnSource ? <Ring x={x} y={sourceY} nameY={sourceName} name={name} isLast={isLastCommon} /> : null}
      {isOnTarget ? <Ring x={x} y={targetY} nameY={targetName} name={name} isLast={isLastCommon} /> : null}
      {isToSend ? (
        <>
          <circle className="tl-ring is-to-come" cx={x} cy={targetY} r={5.5} />
          <text x={x} y={targetName}>
            {name}
          </text>
        </>
      ) : null}
      {isOnSource ? null : (
        <text className="two-only" x={x} y={targetY - 14}>
          {t.onlyHere}
        </text>
      )}
      {isLastCommon ? <LastCommon x={x} y={(from + to) / 2} /> : null}
    </g>
  )
}

interface RingProps {
  readonly x: number
  readonly y: number
  readonly nameY: number
  readonly name: string
  readonly isLast: boolean
}

function Ring({ x, y, nameY, name, isLast }: RingProps) {
  return (
    <>
      {isLast ? <circle className="tl-halo" cx={x} cy={y} r={9.5} /> : null}
      <circle className="tl-ring" cx={x} cy={y} r={5.5} />
      {isLast ? <circle className="tl-core" cx={x} cy={y} r={2.5} /> : null}
      <text className="tl-name" x={x} y={nameY}>
        {name}
      </text>
    </>
  )
}

function LastCommon({ x, y }: { readonly x: number; readonly y: number }) {
  const half = t.last.length * 3.3 + 8
  return (
    <>
      <rect className="two-last" x={x - half} y={y - 10} width={half * 2} height={20} rx={2} />
      <text className="two-last-text" x={x} y={y + 4}>
        {t.last}
      </text>
    </>
  )
}

import type { ArcMark, FullMark, TimelineScene } from '../../model/timelineScene.ts'
import { ROWS } from '../../model/timelineScene.ts'
import { text } from '../../strings.ts'

interface TimelineArcsProps {
  readonly scene: TimelineScene
  readonly isNear: (x: number) => boolean
}

/** A bar that is shorter has no room for its word. */
const LEAST_LABEL_PX = 36

/** Everything on the timeline but its points: ruler, chosen stretch, arcs, lane, full exports, and what is restorable. */
export function TimelineArcs({ scene, isNear }: TimelineArcsProps) {
  const { range, ruler, arcs, fulls, restorable, laneEnd, litUntil, width } = scene
  const laneStart = scene.points[0]?.x ?? 0
  return (
    <g aria-hidden="true">
      <line className="tl-rule" x1={0} x2={width} y1={ROWS.ruler + 0.5} y2={ROWS.ruler + 0.5} />
      <line className="tl-rule" x1={0} x2={width} y1={ROWS.fullY - 8.5} y2={ROWS.fullY - 8.5} />
      <line className="tl-rule" x1={0} x2={width} y1={ROWS.restorableY - 13.5} y2={ROWS.restorableY - 13.5} />
      {range === null ? null : (
        <rect
          className="tl-range"
          x={range.x1}
          width={range.x2 - range.x1}
          y={ROWS.ruler + 1}
          height={ROWS.fullY - ROWS.ruler - 10}
        />
      )}
      {ruler
        .filter(({ x }) => isNear(x))
        .map(({ x, label }) => (
          <g key={x}>
            <line className="tl-tick" x1={x} x2={x} y1={ROWS.ruler - 5} y2={ROWS.ruler + 1} />
            <text className="tl-ruler" x={x} y={15}>
              {label}
            </text>
          </g>
        ))}
      {arcs
        .filter(({ x1, x2 }) => isNear(x1) || isNear(x2))
        .map((arc) => (
          <Arc key={arc.link.number} arc={arc} />
        ))}
      <line className="tl-lane" x1={laneStart} x2={laneEnd} y1={ROWS.laneY} y2={ROWS.laneY} />
      {litUntil === null ? null : (
        <line className="tl-lane is-lit" x1={laneStart} x2={litUntil} y1={ROWS.laneY} y2={ROWS.laneY} />
      )}
      {range === null ? null : (
        <line className="tl-lane is-lit" x1={range.x1} x2={range.x2} y1={ROWS.laneY} y2={ROWS.laneY} />
      )}
      {fulls
        .filter(({ x }) => isNear(x))
        .map((full) => (
          <Full key={full.link.number} full={full} />
        ))}
      {restorable.map(({ x1, x2, isRestorable }) =>
        isRestorable ? (
          <g key={x1}>
            <rect className="tl-yes" x={x1} width={x2 - x1} y={ROWS.restorableY - 7} height={14} rx={2} />
            {x2 - x1 < LEAST_LABEL_PX ? null : (
              <text className="tl-yes-text" x={x1 + 8} y={ROWS.restorableY + 4}>
                {text.timeline.yes}
              </text>
            )}
          </g>
        ) : (
          <g key={x1}>
            <line className="tl-no" x1={x1} x2={x2} y1={ROWS.restorableY} y2={ROWS.restorableY} />
            <rect className="tl-no-paper" x={(x1 + x2) / 2 - 14} width={28} y={ROWS.restorableY - 7} height={14} />
            <text className="tl-no-text" x={(x1 + x2) / 2} y={ROWS.restorableY + 4}>
              {text.timeline.notYet}
            </text>
          </g>
        ),
      )}
    </g>
  )
}

function Arc({ arc }: { readonly arc: ArcMark }) {
  const { x1, x2, height, thickness, state, label, ordinal } = arc
  const middle = (x1 + x2) / 2
  const foot = ROWS.laneY - 9
  const inset = state === 'missing' ? 0 : thickness / 2
  // A cubic's top is at three quarters of its handles.
  const top = foot - height / 0.75
  const path = `M ${x1 + inset} ${foot} C ${x1 + inset} ${top}, ${x2 - inset} ${top}, ${x2 - inset} ${foot}`
  const apex = foot - height
  return (
    <g className={`tl-arc is-${state}`}>
      <path d={path} className="tl-arc-line" strokeWidth={state === 'missing' ? 2 : thickness} />
      {state === 'idle' ? <path d={path} className="tl-arc-hollow" strokeWidth={Math.max(1, thickness - 2)} /> : null}
      {state === 'missing' || state === 'damaged' ? (
        <path className="tl-cross" d={`M ${middle - 4} ${apex - 4} l 8 8 m 0 -8 l -8 8`} />
      ) : null}
      <text className="tl-arc-label" x={middle} y={foot - height / 2 + 10}>
        {label}
      </text>
      {ordinal === null ? null : <Ordinal x={middle} y={apex} value={ordinal} />}
    </g>
  )
}

function Full({ full }: { readonly full: FullMark }) {
  const { x, width, label, state, ordinal } = full
  const middle = ROWS.fullY + ROWS.fullHeight / 2
  return (
    <g className={`tl-full is-${state}`}>
      <line className="tl-full-stem" x1={x + 10} x2={x + 10} y1={ROWS.nameY + 6} y2={ROWS.fullY} />
      <rect className="tl-full-block" x={x} y={ROWS.fullY} width={width} height={ROWS.fullHeight} rx={3} />
      {ordinal === null ? null : (
        <>
          <circle className="tl-full-dot" cx={x + 13} cy={middle} r={7} />
          <text className="tl-full-ordinal" x={x + 13} y={middle + 3.5}>
            {ordinal}
          </text>
        </>
      )}
      <text className="tl-full-label" x={x + (ordinal === null ? 10 : 26)} y={middle + 4}>
        {label}
      </text>
    </g>
  )
}

function Ordinal({ x, y, value }: { readonly x: number; readonly y: number; readonly value: number }) {
  return (
    <g>
      <circle className="tl-ordinal" cx={x} cy={y} r={8} />
      <text className="tl-ordinal-text" x={x} y={y + 3.5}>
        {value}
      </text>
    </g>
  )
}

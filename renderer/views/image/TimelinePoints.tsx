import type { PointMark, TimelineScene } from '../../model/timelineScene.ts'
import { ROWS } from '../../model/timelineScene.ts'
import { isChoosable } from '../../model/points.ts'
import type { PointKey } from '../../stores/selection.ts'
import { choosePoint } from '../../stores/selection.ts'

interface TimelinePointsProps {
  readonly scene: TimelineScene
  readonly isNear: (x: number) => boolean
  /** Front part of the rows' ids. */
  readonly id: string
  readonly active: PointKey | null
}

/** The points of the lane: rows of the timeline's tree grid. */
export function TimelinePoints({ scene, isNear, id, active }: TimelinePointsProps) {
  return scene.points
    .filter((mark) => isNear(mark.x) || mark.point.key === active)
    .map((mark) =>
      isChoosable(mark.point) ? (
        <g
          key={mark.point.key}
          id={`${id}-${scene.points.indexOf(mark)}`}
          role="row"
          aria-level={2}
          aria-selected={mark.isSelected}
          aria-label={mark.sentence}
          className={classOf(mark, mark.point.key === active)}
          onClick={({ shiftKey, ctrlKey, metaKey }) => choosePoint(mark.point.key, shiftKey || ctrlKey || metaKey)}
        >
          <g role="gridcell">
            <title>{mark.sentence}</title>
            <rect className="tl-hit" x={mark.x - 40} y={ROWS.laneY - 14} width={80} height={46} />
            <Ring mark={mark} />
            <text className="tl-name" x={mark.x} y={ROWS.nameY + 3}>
              {mark.label}
            </text>
          </g>
        </g>
      ) : (
        <circle key={mark.point.key} className="tl-unnamed" cx={mark.x} cy={ROWS.laneY} r={3}>
          <title>{mark.sentence}</title>
        </circle>
      ),
    )
}

function classOf({ point, isSelected, isLit }: PointMark, isActive: boolean): string {
  const states = [
    'tl-point',
    `is-${point.kind}`,
    isSelected ? 'is-selected' : '',
    isLit ? 'is-lit' : '',
    point.restorable ? '' : 'is-lost',
    point.snapshot?.protected === true ? 'is-protected' : '',
    isActive ? 'is-active' : '',
  ]
  return states.filter((state) => state !== '').join(' ')
}

function Ring({ mark: { x, point, isSelected } }: { readonly mark: PointMark }) {
  const y = ROWS.laneY
  return (
    <>
      <circle className="tl-focus" cx={x} cy={y} r={11} />
      {isSelected ? <circle className="tl-halo" cx={x} cy={y} r={8.5} /> : null}
      {point.kind === 'head' ? (
        <>
          <circle className="tl-head-paper" cx={x} cy={y} r={5.5} />
          <path className="tl-head" d={`M ${x + 2} ${y - 5.5} A 5.5 5.5 0 1 0 ${x + 2} ${y + 5.5}`} />
        </>
      ) : (
        <circle className="tl-ring" cx={x} cy={y} r={5} />
      )}
      {isSelected && point.kind !== 'head' ? <circle className="tl-core" cx={x} cy={y} r={2.5} /> : null}
    </>
  )
}

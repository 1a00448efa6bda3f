import { memo, useId } from 'react'
import { RULER } from '../../model/timeline/layout.ts'
import type { FoldMark, LaneScene, Scene } from '../../model/timeline/scene.ts'
import { Arcs, Fulls } from './Arcs.tsx'
import { Bars } from './Bars.tsx'
import { Hatch } from './Hatch.tsx'
import { Points } from './Points.tsx'

interface PictureProps {
  readonly scene: Scene
  /** The end of the range that is just being drawn with the mouse, if one is. */
  readonly isBrushing: boolean
}

/** The drawing: nothing of it can be focused or read aloud, the rows over it can. */
export const Picture = memo(function Picture({ scene, isBrushing }: PictureProps) {
  const { width, height, ticks, folds, lanes, nowX } = scene
  const clip = useId()
  return (
    <svg width={width} height={height} className={`timeline-svg${isBrushing ? ' is-brushing' : ''}`} aria-hidden="true">
      <Hatch />
      <clipPath id={clip}>
        <rect width={width} height={height} />
      </clipPath>
      <g clipPath={`url(#${clip})`}>
        <rect className="tl-ruler-paper" width={width} height={RULER} />
        {lanes.map((lane) => (
          <LaneBack key={lane.tracks.top} lane={lane} width={width} />
        ))}
        {ticks.map(({ x, label }) => (
          <g key={x}>
            <line className="tl-tick" x1={x} x2={x} y1={RULER - 6} y2={RULER} />
            <line className="tl-grid" x1={x} x2={x} y1={RULER} y2={lanes.at(-1)?.tracks.laneY} />
            <text className="tl-ruler" x={x + 4} y={15}>
              {label}
            </text>
          </g>
        ))}
        <line className="tl-rule" x1={0} x2={width} y1={RULER - 0.5} y2={RULER - 0.5} />
        {lanes.map((lane, index) => (
          <LaneFront key={lane.tracks.top} lane={lane} folds={folds} isHeld={index === 0} />
        ))}
        <Now x={nowX} lanes={lanes} />
      </g>
    </svg>
  )
})

/** What lies behind everything: rules, and the chosen range. */
function LaneBack({ lane, width }: { readonly lane: LaneScene; readonly width: number }) {
  const { tracks, range } = lane
  return (
    <>
      {range === null ? null : (
        <rect
          className="tl-range"
          x={range.x1}
          width={Math.max(0, range.x2 - range.x1)}
          y={tracks.top - RULER}
          height={tracks.restorableRule - tracks.top + RULER}
        />
      )}
      <line className="tl-rule" x1={0} x2={width} y1={tracks.fullRule + 0.5} y2={tracks.fullRule + 0.5} />
      {tracks.hasFiles ? (
        <line className="tl-rule" x1={0} x2={width} y1={tracks.restorableRule + 0.5} y2={tracks.restorableRule + 0.5} />
      ) : null}
    </>
  )
}

interface LaneFrontProps {
  readonly lane: LaneScene
  readonly folds: readonly FoldMark[]
  /** Its increments can be dragged, and dropped on. */
  readonly isHeld: boolean
}

function LaneFront({ lane, folds, isHeld }: LaneFrontProps) {
  const { tracks, lit } = lane
  const y = tracks.laneY
  return (
    <>
      {folds.map((fold) => (
        <Fold key={fold.x1} fold={fold} lane={lane} />
      ))}
      <line className="tl-lane" x1={lane.x1} x2={lane.x2} y1={y} y2={y} />
      {lit === null ? null : <line className="tl-lane is-lit" x1={lit.x1} x2={lit.x2} y1={y} y2={y} />}
      {folds.map(({ x1, x2 }) => (
        <g key={x1}>
          <line className="tl-lane-break" x1={x1 + 12} x2={x2 - 12} y1={y} y2={y} />
          <line className="tl-lane-dots" x1={x1 + 14} x2={x2 - 12} y1={y} y2={y} />
        </g>
      ))}
      <Arcs tracks={tracks} arcs={lane.arcs} density={lane.density} isHeld={isHeld} />
      <Fulls tracks={tracks} fulls={lane.fulls} />
      <Points tracks={tracks} marks={lane} />
      <Bars tracks={tracks} bars={lane.bars} />
      {lane.gap === null ? null : (
        <line className="tl-tie" x1={lane.gap.x} x2={lane.gap.x} y1={tracks.nameY + 6} y2={tracks.fullTop - 1} />
      )}
    </>
  )
}

/** Folded paper: a long stretch in which nothing was made. */
function Fold({ fold: { x1, x2, label }, lane }: { readonly fold: FoldMark; readonly lane: LaneScene }) {
  const { tracks } = lane
  const width = x2 - x1
  const creases = width < 40 ? [0.5, 3.5] : [0.5, 5.5, 9.5, 12.5]
  return (
    <g className="tl-fold">
      <rect
        className="tl-fold-paper"
        x={x1 + 6}
        width={Math.max(0, width - 12)}
        y={tracks.top}
        height={tracks.restorableRule - tracks.top}
      />
      {creases.flatMap((dx, index) =>
        [x1 + 6 + dx, x2 - 6 - dx].map((x) => (
          <line
            key={x}
            className={index < 2 ? 'tl-crease is-near' : 'tl-crease'}
            x1={x}
            x2={x}
            y1={tracks.top}
            y2={tracks.restorableRule}
          />
        )),
      )}
      {width < 44 ? null : (
        <text className="tl-fold-label" x={(x1 + x2) / 2} y={15}>
          {label}
        </text>
      )}
    </g>
  )
}

/** The present: the edge the head stands at. */
function Now({ x, lanes }: { readonly x: number; readonly lanes: readonly LaneScene[] }) {
  const bottom = (lanes.at(-1)?.tracks.laneY ?? RULER) - 8
  return (
    <g className="tl-now">
      <line x1={x} x2={x} y1={RULER} y2={bottom} />
      <path d={`M${x - 5.5} ${RULER - 1}h11l-5.5 6z`} />
    </g>
  )
}

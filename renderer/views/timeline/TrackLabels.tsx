import type { TimelineModel } from '../../model/timeline/lane.ts'
import { MINI_MAP, RULER } from '../../model/timeline/layout.ts'
import type { Scene } from '../../model/timeline/scene.ts'
import { wholeMs } from '../../model/timeline/view.ts'
import { formatStretch, timelineText } from '../../timelineText.ts'

interface TrackLabelsProps {
  readonly scene: Scene
  readonly model: TimelineModel
}

/** The tracks name themselves, so that the picture needs no legend. */
export function TrackLabels({ scene, model }: TrackLabelsProps) {
  const t = timelineText.tracks
  return (
    <div className="track-labels" aria-hidden="true" style={{ height: scene.height + MINI_MAP.space }}>
      <span className="track-corner" style={{ height: RULER }}>
        {scene.corner}
      </span>
      {scene.lanes.map(({ tracks }) =>
        [
          { y: tracks.laneY, label: t.snapshots },
          ...(tracks.hasFiles
            ? [
                { y: tracks.footY - tracks.arcRoom / 2, label: t.increments },
                { y: tracks.fullTop + tracks.fullHeight / 2, label: t.fulls },
                { y: tracks.restorableY, label: t.restorable },
              ]
            : []),
        ].map(({ y, label }) => (
          <span key={y} className="track-label" style={{ top: y }}>
            {label}
          </span>
        )),
      )}
      <span className="track-label" style={{ top: scene.height + MINI_MAP.space / 2 }}>
        {wholeMs(model.axis) < 1000 ? '' : formatStretch(wholeMs(model.axis))}
      </span>
    </div>
  )
}

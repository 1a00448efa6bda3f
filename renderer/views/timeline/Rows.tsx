import type { RowMark } from '../../model/timeline/rows.ts'
import type { Tracks } from '../../model/timeline/layout.ts'

interface RowsProps {
  /** Front part of the rows' ids. */
  readonly id: string
  readonly tracks: Tracks
  readonly rows: readonly RowMark[]
  /** How many points there are, drawn or not. */
  readonly count: number
  /** What the row of the lane says. */
  readonly lane: string
  readonly isOnLane: boolean
}

/** The timeline as it is read aloud and pointed at: a row for the image and one for each point, over the drawing. */
export function Rows({ id, tracks, rows, count, lane, isOnLane }: RowsProps) {
  return (
    <>
      <div
        id={`${id}-lane`}
        role="row"
        aria-level={1}
        aria-expanded
        aria-posinset={1}
        aria-setsize={1}
        className={`timeline-lane-row${isOnLane ? ' is-active' : ''}`}
        style={{ top: tracks.laneY - 14 }}
      >
        <span role="gridcell" className="visually-hidden">
          {lane}
        </span>
      </div>
      {rows.map(({ index, key, name, sentence, position, x, width, isSelected }) => (
        <div
          key={key}
          id={`${id}-${index}`}
          role="row"
          aria-level={2}
          aria-posinset={position}
          aria-setsize={count}
          aria-selected={isSelected}
          aria-label={sentence}
          className="timeline-row"
          data-drag="point"
          data-point={key}
          data-tip={sentence}
          style={{ left: x, width, top: tracks.laneY - 14, height: 46 }}
        >
          <span role="gridcell" className="visually-hidden">
            {name}
          </span>
        </div>
      ))}
    </>
  )
}

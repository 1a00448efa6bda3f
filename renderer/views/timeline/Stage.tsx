import { memo, useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import { timelineArea } from '../../dnd/timeline.ts'
import { useArea } from '../../dnd/useArea.ts'
import { ContextMenu } from '../../components/ContextMenu.tsx'
import type { TimelineModel } from '../../model/timeline/lane.ts'
import { RULER } from '../../model/timeline/layout.ts'
import { rowsOf } from '../../model/timeline/rows.ts'
import type { Scene } from '../../model/timeline/scene.ts'
import { screenX } from '../../model/timeline/scene.ts'
import { choosePoint, selectionStore } from '../../stores/selection.ts'
import { moveChoice, revealPoint } from '../../actions/timeline.ts'
import { CommandItems } from '../commands/CommandItems.tsx'
import { Picture } from './Picture.tsx'
import { pointMenu, POINT_DANGERS } from './pointMenu.ts'
import { Rows } from './Rows.tsx'
import { usePicturePointer } from './usePicturePointer.ts'
import { useTimelineKeys } from './useTimelineKeys.ts'

interface StageProps {
  readonly id: string
  readonly model: TimelineModel
  readonly scene: Scene
  /** Name of the tree grid. */
  readonly label: string
  /** What the row of the image says. */
  readonly lane: string
}

/**
 * The picture with its rows: what is pointed at, what has the keyboard, and the menu of what is chosen. The focus and the rows around it are where they
 * should be at once; the picture follows.
 */
export const Stage = memo(function Stage({ id, model, scene, label, lane: sentence }: StageProps) {
  const stage = useRef<HTMLDivElement>(null)
  useArea(stage, timelineArea)
  const lane = model.lanes[0]
  const drawn = scene.lanes[0]
  const active = useStore(selectionStore, (state) => state.point)
  const anchor = useStore(selectionStore, (state) => state.anchor)
  const activeIndex = active === null ? undefined : lane?.indexOf.get(active)
  const { isBrushing, handlers } = usePicturePointer(stage, model, scene)
  const { isOnLane, onKeyDown, leaveLane } = useTimelineKeys(() => openMenuAt(stage.current, id, activeIndex))
  const rows = useMemo(
    () =>
      lane === undefined || drawn === undefined
        ? []
        : rowsOf(lane, drawn, { point: active, anchor }, screenX(model.axis, scene.part, lane), model.now),
    [lane, drawn, active, anchor, model, scene.part],
  )
  useEffect(() => {
    if (active !== null) revealPoint(active)
  }, [active])
  if (lane === undefined || drawn === undefined) return null
  const focus = isOnLane ? `${id}-lane` : activeIndex === undefined ? undefined : `${id}-${activeIndex}`
  return (
    <ContextMenu
      itemsFor={(target) => {
        choosePressed(target)
        return <CommandItems groups={pointMenu()} dangers={POINT_DANGERS} />
      }}
      render={
        // The rows are reached through the grid: it keeps the focus, and names the row that has it.
        <div
          ref={stage}
          className={`timeline-stage${isBrushing ? ' is-brushing' : ''}`}
          role="treegrid"
          tabIndex={0}
          aria-label={label}
          aria-multiselectable="true"
          aria-rowcount={lane.choosable.length + 1}
          aria-activedescendant={focus}
          style={{ height: scene.height }}
          onKeyDown={onKeyDown}
          onFocus={({ currentTarget }) => {
            // Whoever comes by keyboard starts at the newest point; a click brings its own.
            if (active === null && currentTarget.matches(':focus-visible')) moveChoice('last', false)
          }}
          onBlur={leaveLane}
          {...handlers}
        >
          <Picture scene={scene} isBrushing={isBrushing} />
          {isOnLane || activeIndex === undefined ? null : (
            <div
              className="timeline-focus"
              style={{ translate: `${screenX(model.axis, scene.part, lane)(activeIndex)}px ${drawn.tracks.laneY}px` }}
            />
          )}
          {drawn.range === null ? null : (
            <div
              className="timeline-range-grip"
              data-drag="range"
              style={{
                left: drawn.range.x1,
                width: Math.max(0, drawn.range.x2 - drawn.range.x1),
                height: RULER,
              }}
            />
          )}
          <Rows
            id={id}
            tracks={drawn.tracks}
            rows={rows}
            count={lane.choosable.length}
            lane={sentence}
            isOnLane={isOnLane}
          />
        </div>
      }
    />
  )
})

/** The right button chooses what it is pressed on, unless that is chosen already. */
function choosePressed(target: Element): void {
  const row = target.closest('[data-point]')
  const key = row?.getAttribute('data-point')
  if (key === null || key === undefined || row?.getAttribute('aria-selected') === 'true') return
  const { point, anchor } = selectionStore.getState()
  if (key !== point && key !== anchor) choosePoint(key)
}

/** Opens the menu by key: where the mouse would have opened it, at the row with the focus. */
function openMenuAt(stage: HTMLElement | null, id: string, index: number | undefined): void {
  const row = index === undefined ? null : document.getElementById(`${id}-${index}`)
  const box = (row ?? stage)?.getBoundingClientRect()
  if (box === undefined) return
  const place = { clientX: box.left + box.width / 2, clientY: box.top + 20 }
  ;(row ?? stage)?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...place }))
}

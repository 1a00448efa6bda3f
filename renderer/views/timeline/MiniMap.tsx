import type { KeyboardEvent, PointerEvent } from 'react'
import { useMemo, useRef } from 'react'
import { panBy, showView, zoomStep } from '../../actions/timeline.ts'
import { timeAt } from '../../model/timeline/axis.ts'
import type { TimelineModel } from '../../model/timeline/lane.ts'
import { MINI_MAP } from '../../model/timeline/layout.ts'
import { frameOf, miniMapOf, placeInMap } from '../../model/timeline/miniMap.ts'
import type { TimelineSelection } from '../../model/timeline/selection.ts'
import type { View } from '../../model/timeline/view.ts'
import { betweenPlaces, PAD, shownPart, startingAt } from '../../model/timeline/view.ts'
import { formatTime } from '../../strings.ts'
import { timelineText } from '../../timelineText.ts'
import { MiniMapDrawing } from './MiniMapDrawing.tsx'

interface MiniMapProps {
  readonly model: TimelineModel
  readonly view: View
  readonly width: number
  readonly selection: TimelineSelection
}

/** The frame can be taken so far from its edges. */
const EDGE_PX = 7

type Hold = { readonly kind: 'move'; readonly offset: number } | { readonly kind: 'start' | 'end' }

/** The whole history in one line, with the shown part in a frame that is moved and stretched: by mouse or by keys. */
export function MiniMap({ model, view, width, selection }: MiniMapProps) {
  const { axis } = model
  const map = useMemo(() => miniMapOf(model, width, selection), [model, width, selection])
  const hold = useRef<Hold | null>(null)
  const frame = frameOf(axis, view, width)
  const part = shownPart(axis, view, width)
  const from = timeAt(axis, part.scale, part.left)
  const to = timeAt(axis, part.scale, part.left + width - PAD.left - PAD.right)

  const xOf = (event: PointerEvent) => event.clientX - event.currentTarget.getBoundingClientRect().left
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return
    const x = xOf(event)
    const inside = x > frame.x1 && x < frame.x2
    event.currentTarget.setPointerCapture(event.pointerId)
    if (Math.abs(x - frame.x1) <= EDGE_PX) hold.current = { kind: 'start' }
    else if (Math.abs(x - frame.x2) <= EDGE_PX) hold.current = { kind: 'end' }
    else {
      // A press beside the frame brings it there.
      hold.current = { kind: 'move', offset: inside ? x - frame.x1 : (frame.x2 - frame.x1) / 2 }
      drag(x)
    }
  }
  const drag = (x: number) => {
    const now = hold.current
    if (now === null) return
    const at = (px: number) => placeInMap(axis, width, px)
    if (now.kind === 'move') showView(startingAt(axis, view, width, at(x - now.offset)))
    else if (now.kind === 'start') showView(betweenPlaces(axis, width, at(Math.min(x, frame.x2 - 4)), at(frame.x2)))
    else showView(betweenPlaces(axis, width, at(frame.x1), at(Math.max(x, frame.x1 + 4))))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = width / 8
    const acts: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => panBy(-step),
      ArrowRight: () => panBy(step),
      PageUp: () => panBy(-width * 0.9),
      PageDown: () => panBy(width * 0.9),
      Home: () => panBy(Number.NEGATIVE_INFINITY),
      End: () => panBy(Number.POSITIVE_INFINITY),
      ArrowUp: () => zoomStep(1),
      '+': () => zoomStep(1),
      '=': () => zoomStep(1),
      ArrowDown: () => zoomStep(-1),
      '-': () => zoomStep(-1),
      '0': () => showView(null),
    }
    const act = acts[event.key]
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    act()
    event.preventDefault()
  }

  const room = Math.max(1, width - PAD.left - PAD.right)
  return (
    <div
      className="mini-map"
      style={{ height: MINI_MAP.height }}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => drag(xOf(event))}
      onPointerUp={() => (hold.current = null)}
      onPointerCancel={() => (hold.current = null)}
    >
      <MiniMapDrawing map={map} width={width} />
      <div
        className="mini-frame"
        role="slider"
        tabIndex={0}
        aria-label={timelineText.miniMap.label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(((frame.x1 - PAD.left) / room) * 100)}
        aria-valuetext={
          view === null ? timelineText.miniMap.whole : timelineText.miniMap.value(formatTime(from), formatTime(to))
        }
        style={{ left: frame.x1 - 6, width: Math.max(12, frame.x2 - frame.x1 + 12) }}
        onKeyDown={onKeyDown}
      />
    </div>
  )
}

import type { KeyboardEvent } from 'react'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { mapText } from '../../mapText.ts'
import { mapKey } from '../../model/map/keys.ts'
import type { MapRoom } from '../../model/map/layout.ts'
import { boxOf } from '../../model/map/layout.ts'
import type { MapPart } from '../../model/map/reading.ts'
import { cellOf, factsOf, offsetOf } from '../../model/map/reading.ts'
import type { MapScene } from '../../model/map/scene.ts'
import { panned, zoomed } from '../../model/map/view.ts'
import { mapStore, moveCursor, showView } from '../../stores/map.ts'
import { chooseRegion, selectionStore } from '../../stores/selection.ts'
import { announce } from '../../stores/ui.ts'
import { MapCanvas } from './MapCanvas.tsx'
import { MapOverlay } from './MapOverlay.tsx'
import { MapTip } from './MapTip.tsx'
import type { CellRange } from './useBrush.ts'
import { rangeBetween, useBrush } from './useBrush.ts'
import type { MapAnswer } from './useMapReading.ts'
import { cellWords } from './words.ts'

interface MapStageProps {
  readonly answer: MapAnswer
  readonly scene: MapScene
  readonly room: MapRoom
  readonly label: string
  readonly writers: ReadonlyMap<number, string>
}

/** The map itself: one stop of the keyboard, a slider over its cells whose value says what the cell holds. */
export function MapStage({ answer: { reading, mode }, scene, room, label, writers }: MapStageProps) {
  const stage = useRef<HTMLDivElement>(null)
  const view = useStore(mapStore, (state) => state.view)
  const cursor = useStore(mapStore, (state) => state.cursor)
  const region = useStore(selectionStore, (state) => state.region)
  const [isFocused, setFocused] = useState(false)
  const [anchor, setAnchor] = useState<number | null>(null)
  const { sizeBytes, cells, start, length } = reading
  const isSeen = cursor !== null && cursor >= start && cursor < start + length
  const cursorCell = isSeen ? cellOf(reading, cursor) : null
  const point = (cell: number) => moveCursor(offsetOf(reading, cell))
  const zoom = (factor: number, cell: number) =>
    showView(zoomed(view, sizeBytes, factor, (offsetOf(reading, cell) + offsetOf(reading, cell + 1)) / 2))

  const mark = (range: CellRange | null) => {
    if (range === null) {
      if (selectionStore.getState().region !== null) announce(mapText.region.cleared)
      chooseRegion(null)
      return
    }
    const from = offsetOf(reading, range.first)
    const end = offsetOf(reading, range.end)
    chooseRegion({ start: from, length: end - from })
  }

  const { hover, brush, handlers } = useBrush({
    layout: scene.layout,
    anchor: anchor ?? cursorCell,
    onPoint: (cell) => {
      setAnchor(cell)
      point(cell)
    },
    onMark: mark,
    onZoom: (cell) => zoom(4, cell),
  })

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const at = cursorCell ?? 0
    const act = mapKey(event.key, at, { cells, columns: scene.layout.columns })
    if (act === null) return
    event.preventDefault()
    event.stopPropagation()
    if (act.kind === 'cell') {
      // The first key brings the cursor in; from then on it moves.
      const target = cursorCell === null && event.key.startsWith('Arrow') ? 0 : act.cell
      point(target)
      if (event.shiftKey) {
        setAnchor(anchor ?? at)
        mark(rangeBetween(anchor ?? at, target))
      } else setAnchor(null)
    } else if (act.kind === 'pan') {
      showView(panned(view, sizeBytes, act.views * length))
      if (view !== null) moveCursor(Math.min(sizeBytes - 1, Math.max(0, act.views > 0 ? start + length : start - 1)))
    } else if (act.kind === 'mark') mark(rangeBetween(at, at))
    else if (act.kind === 'clear') mark(null)
    else if (act.kind === 'all') showView(null)
    else zoom(act.kind === 'in' ? 2 : 0.5, cursorCell ?? Math.floor(cells / 2))
  }

  const onWheel = (event: WheelEvent) => {
    const target = stage.current
    if (!event.ctrlKey || target === null) return
    event.preventDefault()
    event.stopPropagation()
    const factor = Math.min(2, Math.max(0.5, 2 ** (-event.deltaY / 240)))
    zoom(factor, hover ?? cursorCell ?? Math.floor(cells / 2))
  }
  const wheel = useRef(onWheel)
  wheel.current = onWheel
  useEffect(() => {
    const target = stage.current
    if (target === null) return
    // React listens to wheels without the right to stop the page's own zoom.
    const listen = (event: WheelEvent) => wheel.current(event)
    target.addEventListener('wheel', listen, { passive: false })
    return () => target.removeEventListener('wheel', listen)
  }, [])

  const told = hover ?? (isFocused ? cursorCell : null)
  const wordsOf = (cell: number) => cellWords(factsOf(reading, cell), mode, writers)
  const spoken = wordsOf(cursorCell ?? 0)
  return (
    <div
      ref={stage}
      className="map-stage"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-description={mapText.keys}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, cells - 1)}
      aria-valuenow={cursorCell ?? 0}
      aria-valuetext={`${spoken.where}, ${spoken.objects}, ${spoken.what}`}
      onKeyDown={onKeyDown}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      {...handlers}
    >
      <MapCanvas scene={scene} />
      <MapOverlay
        layout={scene.layout}
        marked={brush ?? cellsOfRegion(region, reading)}
        cursor={cursorCell}
        hover={hover}
      />
      {told === null ? null : (
        <MapTip box={boxOf(scene.layout, told)} width={room.width} height={room.height} words={wordsOf(told)} />
      )}
    </div>
  )
}

/** The cells that a marked part lies in; null where none of it is seen. */
function cellsOfRegion(region: { start: number; length: number } | null, part: MapPart): CellRange | null {
  if (region === null || region.length === 0) return null
  if (region.start >= part.start + part.length || region.start + region.length <= part.start) return null
  return { first: cellOf(part, region.start), end: cellOf(part, region.start + region.length - 1) + 1 }
}

import type { PointerEvent, RefObject } from 'react'
import { useEffect, useRef, useState } from 'react'
import { panBy, showView, zoomBy } from '../../actions/timeline.ts'
import { at } from '../../model/timeline/axis.ts'
import { choosableAt, hitAt, laneAt } from '../../model/timeline/hit.ts'
import type { TimelineModel } from '../../model/timeline/lane.ts'
import { RULER } from '../../model/timeline/layout.ts'
import type { Scene } from '../../model/timeline/scene.ts'
import { fitted } from '../../model/timeline/view.ts'
import { choosePoint, selectionStore } from '../../stores/selection.ts'

/** A press that moves less is a click. */
const CLICK_PX = 4
/** A click hits what is at most so far away. */
const REACH_PX = 48

interface Press {
  readonly kind: 'brush' | 'pan'
  readonly x: number
  readonly y: number
  lastX: number
  isMoving: boolean
  /** What was chosen before: a drag of the system that takes over leaves it as it was. */
  readonly before: { readonly point: string | null; readonly anchor: string | null }
}

/**
 * The mouse on the picture: a click chooses, a drag chooses a range, a drag on the ruler or with the middle button moves the shown part,
 * the wheel with Ctrl zooms and sideways moves.
 */
export function usePicturePointer(stage: RefObject<HTMLElement | null>, model: TimelineModel, scene: Scene) {
  const press = useRef<Press | null>(null)
  const [isBrushing, setBrushing] = useState(false)
  useWheel(stage)

  const placeOf = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }) => {
    const box = stage.current?.getBoundingClientRect()
    return { x: clientX - (box?.left ?? 0), y: clientY - (box?.top ?? 0) }
  }

  const onPointerDown = (event: PointerEvent) => {
    if (event.button > 1) return
    const { x, y } = placeOf(event)
    const kind = event.button === 1 || y < RULER ? 'pan' : 'brush'
    const { point, anchor } = selectionStore.getState()
    press.current = { kind, x, y, lastX: x, isMoving: false, before: { point, anchor } }
  }

  const onPointerMove = (event: PointerEvent) => {
    const now = press.current
    if (now === null) return
    const { x } = placeOf(event)
    if (!now.isMoving) {
      if (Math.abs(x - now.x) < CLICK_PX) return
      now.isMoving = true
      if (event.currentTarget instanceof HTMLElement) event.currentTarget.setPointerCapture(event.pointerId)
      setBrushing(now.kind === 'brush')
    }
    if (now.kind === 'pan') panBy(now.lastX - x)
    else brush(scene, now, x)
    now.lastX = x
  }

  const onPointerUp = (event: PointerEvent) => {
    const now = press.current
    press.current = null
    setBrushing(false)
    if (now === null || now.isMoving || now.kind === 'pan') return
    const hit = hitAt(scene, now.x, now.y, REACH_PX)
    if (hit === null) return
    if (hit.kind === 'group') {
      const marks = model.lanes[hit.lane]?.marks ?? []
      showView(fitted(model.axis, scene.width, at(marks, hit.mark.from), at(marks, hit.mark.to)))
    } else if (hit.mark.kind !== 'unnamed') choosePoint(hit.mark.key, event.shiftKey || event.ctrlKey || event.metaKey)
  }

  const onPointerCancel = () => {
    const now = press.current
    press.current = null
    setBrushing(false)
    if (now?.isMoving === true && now.kind === 'brush') selectionStore.setState(now.before)
  }

  return { isBrushing, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel } }
}

/** The range between the points nearest to both ends of a stroke. */
function brush(scene: Scene, { x: start, y }: Press, x: number): void {
  const lane = scene.lanes[laneAt(scene, y)]
  if (lane === undefined) return
  const from = choosableAt(lane, start)
  const to = choosableAt(lane, x)
  if (from === null || to === null) return
  const { point, anchor } = selectionStore.getState()
  const wanted = from.key === to.key ? null : from.key
  if (point === to.key && anchor === wanted) return
  choosePoint(from.key)
  if (wanted !== null) choosePoint(to.key, true)
}

/** Listens by itself: what React listens with may not keep the page from scrolling. */
function useWheel(stage: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = stage.current
    if (element === null) return undefined
    const onWheel = (event: WheelEvent) => {
      const x = event.clientX - element.getBoundingClientRect().left
      const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX
      if (event.ctrlKey || event.metaKey) zoomBy(Math.exp(-event.deltaY / 240), x)
      else if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) panBy(sideways)
      else return
      event.preventDefault()
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [stage])
}

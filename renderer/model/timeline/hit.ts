import type { GroupMark, PointMark } from './marks.ts'
import type { LaneScene, Scene } from './scene.ts'

/** What stands nearest to a place of the picture. */
export type Hit =
  | { readonly kind: 'point'; readonly lane: number; readonly mark: PointMark }
  | { readonly kind: 'group'; readonly lane: number; readonly mark: GroupMark }

/** The lane whose tracks hold this height; the nearest one where none does. */
export function laneAt(scene: Scene, y: number): number {
  const index = scene.lanes.findIndex(({ tracks }) => y < tracks.bottom)
  return index < 0 ? scene.lanes.length - 1 : index
}

/** The drawn mark that is nearest to a place, within `reach` px; null where there is none. */
export function hitAt(scene: Scene, x: number, y: number, reach = Number.POSITIVE_INFINITY): Hit | null {
  const lane = laneAt(scene, y)
  const drawn = scene.lanes[lane]
  if (drawn === undefined) return null
  const point = nearest(drawn.points, x)
  const group = nearest(drawn.groups, x)
  const toPoint = point === null ? Number.POSITIVE_INFINITY : Math.abs(point.x - x)
  const toGroup = group === null ? Number.POSITIVE_INFINITY : Math.abs(group.x - x)
  if (Math.min(toPoint, toGroup) > reach) return null
  if (point !== null && toPoint <= toGroup) return { kind: 'point', lane, mark: point }
  return group === null ? null : { kind: 'group', lane, mark: group }
}

/** The point that can be chosen nearest to `x`: the end of a range that is drawn with the mouse. */
export function choosableAt(drawn: LaneScene, x: number): PointMark | null {
  return nearest(
    drawn.points.filter(({ kind }) => kind !== 'unnamed'),
    x,
  )
}

function nearest<T extends { readonly x: number }>(marks: readonly T[], x: number): T | null {
  let best: T | null = null
  for (const mark of marks) if (best === null || Math.abs(mark.x - x) < Math.abs(best.x - x)) best = mark
  return best
}

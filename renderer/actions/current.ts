import type { ImageDetails } from '../../shared/contract.ts'
import type { PointRef } from '../../shared/imageSpec.ts'
import type { MergeInput } from '../../shared/jobs.ts'
import type { Name } from '../../shared/names.ts'
import type { History, Point, Range } from '../model/points.ts'
import { historyOf, rangeOf } from '../model/points.ts'
import type { SelectionStore } from '../stores/selection.ts'

/** What is chosen of an image: nothing, one point, or a stretch. */
export interface Chosen {
  readonly history: History
  readonly point: Point | null
  readonly range: Range | null
}

/** What the selection means on this image. */
export function chosenOf(details: ImageDetails, selection: Pick<SelectionStore, 'point' | 'anchor'>): Chosen {
  const history = historyOf(details)
  const { point: key, anchor } = selection
  const range = key !== null && anchor !== null ? rangeOf(history, anchor, key) : null
  const point = history.points.find((one) => one.key === key) ?? null
  return { history, range, point: range === null ? point : null }
}

/** The point that is meant where none was chosen: the head, or the end of the chosen stretch. */
export function sourceOf(details: ImageDetails, { point, range }: Chosen): PointRef {
  const meant = range?.to ?? point
  return { ...details.ref, snapshot: meant?.snapshot?.name ?? null }
}

/** Where the chosen stretch starts; null where no stretch is chosen. */
export function fromOf({ range }: Chosen): Name | null {
  return range?.from.snapshot?.name ?? null
}

/** The increments of the chosen stretch as inputs of a merge, oldest first. */
export function mergeInputsOf(details: ImageDetails, range: Range): readonly MergeInput[] {
  return range.stops.slice(1).flatMap((to, index): MergeInput[] => {
    const from = range.stops[index]?.snapshot?.name
    return from === undefined ? [] : [{ kind: 'range', image: details.ref, from, to: to.snapshot?.name ?? null }]
  })
}

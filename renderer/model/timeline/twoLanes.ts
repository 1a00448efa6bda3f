import type { ImageDetails } from '../../../shared/contract.ts'
import { formatBytes } from '../../../shared/units.ts'
import { timelineText } from '../../timelineText.ts'
import type { PointKey } from '../../stores/selection.ts'
import type { Point } from '../points.ts'
import { historyOf } from '../points.ts'
import type { ArcMark } from './arcs.ts'
import { bytesOf } from './lane.ts'

/** A snapshot by its name, on one side or on both. */
export interface Column {
  readonly key: PointKey
  readonly x: number
  readonly name: string
  readonly isOnSource: boolean
  readonly isOnTarget: boolean
  /** It would be sent: it stands on the source after the last snapshot that both have. */
  readonly isToSend: boolean
  readonly isLastCommon: boolean
}

/** Two images, the second of which is, or becomes, a copy of the first. */
export interface TwoLanesScene {
  readonly columns: readonly Column[]
  /** What would be sent, as estimates. */
  readonly arcs: readonly (Omit<ArcMark, 'state'> & { readonly state: 'estimate' })[]
  readonly source: { readonly x1: number; readonly x2: number }
  readonly target: { readonly x1: number; readonly x2: number } | null
  /** The stretch on the target that is still to come. */
  readonly toCome: { readonly x1: number; readonly x2: number } | null
  readonly headX: number
  /** Columns that found no room, before and after. */
  readonly earlier: number
  readonly later: number
  /** The picture in a sentence. */
  readonly sentence: string
}

/** Where things stand, in px from the top. */
export const TWO_LANES = { sourceY: 74, sourceName: 94, targetY: 178, targetName: 198, height: 210, label: 64 } as const
const COLUMN_PX = 78
const RIGHT_PX = 40

interface Both {
  readonly key: PointKey
  readonly name: string
  readonly source: Point | undefined
  readonly target: Point | undefined
}

/** Joins the snapshots of both sides by their names and lays them out; steps are even, as the times of both sides differ. */
export function twoLanesOf(source: ImageDetails, target: ImageDetails, width: number): TwoLanesScene {
  const all = joined(historyOf(source).points, historyOf(target).points)
  const lastCommon = all.findLastIndex((one) => one.source !== undefined && one.target !== undefined)
  const room = Math.max(1, width - TWO_LANES.label - RIGHT_PX)
  // One step is the head's.
  const most = Math.max(2, Math.floor(room / COLUMN_PX) - 1)
  const start = Math.max(0, Math.min(Math.max(0, lastCommon - 1), all.length - most))
  const shown = all.slice(start, start + most)
  const step = Math.min(160, room / (shown.length + 0.5))
  const xOf = (index: number) => TWO_LANES.label + (index + 0.5) * step
  const columns = shown.map((one, index): Column => {
    const place = start + index
    return {
      key: one.key,
      x: xOf(index),
      name: shortened(one.name, step),
      isOnSource: one.source !== undefined,
      isOnTarget: one.target !== undefined,
      isToSend: one.source !== undefined && one.target === undefined && place > lastCommon,
      isLastCommon: place === lastCommon,
    }
  })
  const headX = xOf(shown.length)
  const onTarget = columns.filter(({ isOnTarget }) => isOnTarget)
  const last = columns.find(({ isLastCommon }) => isLastCommon)
  const sent = columns.filter(({ isToSend }) => isToSend)
  return {
    columns,
    arcs: arcsOf(source, last, sent),
    source: { x1: columns.find(({ isOnSource }) => isOnSource)?.x ?? headX, x2: headX },
    target: onTarget.length === 0 ? null : { x1: onTarget[0]?.x ?? 0, x2: onTarget.at(-1)?.x ?? 0 },
    toCome: sent.length === 0 ? null : { x1: last?.x ?? sent[0]?.x ?? 0, x2: sent.at(-1)?.x ?? 0 },
    headX,
    earlier: start,
    later: Math.max(0, all.length - start - most),
    sentence: sentenceOf(all, all[lastCommon]?.name ?? null),
  }
}

/** The points with a name of both sides, in the order of the source; what only the target has follows what came before it there. */
function joined(source: readonly Point[], target: readonly Point[]): readonly Both[] {
  const named = (points: readonly Point[]) => points.filter(({ snapshot }) => snapshot !== null)
  const rest = named(target)
  const byKey = new Map(rest.map((point) => [point.key, point]))
  const onSource = new Set(named(source).map(({ key }) => key))
  const all: Both[] = []
  let next = 0
  const takeOwn = () => {
    for (let own = rest[next]; own !== undefined && !onSource.has(own.key); own = rest[++next]) {
      all.push({ key: own.key, name: own.snapshot?.name.text ?? '', source: undefined, target: own })
    }
  }
  takeOwn()
  for (const point of named(source)) {
    const twin = byKey.get(point.key)
    all.push({ key: point.key, name: point.snapshot?.name.text ?? '', source: point, target: twin })
    if (twin === undefined || rest[next]?.key !== twin.key) continue
    next++
    takeOwn()
  }
  for (; next < rest.length; next++) {
    const own = rest[next]
    if (own !== undefined && !onSource.has(own.key))
      all.push({ key: own.key, name: own.snapshot?.name.text ?? '', source: undefined, target: own })
  }
  return all
}

/** An arc for each snapshot to send, with what its steps hold. */
function arcsOf(source: ImageDetails, last: Column | undefined, sent: readonly Column[]): TwoLanesScene['arcs'] {
  const { points, steps } = historyOf(source)
  const stations = new Map(points.map(({ key, station }) => [key, station]))
  return sent.flatMap((column, index) => {
    const before = sent[index - 1] ?? last
    if (before === undefined) return []
    const from = stations.get(before.key) ?? 0
    const bytes = steps.slice(from, stations.get(column.key)).reduce((sum, link) => sum + bytesOf(link), 0)
    const x1 = before.x + 5
    const x2 = column.x - 5
    const label = timelineText.estimate(formatBytes(bytes))
    return [
      {
        number: index + 1,
        x1,
        x2,
        height: Math.min(50, 24 + (x2 - x1) * 0.16),
        thickness: 6,
        state: 'estimate' as const,
        ordinal: index + 1,
        label: label.length * 6.4 < x2 - x1 ? label : null,
        labelX: (x1 + x2) / 2,
        isDimmed: false,
      },
    ]
  })
}

function sentenceOf(all: readonly Both[], last: string | null): string {
  const common = all.filter((one) => one.source !== undefined && one.target !== undefined).length
  const onlySource = all.filter((one) => one.target === undefined).length
  return timelineText.twoLanes.sentence(common, last, onlySource, all.length - common - onlySource)
}

function shortened(name: string, room: number): string {
  const most = Math.max(4, Math.floor((room - 6) / 6.9))
  return name.length <= most ? name : `${name.slice(0, Math.ceil(most / 2) - 1)}…${name.slice(-Math.floor(most / 2))}`
}

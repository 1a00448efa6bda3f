import type { ImageDetails, SnapshotInfo } from '../../shared/contract.ts'
import type { ImageRef, PointRef } from '../../shared/imageSpec.ts'
import type { JobRequest } from '../../shared/jobs.ts'
import type { Name } from '../../shared/names.ts'
import { sameName } from '../../shared/names.ts'

/** One increment that is sent, and the snapshot it leaves on the target; null: the head. */
export interface PipeStep {
  readonly from: Name
  readonly to: Name | null
  /** What its links hold now; as one delta it can be less. */
  readonly bytes: number
}

/** What a target lacks of a source. */
export interface Missing {
  /** The newest snapshot both have, with the same size: from there on is sent. Null: there is none. */
  readonly common: Name | null
  /** The snapshots between it and the point to send, one increment each. */
  readonly steps: readonly PipeStep[]
  /** Snapshots that only the target has. They stay. */
  readonly onlyThere: readonly Name[]
}

/** What has to be sent so that a target has every snapshot of the source up to a point. Pure. */
export function missingOn(source: ImageDetails, point: Name | null, target: ImageDetails): Missing {
  const ordered = [...source.snapshots].sort((a, b) => a.afterLink - b.afterLink || a.id - b.id)
  const end = point === null ? null : (ordered.find(({ name }) => sameName(name, point)) ?? null)
  const upTo = end === null ? ordered : ordered.slice(0, ordered.indexOf(end) + 1)
  const isThere = ({ name, sizeBytes }: SnapshotInfo) =>
    target.snapshots.some((one) => sameName(one.name, name) && one.sizeBytes === sizeBytes)
  const onlyThere = target.snapshots
    .filter(({ name }) => !source.snapshots.some((one) => sameName(one.name, name)))
    .map(({ name }) => name)
  const at = upTo.findLastIndex(isThere)
  const common = upTo[at]
  if (common === undefined) return { common: null, steps: [], onlyThere }
  const stops = upTo.slice(at)
  const steps = stops.slice(1).map((to, index): PipeStep => {
    const from = stops[index] ?? common
    return { from: from.name, to: to.name, bytes: bytesBetween(source, from.afterLink, to.afterLink) }
  })
  const last = stops.at(-1) ?? common
  const newest = source.links.at(-1)?.number ?? 0
  const headBytes = bytesBetween(source, last.afterLink, newest)
  if (point === null && headBytes > 0) steps.push({ from: last.name, to: null, bytes: headBytes })
  return { common: common.name, steps, onlyThere }
}

function bytesBetween({ links }: ImageDetails, after: number, upTo: number): number {
  return links
    .filter(({ number, kind }) => number > after && number <= upTo && kind !== 'seal')
    .reduce((sum, { fileBytes }) => sum + fileBytes, 0)
}

/** The jobs that send what is missing, in order: each is complete on the target before the next begins. */
export function missingRequests(
  source: PointRef,
  target: ImageRef,
  { steps }: Missing,
): readonly Extract<JobRequest, { kind: 'pipe' }>[] {
  return steps.map(({ from, to }) => ({
    kind: 'pipe',
    source: { ...source, snapshot: to },
    fromSnapshot: from,
    target,
    create: false,
  }))
}

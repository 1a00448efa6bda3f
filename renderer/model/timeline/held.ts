import type { ImageDetails } from '../../../shared/contract.ts'
import type { Job } from '../../../shared/job.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { isOver } from '../../../shared/jobs.ts'
import type { Name } from '../../../shared/names.ts'
import { nameKey } from '../../../shared/names.ts'
import { imageKey } from '../../stores/images.ts'
import type { PointKey } from '../../stores/selection.ts'
import { HEAD } from '../points.ts'

const keyOf = (name: Name | null): PointKey => (name === null ? HEAD : `snap:${nameKey(name)}`)

/** The points of an image that running jobs read from, and its head while something writes to it: none of them may go now. */
export function heldPoints({ ref, lock, snapshots }: ImageDetails, jobs: readonly Job[]): ReadonlySet<PointKey> {
  const held = new Set<PointKey>()
  const isThis = (image: ImageRef) => imageKey(image) === imageKey(ref)
  for (const { request, state } of jobs) {
    if (isOver(state)) continue
    if (request.kind === 'replicate' && isThis(request.source)) {
      for (const { name } of snapshots) held.add(keyOf(name))
    } else if ('source' in request && 'snapshot' in request.source && isThis(request.source)) {
      held.add(keyOf(request.source.snapshot))
      const from = 'fromSnapshot' in request ? request.fromSnapshot : null
      if (from !== null) held.add(keyOf(from))
    }
    if ('target' in request && isThis(request.target)) held.add(HEAD)
  }
  if (lock !== null) held.add(HEAD)
  return held
}

import type { Job } from '../../shared/job.ts'
import { isOver } from '../../shared/jobs.ts'
import { imagesOf } from '../../shared/requestParts.ts'
import { imageKey } from '../stores/images.ts'

/** What is known of images without reading each: by the jobs that worked on them. What is damaged, their state says. */
export interface ImageMarks {
  /** Their newest verification found everything right. */
  readonly verified: ReadonlySet<string>
  /** A job reads or writes them now. */
  readonly busy: ReadonlySet<string>
}

/** Keys of the images that have a mark. `jobs` newest first. */
export function imageMarks(jobs: readonly Job[]): ImageMarks {
  const judged = new Set<string>()
  const verified = new Set<string>()
  const busy = new Set<string>()
  for (const { request, report, state } of jobs) {
    if (!isOver(state)) for (const image of imagesOf(request)) busy.add(imageKey(image))
    if (request.kind !== 'verify' || request.what.kind !== 'image' || report?.verification === undefined) continue
    const key = imageKey(request.what.image)
    if (judged.has(key)) continue
    judged.add(key)
    if (report.verification.ok) verified.add(key)
  }
  return { verified, busy }
}

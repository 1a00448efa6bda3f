import type { ImageDetails, Job, LinkInfo } from '../../shared/contract.ts'
import type { VerifyProblem } from '../../shared/jobs.ts'
import { imageKey } from '../stores/images.ts'

/** What the last verifications found wrong with an image's files. `jobId`: of the newest of them. */
export interface Damage {
  readonly jobId: string
  readonly problems: readonly VerifyProblem[]
  /** Numbers of the links whose files are damaged. */
  readonly links: ReadonlySet<number>
}

const lastPart = (path: string) => path.split(/[\\/]/).at(-1) ?? path

/**
 * The damage of an image as its verifications told it. Each file is judged by the newest job that looked at it; one that was found right
 * since is well again. `jobs` newest first. Null: nothing wrong is known.
 */
export function damageOf(details: ImageDetails, jobs: readonly Job[]): Damage | null {
  const judged = new Set<number>()
  const links = new Set<number>()
  const problems: VerifyProblem[] = []
  let jobId: string | null = null
  for (const job of jobs) {
    const verification = job.report?.verification
    if (job.request.kind !== 'verify' || verification === undefined) continue
    const { what } = job.request
    const isOfImage = what.kind === 'image' && imageKey(what.image) === imageKey(details.ref)
    const linkOf = (path: string) =>
      details.links.filter((link) => link.path === path || (isOfImage && link.file === lastPart(path)))
    const seen = new Set<number>()
    for (const problem of verification.problems) {
      for (const link of linkOf(problem.path)) {
        seen.add(link.number)
        if (judged.has(link.number) || isVerifiedSince(link, job)) continue
        links.add(link.number)
        if (!problems.includes(problem)) problems.push(problem)
        jobId ??= job.id
      }
    }
    for (const file of verification.files) {
      if (file.proof !== 'skipped') for (const link of linkOf(file.path)) seen.add(link.number)
    }
    for (const number of seen) judged.add(number)
  }
  return jobId === null ? null : { jobId, problems, links }
}

function isVerifiedSince(link: LinkInfo, job: Job): boolean {
  return link.verifiedAt !== undefined && job.endedAt !== null && link.verifiedAt > job.endedAt
}

/** When files were last found right: all of them by the oldest time, or how many never were. Links of one file count once. */
export function verifiedOf(links: readonly LinkInfo[]): {
  readonly files: number
  readonly verified: number
  readonly oldest: number | null
} {
  const byFile = new Map(links.map((link) => [link.file, link.verifiedAt]))
  const times = [...byFile.values()].filter((time) => time !== undefined)
  return {
    files: byFile.size,
    verified: times.length,
    oldest: times.length === 0 ? null : times.reduce((least, time) => Math.min(least, time)),
  }
}

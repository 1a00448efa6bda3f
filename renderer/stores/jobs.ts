import { createStore } from 'zustand/vanilla'
import type { Job } from '../../shared/job.ts'
import type { Progress } from '../../shared/jobs.ts'
import { isOver } from '../../shared/jobs.ts'

export interface JobsStore {
  /** Newest first. Their progress is that of their last other change, so that nothing is drawn anew ten times a second that shows none. */
  readonly jobs: readonly Job[]
  /** The same with the newest progress: for what shows it. */
  readonly moving: readonly Job[]
}

/** The jobs the host knows of. */
export const jobsStore = createStore<JobsStore>(() => ({ jobs: [], moving: [] }))

/** Puts jobs, with the newest progress, in place of those that were known. */
export function putJobs(moving: readonly Job[]): void {
  jobsStore.setState(({ jobs }) => ({ moving, jobs: differByProgress(jobs, moving) ? jobs : moving }))
}

/** Whether two lists hold the same jobs in the same states, the ways of which may differ. */
function differByProgress(a: readonly Job[], b: readonly Job[]): boolean {
  return a.length === b.length && a.every((job, at) => job === b[at] || isSameState(job, b[at]))
}

function isSameState(a: Job, b: Job | undefined): boolean {
  if (b === undefined) return false
  const names = Object.keys({ ...a, ...b }) as (keyof Job)[]
  return names.every((name) => name === 'progress' || a[name] === b[name])
}

const newestFirst = (a: Job, b: Job) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)

/** Takes a whole list in place of what was known: after a reconnect. */
export function withSnapshot(jobs: readonly Job[]): readonly Job[] {
  return [...jobs].sort(newestFirst)
}

/** Takes one job's new state. Progress that is newer than the job's own is kept: the two come by different ways. */
export function withJob(jobs: readonly Job[], changed: Job): readonly Job[] {
  const known = jobs.find((job) => job.id === changed.id)
  const isNewer = (known?.progress?.seq ?? -1) > (changed.progress?.seq ?? -1)
  const job = isNewer ? { ...changed, progress: known?.progress ?? null } : changed
  return known === undefined ? [job, ...jobs].sort(newestFirst) : jobs.map((one) => (one.id === job.id ? job : one))
}

/** Takes progress of any number of jobs; what is older than what is known, or of no known job, is dropped. */
export function withProgress(jobs: readonly Job[], news: ReadonlyMap<string, Progress>): readonly Job[] {
  let isChanged = false
  const next = jobs.map((job) => {
    const progress = news.get(job.id)
    if (progress === undefined || progress.seq <= (job.progress?.seq ?? -1)) return job
    isChanged = true
    return { ...job, progress }
  })
  return isChanged ? next : jobs
}

/** The jobs that are not over yet. */
export function activeJobs(jobs: readonly Job[]): readonly Job[] {
  return jobs.filter((job) => !isOver(job.state))
}

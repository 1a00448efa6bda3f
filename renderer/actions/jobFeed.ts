import type { Job } from '../../shared/job.ts'
import type { Progress } from '../../shared/jobs.ts'
import { isOver } from '../../shared/jobs.ts'
import { call } from '../api.ts'
import { jobText } from '../jobText.ts'
import { SILENT, speak, speaksAt, withSaying } from '../model/announcer.ts'
import { withHeard, withLogged } from '../model/jobTrack.ts'
import { milestoneOf } from '../model/progress.ts'
import { jobsStore, putJobs, withJob, withProgress, withSnapshot } from '../stores/jobs.ts'
import { jobTracksStore, placeOfJob } from '../stores/jobTracks.ts'
import { jobsViewStore } from '../stores/jobsView.ts'
import { announce } from '../stores/ui.ts'
import { attempt } from './failure.ts'
import { notifyEnd } from './notifications.ts'

let isFirst = true

/** Takes a whole list of jobs in place of what was known: after a connection. Nothing of it is news. */
export function takeJobs(jobs: readonly Job[]): void {
  if (isFirst) jobsViewStore.setState({ old: new Set(jobs.filter(({ state }) => isOver(state)).map(({ id }) => id)) })
  isFirst = false
  putJobs(withSnapshot(jobs))
  for (const job of jobs) if (!isOver(job.state) && job.state !== 'queued') void fillFromLog(job)
}

/** Takes one job's new state. */
export function takeJob(job: Job): void {
  changeJobs((jobs) => withJob(jobs, job))
}

/** Takes a job out that was forgotten. */
export function dropJob(id: string): void {
  putJobs(jobsStore.getState().moving.filter((job) => job.id !== id))
  jobTracksStore.setState(({ tracks }) => {
    const { [id]: _gone, ...rest } = tracks
    return { tracks: rest }
  })
}

/** Takes progress of any number of jobs. */
export function takeProgress(news: ReadonlyMap<string, Progress>): void {
  changeJobs((jobs) => withProgress(jobs, news))
}

function changeJobs(change: (jobs: readonly Job[]) => readonly Job[]): void {
  const { moving: before } = jobsStore.getState()
  const after = change(before)
  if (after === before) return
  const changed = after.flatMap((job) => {
    const old = before.find(({ id }) => id === job.id)
    return old === job ? [] : [{ job, old, placeBefore: placeOfJob(job.id) }]
  })
  hear(changed.map(({ job }) => job).filter(({ id, progress }) => progress !== null && isNews(before, id, progress)))
  putJobs(after)
  for (const { job, old, placeBefore } of changed) {
    const milestone = milestoneOf(old === undefined ? null : { job: old, place: placeBefore }, {
      job,
      place: placeOfJob(job.id),
    })
    if (milestone !== null) say(job, milestone)
    notifyEnd(old, job)
  }
}

function isNews(before: readonly Job[], id: string, progress: Progress): boolean {
  return (before.find((job) => job.id === id)?.progress?.seq ?? -1) < progress.seq
}

function hear(jobs: readonly Job[]): void {
  if (jobs.length === 0) return
  const now = Date.now()
  jobTracksStore.setState(({ tracks }) => ({
    tracks: {
      ...tracks,
      ...Object.fromEntries(
        jobs.flatMap(({ id, request, progress }) =>
          progress === null ? [] : [[id, withHeard(tracks[id], request, progress, now)] as const],
        ),
      ),
    },
  }))
}

/** What a job did before this window was there. Its log only adds to the picture: without it the job is shown all the same. */
async function fillFromLog(job: Job): Promise<void> {
  hear([job])
  await attempt(async () => {
    const { samples } = await call('job.log', { id: job.id })
    jobTracksStore.setState(({ tracks }) => ({
      tracks: { ...tracks, [job.id]: withLogged(tracks[job.id], samples, Date.now()) },
    }))
  })
}

let announcer = SILENT
let isWaiting = false

function say(job: Job, milestone: NonNullable<ReturnType<typeof milestoneOf>>): void {
  announcer = withSaying(announcer, {
    jobId: job.id,
    kind: milestone.kind,
    text: jobText.milestone(job, milestone),
  })
  if (!isWaiting) speakOn()
}

/** Speaks what is due, and comes back for the rest. */
function speakOn(): void {
  const { text, after } = speak(announcer, Date.now())
  announcer = after
  if (text !== null) announce(text)
  const at = speaksAt(announcer)
  isWaiting = at !== null
  if (at !== null) setTimeout(speakOn, Math.max(0, at - Date.now()))
}

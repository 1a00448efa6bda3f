import { useStore } from 'zustand'
import type { Job } from '../../../shared/job.ts'
import { formatRate } from '../../../shared/units.ts'
import { jobCardText } from '../../jobCardText.ts'
import { jobText } from '../../jobText.ts'
import { timeLeftOf, waitingFor } from '../../model/jobState.ts'
import { currentRate } from '../../model/jobTrack.ts'
import { jobsStore } from '../../stores/jobs.ts'
import { JobBar } from './JobBar.tsx'
import { JobQueuesShort } from './JobQueues.tsx'
import { JobSpark } from './JobSpark.tsx'
import { useJobTrack } from './useJobTrack.ts'
import { useNow } from './useNow.ts'

interface JobRunningProps {
  readonly job: Job
  /** Whether its details are open: they hold the numbers in full. */
  readonly isOpen: boolean
}

/** A job on its way: phase, percent, bytes, rate with its last minute, time left, and which end is slow. */
export function JobRunning({ job, isOpen }: JobRunningProps) {
  const track = useJobTrack(job.id)
  const now = useNow(true)
  const time = timeLeftOf(job, now, track?.heardAt ?? null)
  const place = track?.place ?? null
  const percent = place === null ? null : Math.min(99, Math.floor(place * 100))
  const rate = currentRate(track?.recent ?? [], now)
  const isMoving = job.state === 'running' && job.progress !== null && job.progress.phase !== 'finishing'
  return (
    <>
      <JobBar job={job} time={time} isNamed={isOpen} />
      <p className="job-line">
        <strong className="job-phase">
          {jobText.phase(job)}
          {percent === null || job.state === 'queued' ? '' : ` ${percent} %`}
        </strong>
        <span className="job-amount">{jobText.amount(job)}</span>
        {isMoving && !isOpen ? <JobSpark id={job.id} now={now} /> : null}
        {isMoving && rate !== null ? <span className="job-rate">{formatRate(rate)}</span> : null}
        <span className="job-left">{jobCardText.left(time)}</span>
        {isMoving && !isOpen && job.progress?.queues !== undefined ? (
          <JobQueuesShort queues={job.progress.queues} />
        ) : null}
      </p>
    </>
  )
}

/** A job that has not begun: what it waits for. */
export function JobQueued({ job }: { readonly job: Job }) {
  const jobs = useStore(jobsStore, (state) => state.jobs)
  return <p className="job-waiting">{jobCardText.waiting(waitingFor(job, jobs))}</p>
}

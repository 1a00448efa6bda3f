import { memo, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { Job } from '../../../shared/job.ts'
import { isOver } from '../../../shared/jobs.ts'
import { jobCardText } from '../../jobCardText.ts'
import { jobText } from '../../jobText.ts'
import { bottleneckOf } from '../../model/jobState.ts'
import { jobsViewStore } from '../../stores/jobsView.ts'
import { JobActions } from './JobActions.tsx'
import { JobControls } from './JobControls.tsx'
import { JobDetails } from './JobDetails.tsx'
import { JobFailure } from './JobFailure.tsx'
import { KIND_ICONS } from './jobIcons.ts'
import { JobOutcome } from './JobOutcome.tsx'
import { JobQueued, JobRunning } from './JobRunning.tsx'
import { useMoving } from './useMoving.ts'

/** One job: while it runs its phase, share, amounts, rate and time left; after that what it did, or why not. */
export const JobCard = memo(function JobCard({ job: known }: { readonly job: Job }) {
  const job = useMoving(known)
  const Icon = KIND_ICONS[job.request.kind]
  const isOpen = useStore(jobsViewStore, ({ opened }) => opened.has(job.id))
  const shown = useStore(jobsViewStore, (state) => (state.shown?.id === job.id ? state.shown.count : 0))
  const card = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (shown > 0) card.current?.scrollIntoView({ block: 'nearest' })
  }, [shown])
  const slow = job.state === 'running' ? bottleneckOf(job.progress?.queues) : null
  const title = jobText.title(job.request)
  return (
    <li ref={card} className={`job is-${job.state}${isOpen ? ' is-open' : ''}`}>
      <div className="job-head">
        <Icon size={15} aria-hidden />
        <h3 className="job-title" title={title}>
          {title}
        </h3>
        <span className="job-sub">{jobText.subtitle(job.request)}</span>
        {slow === null ? null : <span className={`job-slow is-${slow}`}>{jobCardText.waitingFor[slow]}</span>}
        <JobControls job={job} />
      </div>
      <JobBody job={job} isOpen={isOpen} />
      {isOpen ? <JobDetails job={job} /> : null}
    </li>
  )
})

function JobBody({ job, isOpen }: { readonly job: Job; readonly isOpen: boolean }) {
  if (job.state === 'queued') return <JobQueued job={job} />
  if (!isOver(job.state)) return <JobRunning job={job} isOpen={isOpen} />
  if (job.state === 'failed' || job.state === 'interrupted') {
    return <JobFailure job={job} isAlert={job.state === 'failed'} isOpen={isOpen} />
  }
  return (
    <div className="job-end">
      <JobOutcome job={job} />
      <JobActions job={job} />
    </div>
  )
}

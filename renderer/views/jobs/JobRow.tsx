import { Ban, Check, OctagonAlert } from 'lucide-react'
import type { Job } from '../../../shared/contract.ts'
import type { WireError } from '../../../shared/errors.ts'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { hasFindings, jobText } from '../../jobText.ts'
import { formatTime } from '../../strings.ts'
import { JobActions } from './JobActions.tsx'

/** One line of the history; a failure with its card. */
export function JobRow({ job }: { readonly job: Job }) {
  const isWell = job.state === 'done' && !hasFindings(job)
  const Icon = isWell ? Check : job.state === 'cancelled' ? Ban : OctagonAlert
  return (
    <li className={`job-row is-${job.state}${hasFindings(job) ? ' has-findings' : ''}`}>
      <div className="job-row-line">
        <time className="job-when">{formatTime(job.endedAt ?? job.createdAt)}</time>
        <Icon size={14} aria-hidden className="job-row-icon" />
        <span className="job-row-title">{jobText.title(job.request)}</span>
        <span className="job-row-outcome">{job.state === 'failed' ? jobText.phase(job) : jobText.outcome(job)}</span>
        <JobActions job={job} />
      </div>
      {job.state === 'failed' && job.error !== null ? <ErrorCard error={job.error as WireError} isCompact /> : null}
    </li>
  )
}

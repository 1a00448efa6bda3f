import { useStore } from 'zustand'
import type { Job } from '../../../shared/job.ts'
import { formatBytes, formatRate } from '../../../shared/units.ts'
import { jobCardText } from '../../jobCardText.ts'
import { jobText } from '../../jobText.ts'
import { endingOf, movedBytes } from '../../model/jobState.ts'
import { jobsViewStore } from '../../stores/jobsView.ts'
import { formatTime } from '../../strings.ts'
import { JobActions } from './JobActions.tsx'
import { JobControls } from './JobControls.tsx'
import { JobDetails } from './JobDetails.tsx'
import { JobFailure } from './JobFailure.tsx'
import { ENDING_ICONS } from './jobIcons.ts'
import { JobOutcome } from './JobOutcome.tsx'

/** A job that is over, in one line; its result or its failure, and all there is to know of it, behind its details. */
export function HistoryRow({ job }: { readonly job: Job }) {
  const isOpen = useStore(jobsViewStore, ({ opened }) => opened.has(job.id))
  const ending = endingOf(job) ?? 'done'
  const Icon = ENDING_ICONS[ending]
  const { moved, took, rate } = numbersOf(job)
  const title = jobText.title(job.request)
  return (
    <div className={`history-row is-${ending}${isOpen ? ' is-open' : ''}`}>
      <div className="history-line">
        <time className="history-when">{jobCardText.when(job.endedAt ?? job.createdAt, Date.now())}</time>
        <h3 className="history-job" title={`${title}, ${formatTime(job.createdAt)}`}>
          {title}
        </h3>
        <span className="history-result" title={jobText.outcome(job)}>
          <Icon size={14} aria-hidden className="history-icon" /> {jobCardText.ending(job)}
        </span>
        <span className="history-number">{moved}</span>
        <span className="history-number">{took}</span>
        <span className="history-number is-rate">{rate}</span>
        <JobControls job={job} />
      </div>
      {isOpen ? (
        <div className="history-body">
          {job.state === 'failed' || job.state === 'interrupted' ? (
            <JobFailure job={job} isAlert={false} isOpen />
          ) : (
            <div className="job-end">
              <JobOutcome job={job} />
              <JobActions job={job} />
            </div>
          )}
          <JobDetails job={job} />
        </div>
      ) : null}
    </div>
  )
}

function numbersOf({ report, startedAt, endedAt }: Job): Readonly<Record<'moved' | 'took' | 'rate', string>> {
  const seconds = startedAt === null || endedAt === null ? null : (endedAt - startedAt) / 1000
  const moved = report === null ? null : movedBytes(report)
  return {
    moved: moved === null ? '' : formatBytes(moved),
    took: seconds === null ? '' : jobCardText.took(seconds),
    // Of what took no time worth measuring no rate is true.
    rate: seconds === null || seconds < 1 || moved === null || moved === 0 ? '' : formatRate(moved / seconds),
  }
}

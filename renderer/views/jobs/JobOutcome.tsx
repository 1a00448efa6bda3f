import { TriangleAlert } from 'lucide-react'
import type { Job } from '../../../shared/job.ts'
import { jobText } from '../../jobText.ts'
import { endingOf } from '../../model/jobState.ts'
import { ENDING_ICONS } from './jobIcons.ts'

/** What a job that is over did, or what became of it, in a sentence with its mark; then its warnings. */
export function JobOutcome({ job }: { readonly job: Job }) {
  const ending = endingOf(job)
  const Icon = ending === null ? null : ENDING_ICONS[ending]
  return (
    <div className="job-outcomes">
      <p className={`job-outcome is-${ending ?? 'none'}`}>
        {Icon === null ? null : <Icon size={14} aria-hidden />} <span>{jobText.outcome(job)}</span>
      </p>
      {(job.report?.warnings ?? []).map((warning) => (
        <p key={warning} className="job-warning">
          <TriangleAlert size={13} aria-hidden /> {warning}
        </p>
      ))}
    </div>
  )
}

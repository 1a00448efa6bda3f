import { useStore } from 'zustand'
import { ClosingSheet } from '../sheets/ClosingSheet.tsx'
import { jobText } from '../../jobText.ts'
import { verifiedImage } from '../../model/problemPlace.ts'
import { jobsStore } from '../../stores/jobs.ts'
import { formatTime } from '../../strings.ts'
import { ComparisonView } from './ComparisonView.tsx'
import { VerificationView } from './VerificationView.tsx'

/** What a finished job found out, in full: a verification or a comparison. */
export function ResultSheet({ jobId }: { readonly jobId: string }) {
  const job = useStore(jobsStore, ({ jobs }) => jobs.find(({ id }) => id === jobId))
  const { verification, comparison } = job?.report ?? {}
  if (job === undefined || (verification === undefined && comparison === undefined)) return null
  return (
    <ClosingSheet
      title={jobText.title(job.request)}
      subtitle={`${formatTime(job.endedAt ?? job.createdAt)}. ${jobText.outcome(job)}`}
    >
      <div className="result">
        {verification === undefined ? null : (
          <VerificationView verification={verification} image={verifiedImage(job.request)} />
        )}
        {comparison === undefined ? null : <ComparisonView comparison={comparison} request={job.request} />}
      </div>
    </ClosingSheet>
  )
}

import { useStore } from 'zustand'
import { Button } from '../../components/Button.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { jobText } from '../../jobText.ts'
import { verifiedImage } from '../../model/problemPlace.ts'
import { jobsStore } from '../../stores/jobs.ts'
import { showSheet } from '../../stores/ui.ts'
import { formatTime, text } from '../../strings.ts'
import { ComparisonView } from './ComparisonView.tsx'
import { VerificationView } from './VerificationView.tsx'

/** What a finished job found out, in full: a verification or a comparison. */
export function ResultSheet({ jobId }: { readonly jobId: string }) {
  const job = useStore(jobsStore, ({ jobs }) => jobs.find(({ id }) => id === jobId))
  const { verification, comparison } = job?.report ?? {}
  if (job === undefined || (verification === undefined && comparison === undefined)) return null
  return (
    <Sheet
      title={jobText.title(job.request)}
      subtitle={`${formatTime(job.endedAt ?? job.createdAt)}. ${jobText.outcome(job)}`}
      size="wide"
      firstFocus="cancel"
      onClose={() => showSheet(null)}
      footer={
        <Button data-cancel="" onClick={() => showSheet(null)}>
          {text.app.close}
        </Button>
      }
    >
      <div className="result">
        {verification === undefined ? null : (
          <VerificationView verification={verification} image={verifiedImage(job.request)} />
        )}
        {comparison === undefined ? null : <ComparisonView comparison={comparison} request={job.request} />}
      </div>
    </Sheet>
  )
}

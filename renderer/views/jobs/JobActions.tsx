import { FolderSearch, ListChecks, RotateCcw, X } from 'lucide-react'
import { useStore } from 'zustand'
import type { Job } from '../../../shared/contract.ts'
import { guarded } from '../../actions/failure.ts'
import { forgetJob, revealFile, startJob } from '../../actions/jobs.ts'
import { visitImage } from '../../actions/library.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { jobText } from '../../jobText.ts'
import { resultText } from '../../resultText.ts'
import { connectionStore } from '../../stores/connection.ts'
import { showSheet } from '../../stores/ui.ts'
import { text } from '../../strings.ts'

/** What can be done with a job that is over. */
export function JobActions({ job }: { readonly job: Job }) {
  const canReveal = useStore(connectionStore, (state) => state.capabilities?.reveal === true)
  const path = job.report?.path ?? null
  const target = job.report?.target ?? null
  return (
    <span className="job-actions">
      {canRetry(job) ? (
        <Button
          look="quiet"
          isSmall
          icon={<RotateCcw size={14} aria-hidden />}
          onClick={() => void guarded(() => startJob(job.request))}
        >
          {text.app.retry}
        </Button>
      ) : null}
      {path !== null && canReveal ? (
        <Button
          look="quiet"
          isSmall
          icon={<FolderSearch size={14} aria-hidden />}
          title={path}
          onClick={() => void guarded(() => revealFile(path))}
        >
          {jobText.reveal}
        </Button>
      ) : null}
      {target === null ? null : (
        <Button look="quiet" isSmall onClick={() => void guarded(() => visitImage(target))}>
          {jobText.open}
        </Button>
      )}
      {hasResult(job) ? (
        <Button
          look="quiet"
          isSmall
          icon={<ListChecks size={14} aria-hidden />}
          onClick={() => showSheet({ kind: 'result', jobId: job.id })}
        >
          {resultText.open}
        </Button>
      ) : null}
      <IconButton
        label={jobText.forget(job.request)}
        icon={<X size={14} />}
        onClick={() => void guarded(() => forgetJob(job.id))}
      />
    </span>
  )
}

/** Whether there is more to show than fits its line. */
function hasResult({ report }: Job): boolean {
  return report?.verification !== undefined || report?.comparison !== undefined
}

/** Whether the same request might do better now. A file that exists will still be there. */
function canRetry({ state, error }: Job): boolean {
  return state === 'interrupted' || state === 'cancelled' || (state === 'failed' && error?.code !== 'E_FILE_EXISTS')
}

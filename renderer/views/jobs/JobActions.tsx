import { FolderSearch, ListChecks } from 'lucide-react'
import { useStore } from 'zustand'
import type { Job } from '../../../shared/job.ts'
import { guarded } from '../../actions/failure.ts'
import { revealFile } from '../../actions/jobs.ts'
import { visitImage } from '../../actions/library.ts'
import { Button } from '../../components/Button.tsx'
import { jobText } from '../../jobText.ts'
import { lostText } from '../../lostText.ts'
import { resultText } from '../../resultText.ts'
import { connectionStore } from '../../stores/connection.ts'
import { showSheet } from '../../stores/ui.ts'
import { JobDragOut } from './JobDragOut.tsx'

/** What can be done with what a job made or found out; nothing where it made nothing. */
export function JobActions({ job }: { readonly job: Job }) {
  const canReveal = useStore(connectionStore, (state) => state.capabilities?.reveal === true)
  const path = job.report?.path ?? null
  const target = job.report?.target ?? null
  if (!hasResult(job) && target === null && (path === null || !canReveal)) return null
  return (
    <span className="job-actions">
      {hasResult(job) ? (
        <Button
          isSmall
          icon={<ListChecks size={14} aria-hidden />}
          onClick={() => showSheet({ kind: 'result', jobId: job.id })}
        >
          {resultText.open}
        </Button>
      ) : null}
      {path !== null && canReveal ? (
        <Button
          isSmall
          icon={<FolderSearch size={14} aria-hidden />}
          title={path}
          onClick={() => void guarded(() => revealFile(path))}
        >
          {jobText.reveal}
        </Button>
      ) : null}
      <JobDragOut job={job} />
      {target === null || job.request.kind !== 'mend' || job.request.index === undefined ? null : (
        <Button isSmall onClick={() => showSheet({ kind: 'verify', what: { kind: 'image', image: target } })}>
          {lostText.verify}
        </Button>
      )}
      {target === null ? null : (
        <Button isSmall onClick={() => void guarded(() => visitImage(target))}>
          {jobText.open}
        </Button>
      )}
    </span>
  )
}

/** Whether there is more to show than fits its line. */
function hasResult({ report }: Job): boolean {
  return report?.verification !== undefined || report?.comparison !== undefined
}

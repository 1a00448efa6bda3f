import type { Job } from '../../../shared/job.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { guarded } from '../../actions/failure.ts'
import { openForm } from '../../actions/jobForms.ts'
import { fileName } from '../../jobText.ts'
import { DragOutChip } from './DragOutChip.tsx'

type Exporting = Extract<JobRequest, { kind: 'export' | 'export-diff' }>

/** What a finished export offers to whoever would rather drag the file: only exports, whose source is still there to be read again. */
export function JobDragOut({ job: { request, state } }: { readonly job: Job }) {
  if (state !== 'done' || (request.kind !== 'export' && request.kind !== 'export-diff')) return null
  const exporting: Exporting = request
  return (
    <DragOutChip
      name={fileName(request.path)}
      makeRequest={(path) => ({ ...exporting, path })}
      onCopy={() => void guarded(() => openForm(exporting))}
    />
  )
}

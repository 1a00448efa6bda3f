import { ArrowLeftRight, CircleSlash, Combine, Diff, Download, FileCheck, FoldVertical, Replace } from 'lucide-react'
import { OctagonAlert, ShieldCheck, TriangleAlert, Undo2, Upload, Wrench, X } from 'lucide-react'
import type { Job } from '../../../shared/contract.ts'
import type { WireError } from '../../../shared/errors.ts'
import type { JobKind } from '../../../shared/jobs.ts'
import { isOver } from '../../../shared/jobs.ts'
import { guarded } from '../../actions/failure.ts'
import { cancelJob } from '../../actions/jobs.ts'
import { IconButton } from '../../components/Button.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { ProgressBar } from '../../components/ProgressBar.tsx'
import { hasFindings, jobText } from '../../jobText.ts'
import { shareDone } from '../../model/progress.ts'
import { JobActions } from './JobActions.tsx'

const ICONS: Readonly<Record<JobKind, typeof Upload>> = {
  export: Upload,
  'export-diff': Upload,
  import: Download,
  'import-diff': Download,
  merge: Combine,
  pipe: ArrowLeftRight,
  convert: Replace,
  compare: Diff,
  diff: Diff,
  verify: ShieldCheck,
  manifest: FileCheck,
  rollback: Undo2,
  mend: Wrench,
  fold: FoldVertical,
}

/** One job: while it runs its phase, share, amounts, rate and time left; after that what it did, or why not. */
export function JobCard({ job }: { readonly job: Job }) {
  const Icon = job.state === 'cancelled' ? CircleSlash : ICONS[job.request.kind]
  const subtitle = jobText.subtitle(job.request)
  return (
    <li className={`job is-${job.state}`}>
      <div className="job-head">
        <Icon size={15} aria-hidden />
        <h3 className="job-title">{jobText.title(job.request)}</h3>
        <span className="job-sub">{subtitle}</span>
        {isOver(job.state) ? (
          <JobActions job={job} />
        ) : (
          <IconButton
            label={jobText.cancel(job.request)}
            icon={<X size={15} />}
            disabled={job.state === 'cancelling'}
            onClick={() => void guarded(() => cancelJob(job.id))}
          />
        )}
      </div>
      {isOver(job.state) ? <Outcome job={job} /> : <Running job={job} />}
    </li>
  )
}

function Running({ job }: { readonly job: Job }) {
  const percent = jobText.percent(job)
  return (
    <>
      <ProgressBar
        label={jobText.progress(job.request)}
        share={shareDone(job.progress)}
        valueText={jobText.value(job)}
        isActive={job.state === 'running'}
      />
      <p className="job-line" aria-hidden="true">
        <strong>
          {jobText.phase(job)}
          {percent === null ? '' : ` ${percent} %`}
        </strong>
        <span>{jobText.amount(job)}</span>
        <span className="job-rate">{jobText.rate(job)}</span>
        <span className="job-left">{jobText.left(job)}</span>
      </p>
    </>
  )
}

function Outcome({ job }: { readonly job: Job }) {
  if (job.state === 'failed' && job.error !== null) return <ErrorCard error={job.error as WireError} isCompact />
  return (
    <>
      <p className={hasFindings(job) ? 'job-outcome has-findings' : 'job-outcome'}>
        {hasFindings(job) ? <OctagonAlert size={13} aria-hidden /> : null} {jobText.outcome(job)}
      </p>
      {(job.report?.warnings ?? []).map((warning) => (
        <p key={warning} className="job-warning">
          <TriangleAlert size={13} aria-hidden /> {warning}
        </p>
      ))}
    </>
  )
}

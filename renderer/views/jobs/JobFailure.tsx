import { Copy } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { Job } from '../../../shared/job.ts'
import type { WireError } from '../../../shared/errors.ts'
import { equivalentOf } from '../../../shared/equivalent.ts'
import { attempt, guarded } from '../../actions/failure.ts'
import { doCardAction } from '../../actions/jobForms.ts'
import { readLog } from '../../actions/jobs.ts'
import { Button } from '../../components/Button.tsx'
import { CommandBox } from '../../components/CommandBox.tsx'
import { copyText } from '../../components/copyText.ts'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { errorText } from '../../errorText.ts'
import { jobText } from '../../jobText.ts'
import { cardOf, exitOf, offsetOf } from '../../model/errorCards.ts'
import { LAST_LINES, reportOf } from '../../model/jobReport.ts'
import { shownRequest } from '../../model/shownRequest.ts'
import { connectionStore } from '../../stores/connection.ts'
import { inspectorStore } from '../../stores/inspector.ts'
import { formatCount, formatTime, text } from '../../strings.ts'
import { JobLogLines } from './JobLogLines.tsx'
import { useJobLog } from './useJobLog.ts'

interface JobFailureProps {
  readonly job: Job
  readonly isAlert: boolean
  /** Whether the job's own details are open: they hold the command and the log. */
  readonly isOpen: boolean
}

/** A job that failed: what, where and why, what is safe, and what can be done about it. */
export function JobFailure({ job, isAlert, isOpen }: JobFailureProps) {
  const canReveal = useStore(connectionStore, (state) => state.capabilities?.reveal === true)
  const error = failureOf(job)
  if (error === null) return null
  const content = cardOf(error, job.request)
  const actions = content.actions.filter((action) => action !== 'folder' || canReveal)
  return (
    <ErrorCard
      error={error}
      content={content}
      where={whereOf(job, error)}
      isAlert={isAlert}
      actions={actions.map((action, index) => (
        <Button
          key={action}
          isSmall
          look={index === 0 ? 'commit' : 'plain'}
          onClick={() => void guarded(() => doCardAction(action, error, job.request))}
        >
          {errorText.action[action]}
        </Button>
      ))}
      extra={<CopyReport job={job} error={error} />}
      more={() => (isOpen ? null : <FailureDetails job={job} />)}
    />
  )
}

/** The error of a job that has one; being interrupted is one that nobody was left to tell. */
function failureOf({ state, error }: Job): WireError | null {
  if (error !== null) return error as WireError
  return state === 'interrupted' ? { code: 'E_JOB_INTERRUPTED', message: errorText.interrupted } : null
}

/** In which phase and at which byte it failed, as far as that is known and not said already. */
function whereOf({ progress }: Job, error: WireError): string {
  const offset = offsetOf(error)
  return [
    progress === null ? '' : errorText.inPhase(errorText.phase[progress.phase]),
    offset === null || error.message.includes(String(offset)) ? '' : errorText.atOffset(formatCount(offset)),
  ]
    .filter((part) => part !== '')
    .join(', ')
}

function useShown({ request }: Job) {
  const uploadedNames = useStore(inspectorStore, (state) => state.uploadedNames)
  return shownRequest(request, uploadedNames)
}

function FailureDetails({ job }: { readonly job: Job }) {
  const log = useJobLog(job.id, job.state)
  const shown = useShown(job)
  return (
    <>
      <CommandBox equivalent={equivalentOf(shown)} request={shown} />
      <p className="detail-title">{errorText.log}</p>
      <JobLogLines lines={log?.lines.slice(-LAST_LINES) ?? []} label={errorText.log} />
    </>
  )
}

function CopyReport({ job, error }: { readonly job: Job; readonly error: WireError }) {
  const [isCopied, setCopied] = useState(false)
  const version = useStore(connectionStore, (state) => state.capabilities?.version ?? '')
  const shown = useShown(job)
  const copy = async () => {
    const content = cardOf(error, job.request)
    let log: Awaited<ReturnType<typeof readLog>> = { lines: [], samples: [] }
    // A report without its log is still one.
    await attempt(async () => {
      log = await readLog(job.id)
    })
    const exitCode = exitOf(error, job.request)
    await copyText(
      reportOf({
        version,
        title: jobText.title(shown),
        lines: [
          [errorText.failed, `${content.title}. ${error.message}`],
          [errorText.where, whereOf(job, error)],
          [errorText.cause, content.cause],
          [errorText.safe, content.safe],
          [text.error.code, error.code],
          [errorText.exitCode, exitCode === null ? null : String(exitCode)],
          ...Object.entries(error.detail ?? {}).map(([name, value]) => [name, String(value)] as const),
        ],
        command: equivalentOf(shown).studio.lines ?? [],
        log: log.lines,
        formatTime,
      }),
    )
    setCopied(true)
  }
  return (
    <Button look="quiet" isSmall icon={<Copy size={13} aria-hidden />} onClick={() => void copy()}>
      {isCopied ? text.app.copied : errorText.copyReport}
    </Button>
  )
}

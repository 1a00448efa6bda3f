import type { ReactNode } from 'react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { Estimate } from '../../../shared/estimate.ts'
import type { Equivalent } from '../../../shared/equivalent.ts'
import { equivalentOf } from '../../../shared/equivalent.ts'
import type { WireError } from '../../../shared/errors.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { attempt } from '../../actions/failure.ts'
import { closeUsedFiles } from '../../actions/files.ts'
import { startJob } from '../../actions/jobs.ts'
import { Button } from '../../components/Button.tsx'
import { Checks } from '../../components/Checks.tsx'
import { CommandBox } from '../../components/CommandBox.tsx'
import { FormError } from '../../components/FormError.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { shownRequest } from '../../model/shownRequest.ts'
import { inspectorStore } from '../../stores/inspector.ts'
import { showSheet } from '../../stores/ui.ts'
import { text } from '../../strings.ts'
import { EstimateFacts } from './EstimateFacts.tsx'
import type { Estimated } from './useEstimate.ts'

interface JobSheetProps {
  readonly title: string
  readonly subtitle: string
  readonly size?: 'medium' | 'wide' | 'full'
  /** What would be started; null while the form is not complete. */
  readonly request: JobRequest | null
  readonly estimated: Estimated
  readonly sizeBytes?: number | null
  /** The outcome the button promises. */
  readonly commitLabel: (estimate: Estimate | null) => string
  /** `danger`: it overwrites something; then the sheet begins at Cancel. */
  readonly look?: 'commit' | 'danger'
  /** What is still to be said before it may start: a name to type, a choice to make. */
  readonly isReady?: boolean
  /** What is done first; when it fails, the job is not started. @throws AppError */
  readonly before?: () => Promise<unknown>
  /** What the button does where that is more than to start the job. @throws AppError */
  readonly perform?: () => Promise<unknown>
  /** It closes the sheet itself, where that is the thing to do. */
  readonly keepsOpen?: boolean
  /** The commands of what is done beside the job; left out: the job's own. */
  readonly commands?: { readonly equivalent: Equivalent; readonly json: object }
  readonly side?: ReactNode
  readonly children: ReactNode
}

/** The frame of every form that starts a job: fields, what it takes, the equivalent command, and one button with the outcome on it. */
export function JobSheet(props: JobSheetProps) {
  const { title, subtitle, size = 'medium', request, estimated, sizeBytes = null, commitLabel, side, children } = props
  const { look = 'commit', isReady = true, before, perform, keepsOpen = false, commands } = props
  const { start, isStarting, failure } = useStart(request, before, perform, keepsOpen)
  const error = failure ?? estimated.error
  const canStart = request !== null && isReady && !estimated.isWaiting && estimated.error === null && !isStarting
  const uploadedNames = useStore(inspectorStore, (state) => state.uploadedNames)
  const shown = request === null ? null : shownRequest(request, uploadedNames)
  return (
    <Sheet
      title={title}
      subtitle={subtitle}
      size={size}
      firstFocus={look === 'danger' ? 'cancel' : 'field'}
      onClose={() => showSheet(null)}
      footer={
        <>
          <Button data-cancel="" onClick={() => showSheet(null)}>
            {text.app.cancel}
          </Button>
          <Button look={look} type="submit" form="job-form" disabled={!canStart}>
            {commitLabel(estimated.estimate)}
          </Button>
        </>
      }
    >
      <div className="sheet-columns">
        <form
          id="job-form"
          className="sheet-form"
          onSubmit={(event) => {
            event.preventDefault()
            if (canStart) void start()
          }}
        >
          {children}
          <FormError error={error} />
        </form>
        <div className="sheet-side">
          <div className="sheet-side-content">
            {side}
            <EstimateFacts estimated={estimated} request={request} />
            {estimated.estimate === null ? null : (
              <Checks checks={estimated.estimate.checks} warnings={estimated.estimate.warnings} />
            )}
            {shown === null ? null : (
              <CommandBox
                equivalent={
                  commands?.equivalent ??
                  equivalentOf(shown, { sizeBytes: sizeBytes ?? estimated.estimate?.sizeBytes ?? null })
                }
                request={commands?.json ?? shown}
              />
            )}
          </div>
        </div>
      </div>
    </Sheet>
  )
}

/** Starts the job once; the sheet closes when it is on its way, and stays with the error when it was refused. */
export function useStart(
  request: JobRequest | null,
  before: () => Promise<unknown> = () => Promise.resolve(),
  perform?: () => Promise<unknown>,
  keepsOpen = false,
): {
  readonly start: () => Promise<void>
  readonly isStarting: boolean
  readonly failure: WireError | null
} {
  const [isStarting, setStarting] = useState(false)
  const [failed, setFailed] = useState<{ readonly key: string; readonly error: WireError } | null>(null)
  const key = JSON.stringify(request)
  const start = async () => {
    if (request === null || isStarting) return
    setStarting(true)
    const error = await attempt(async () => {
      await before()
      await (perform === undefined ? startJob(request) : perform())
    })
    setStarting(false)
    if (error === null) {
      if (!keepsOpen) showSheet(null)
      closeUsedFiles(request)
    } else setFailed({ key, error })
  }
  return { start, isStarting, failure: failed?.key === key ? failed.error : null }
}

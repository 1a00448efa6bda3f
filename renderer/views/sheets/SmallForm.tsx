import type { ReactNode } from 'react'
import { useState } from 'react'
import type { WireError } from '../../../shared/errors.ts'
import { attempt } from '../../actions/failure.ts'
import { Button } from '../../components/Button.tsx'
import { FormError } from '../../components/FormError.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { showSheet } from '../../stores/ui.ts'
import { text } from '../../strings.ts'

interface SmallFormProps {
  readonly title: string
  readonly hint?: string
  readonly commit: string
  readonly look?: 'commit' | 'danger'
  readonly isReady: boolean
  /** @throws AppError — shown in the form, which then stays open. */
  readonly onCommit: () => Promise<unknown>
  readonly children: ReactNode
}

/** A dialog of one or two fields: Enter commits, Escape closes, a failure is told in it. One that destroys begins at Cancel. */
export function SmallForm({ title, hint, commit, look = 'commit', isReady, onCommit, children }: SmallFormProps) {
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<WireError | null>(null)
  const submit = async () => {
    if (!isReady || isBusy) return
    setBusy(true)
    const failure = await attempt(onCommit)
    setBusy(false)
    setError(failure)
    if (failure === null) showSheet(null)
  }
  return (
    <Sheet
      title={title}
      {...(hint === undefined ? {} : { subtitle: hint })}
      size="small"
      firstFocus={look === 'danger' ? 'cancel' : 'field'}
      onClose={() => showSheet(null)}
      footer={
        <>
          <Button data-cancel="" onClick={() => showSheet(null)}>
            {text.app.cancel}
          </Button>
          <Button look={look} type="submit" form="small-form" disabled={!isReady || isBusy}>
            {commit}
          </Button>
        </>
      }
    >
      <form
        id="small-form"
        className="sheet-form is-small"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        {children}
        <FormError error={error} />
      </form>
    </Sheet>
  )
}

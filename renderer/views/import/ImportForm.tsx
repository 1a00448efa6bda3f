import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Chain } from '../../../shared/chain.ts'
import type { Estimate } from '../../../shared/estimate.ts'
import { equivalentOf } from '../../../shared/equivalent.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { closeFiles } from '../../actions/files.ts'
import { Button } from '../../components/Button.tsx'
import { Checks } from '../../components/Checks.tsx'
import { CommandBox } from '../../components/CommandBox.tsx'
import { FormError } from '../../components/FormError.tsx'
import type { ImportAction } from '../../model/importPlan.ts'
import { firstAction, possibleWith, requestFor, usableFiles } from '../../model/importPlan.ts'
import { shownRequest } from '../../model/shownRequest.ts'
import { sheetText } from '../../sheetText.ts'
import { inspectorStore } from '../../stores/inspector.ts'
import { showSheet } from '../../stores/ui.ts'
import { text } from '../../strings.ts'
import { sizeText } from '../sheets/EstimateFacts.tsx'
import { useStart } from '../sheets/JobSheet.tsx'
import { useEstimate } from '../sheets/useEstimate.ts'
import { useOutputPath } from '../sheets/useOutputPath.ts'
import { ImportChoices } from './ImportChoices.tsx'
import { useAppendTarget } from './useAppendTarget.ts'
import { useNewImage } from './useNewImage.ts'

interface ImportFormProps {
  readonly chain: Chain | null
  readonly total: number
  readonly isBusy: boolean
}

/** What to do with a chain of files, what it takes, and the button that does it. */
export function ImportForm({ chain, total, isBusy }: ImportFormProps) {
  const files = usableFiles(chain)
  const append = useAppendTarget(chain)
  const newImage = useNewImage(files[0])
  const output = useOutputPath('merged.diff')
  const possible = possibleWith(chain, append.options.length > 0)
  const [chosen, setChosen] = useState<ImportAction | null>(null)
  const [overlay, setOverlay] = useState(false)
  const action = chosen !== null && possible[chosen] === null ? chosen : firstAction(possible)
  const request = requestFor(action, chain, {
    newImage: newImage.problem === null ? newImage.ref : null,
    target: append.target,
    path: output.problem === null ? output.path : null,
    overlay,
  })
  const uploadedNames = useStore(inspectorStore, (state) => state.uploadedNames)
  const shown = request === null ? null : shownRequest(request, uploadedNames)
  const estimated = useEstimate(isBusy ? null : request)
  // What has been dealt with leaves the list; uploaded copies are gone with the job anyway.
  const { start, isStarting, failure } = useStart(request, () => closeFiles(files.map(({ path }) => path)))
  const error = failure ?? estimated.error
  // Laying over content is never the default; it is offered only where it is what stands in the way.
  const offersOverlay = action === 'append' && (overlay || error?.code === 'E_DIFF_NOT_EMPTY')
  const { stepAside } = output
  useEffect(() => stepAside(estimated.error))
  const isReady =
    action === 'open' ||
    (request !== null && !estimated.isWaiting && estimated.error === null && !isStarting && !isBusy)

  return (
    <>
      <div className="sheet-columns import-columns">
        <form
          id="import-form"
          className="sheet-form"
          onSubmit={(event) => {
            event.preventDefault()
            if (action === 'open') showSheet(null)
            else if (isReady) void start()
          }}
        >
          <ImportChoices
            chain={chain}
            action={action}
            onAction={setChosen}
            possible={possible}
            append={append}
            newImage={newImage}
            output={output}
            overlay={offersOverlay ? { isOn: overlay, set: setOverlay } : null}
          />
          <FormError error={error} />
        </form>
        <div className="sheet-side">
          <h3 className="section-title">{text.checks.title}</h3>
          {estimated.isWaiting ? <p className="inspector-hint">{text.checks.running}</p> : null}
          {estimated.estimate === null ? null : (
            <Checks checks={estimated.estimate.checks} warnings={estimated.estimate.warnings} />
          )}
          {shown === null ? null : (
            <CommandBox equivalent={equivalentOf(shown, { sizeBytes: files[0]?.sizeBytes ?? null })} request={shown} />
          )}
        </div>
      </div>
      <footer className="sheet-foot">
        <Button onClick={() => showSheet(null)}>{text.app.cancel}</Button>
        <Button look="commit" type="submit" form="import-form" disabled={!isReady}>
          {labelFor(action, request, files.length, total, estimated.estimate)}
        </Button>
      </footer>
    </>
  )
}

function labelFor(
  action: ImportAction,
  request: JobRequest | null,
  used: number,
  total: number,
  estimate: Estimate | null,
): string {
  if (action === 'open' || request === null) return sheetText.import.commitOpen
  if (action === 'new') return sheetText.import.commitNew(used, total - used)
  if (action === 'append') return sheetText.import.commitAppend(used, total - used)
  return sheetText.merge.commit(used, sizeText(estimate))
}

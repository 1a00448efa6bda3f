import { useState } from 'react'
import { useStore } from 'zustand'
import type { Chain } from '../../../shared/chain.ts'
import type { FileInspection } from '../../../shared/inspection.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { inputPathsOf } from '../../../shared/requestParts.ts'
import { startInOrder } from '../../actions/rows.ts'
import { Button } from '../../components/Button.tsx'
import { Checks } from '../../components/Checks.tsx'
import { FormError } from '../../components/FormError.tsx'
import { fileText } from '../../fileText.ts'
import type { ImportAction } from '../../model/importPlan.ts'
import {
  behindImport,
  firstAction,
  opensSheet,
  possibleWith,
  requestFor,
  sheetFor,
  usableFiles,
  withoutManifest,
} from '../../model/importPlan.ts'
import { shownRequest } from '../../model/shownRequest.ts'
import { sheetText } from '../../sheetText.ts'
import type { Place } from '../../stores/clusters.ts'
import { inspectorStore } from '../../stores/inspector.ts'
import { showSheet } from '../../stores/ui.ts'
import { text } from '../../strings.ts'
import { useStart } from '../sheets/JobSheet.tsx'
import { ShrinkField } from '../sheets/ShrinkField.tsx'
import { useEstimate } from '../sheets/useEstimate.ts'
import { JobCommands } from './JobCommands.tsx'
import { ImportChoices } from './ImportChoices.tsx'
import { Fits } from './Fits.tsx'
import { useAppendTarget } from './useAppendTarget.ts'
import { useNewImage } from './useNewImage.ts'

interface ImportFormProps {
  readonly chain: Chain | null
  /** All files in the list, also those that are in no chain. */
  readonly all: readonly FileInspection[]
  readonly isBusy: boolean
  /** Where the files were dropped: a pool, or an image to append to. */
  readonly place: Place | null
  readonly target: ImageRef | null
}

/** What to do with a chain of files, what it takes, and the button that does it. */
export function ImportForm({ chain, all, isBusy, place, target }: ImportFormProps) {
  const files = usableFiles(chain)
  const uploadedNames = useStore(inspectorStore, (state) => state.uploadedNames)
  const append = useAppendTarget(chain, target)
  const newImage = useNewImage(files[0], place)
  const possible = possibleWith(
    chain,
    append.options.length > 0,
    files.some(({ path }) => path in uploadedNames),
  )
  const [chosen, setChosen] = useState<ImportAction | null>(
    target === null ? (place === null ? null : 'new') : 'append',
  )
  const [overlay, setOverlay] = useState(false)
  const [allowShrink, setAllowShrink] = useState(false)
  const [confMeta, setConfMeta] = useState(false)
  const [verifyFirst, setVerifyFirst] = useState(false)
  const action = chosen !== null && possible[chosen] === null ? chosen : firstAction(possible)
  const request = requestFor(action, chain, {
    newImage: newImage.problem === null ? newImage.ref : null,
    target: append.target,
    overlay,
    allowShrink,
    confMeta,
    verifyFirst,
    all,
  })
  const behind = behindImport(request, chain)
  const jobs = [request, behind].filter((one) => one !== null).map((one) => shownRequest(one, uploadedNames))
  const estimated = useEstimate(isBusy ? null : request)
  const { start, isStarting, failure } = useStart(
    request,
    undefined,
    behind === null || request === null ? undefined : () => startInOrder([request, behind]),
  )
  const error = failure ?? estimated.error
  // Laying over content is never the default; it is offered only where it is what stands in the way.
  const offersOverlay = action === 'append' && (overlay || error?.code === 'E_DIFF_NOT_EMPTY')
  const isStarter = request !== null && !estimated.isWaiting && estimated.error === null && !isStarting && !isBusy
  const isReady = action === 'open' || opensSheet(action) || isStarter
  const commit = () => {
    if (opensSheet(action)) showSheet(sheetFor(action, files))
    else if (action === 'open') showSheet(null)
    else if (isStarter) void start()
  }

  return (
    <>
      <div className="sheet-columns import-columns">
        <form
          id="import-form"
          className="sheet-form"
          onSubmit={(event) => {
            event.preventDefault()
            commit()
          }}
        >
          <ImportChoices
            chain={chain}
            action={action}
            onAction={setChosen}
            possible={possible}
            append={append}
            newImage={newImage}
            overlay={offersOverlay ? { isOn: overlay, set: setOverlay } : null}
            confMeta={{ isOn: confMeta, set: setConfMeta }}
            verifyFirst={{ isOn: verifyFirst, set: setVerifyFirst }}
          />
          {action === 'append' ? <ShrinkField isOn={allowShrink} set={setAllowShrink} error={error} /> : null}
          <FormError error={error} />
        </form>
        <div className="sheet-side">
          <div className="sheet-side-content">
            <h3 className="section-title">{text.checks.title}</h3>
            {estimated.isWaiting ? <p className="inspector-hint">{text.checks.running}</p> : null}
            {request === null ? <p className="inspector-hint">{sheetText.import.noJobYet}</p> : null}
            {estimated.estimate === null ? null : (
              <Checks checks={estimated.estimate.checks} warnings={estimated.estimate.warnings} />
            )}
            {chain?.kind === 'diffs' ? <Fits matches={append.matches} /> : null}
            {behind === null ? null : (
              <p className="inspector-hint">
                {sheetText.import.twoJobs(files[0]?.name ?? '', inputPathsOf(behind).length)}
              </p>
            )}
            <JobCommands jobs={jobs} sizeBytes={files[0]?.sizeBytes ?? null} />
          </div>
        </div>
      </div>
      <footer className="sheet-foot">
        <Button onClick={() => showSheet(null)}>{text.app.cancel}</Button>
        <Button look="commit" type="submit" form="import-form" disabled={!isReady}>
          {labelFor(
            action,
            { used: files.length, total: all.length, unproven: withoutManifest(files).length },
            request,
          )}
        </Button>
      </footer>
    </>
  )
}

interface Counts {
  readonly used: number
  readonly total: number
  readonly unproven: number
}

function labelFor(action: ImportAction, { used, total, unproven }: Counts, request: JobRequest | null): string {
  const { next } = fileText.actions
  switch (action) {
    case 'new':
      return sheetText.import.commitNew(used, total - used)
    case 'append':
      return sheetText.import.commitAppend(used, total - used)
    case 'merge':
      return next.merge(used)
    case 'convert':
    case 'rebuild':
    case 'compare':
      return next[action]
    case 'verify':
      return next.verify(request === null ? 0 : inputPathsOf(request).length)
    case 'manifest':
      return next.manifest(unproven)
    case 'open':
      return sheetText.import.commitOpen
  }
}

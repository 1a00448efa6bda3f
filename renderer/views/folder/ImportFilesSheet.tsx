import { useState } from 'react'
import type { FileInspection } from '../../../shared/inspection.ts'
import { inputPathsOf } from '../../../shared/requestParts.ts'
import { startInOrder } from '../../actions/rows.ts'
import { fileText } from '../../fileText.ts'
import { joinedEquivalents } from '../../model/equivalents.ts'
import { asChain } from '../../model/folderView.ts'
import { behindImport, requestFor } from '../../model/importPlan.ts'
import { sheetText } from '../../sheetText.ts'
import { ConfMeta } from '../import/ConfMeta.tsx'
import { useNewImage } from '../import/useNewImage.ts'
import { sizeText } from '../sheets/EstimateFacts.tsx'
import { JobSheet } from '../sheets/JobSheet.tsx'
import { PlaceFields } from '../sheets/PlaceFields.tsx'
import { useEstimate } from '../sheets/useEstimate.ts'

const t = fileText.folders

/** A chain of an adopted folder as a new image of the library. */
export function ImportFilesSheet({ files }: { readonly files: readonly FileInspection[] }) {
  const newImage = useNewImage(files[0])
  const [confMeta, setConfMeta] = useState(false)
  const chain = asChain(files)
  const request = requestFor('new', chain, {
    newImage: newImage.problem === null ? newImage.ref : null,
    target: null,
    overlay: false,
    confMeta,
    verifyFirst: false,
    all: files,
  })
  const behind = behindImport(request, chain)
  const jobs = request === null || behind === null ? null : [request, behind]
  const estimated = useEstimate(request)
  return (
    <JobSheet
      title={t.importTitle(files.length)}
      subtitle={t.importSubtitle}
      request={request}
      estimated={estimated}
      {...(jobs === null
        ? {}
        : {
            perform: () => startInOrder(jobs),
            commands: { equivalent: joinedEquivalents(jobs), json: jobs },
          })}
      sizeBytes={files[0]?.sizeBytes ?? null}
      commitLabel={(estimate) => t.importCommit(files.length, sizeText(estimate))}
    >
      <PlaceFields chosen={newImage.chosen} name={newImage.name} onName={newImage.setName} problem={newImage.problem} />
      {behind === null ? null : (
        <p className="form-text">{sheetText.import.twoJobs(files[0]?.name ?? '', inputPathsOf(behind).length)}</p>
      )}
      <ConfMeta file={files[0]} confMeta={{ isOn: confMeta, set: setConfMeta }} />
    </JobSheet>
  )
}

import { useState } from 'react'
import type { FileInspection } from '../../../shared/inspection.ts'
import { SelectField, TextField } from '../../components/Field.tsx'
import { fileText } from '../../fileText.ts'
import { asChain } from '../../model/folderView.ts'
import { requestFor } from '../../model/importPlan.ts'
import { sheetText } from '../../sheetText.ts'
import { ConfMeta } from '../import/ConfMeta.tsx'
import { useNewImage } from '../import/useNewImage.ts'
import { sizeText } from '../sheets/EstimateFacts.tsx'
import { JobSheet } from '../sheets/JobSheet.tsx'
import { useEstimate } from '../sheets/useEstimate.ts'

const t = fileText.folders

/** A chain of an adopted folder as a new image of the library. */
export function ImportFilesSheet({ files }: { readonly files: readonly FileInspection[] }) {
  const newImage = useNewImage(files[0])
  const [confMeta, setConfMeta] = useState(false)
  const request = requestFor('new', asChain(files), {
    newImage: newImage.problem === null ? newImage.ref : null,
    target: null,
    overlay: false,
    confMeta,
    verifyFirst: false,
    all: files,
  })
  const estimated = useEstimate(request)
  return (
    <JobSheet
      title={t.importTitle(files.length)}
      subtitle={t.importSubtitle}
      request={request}
      estimated={estimated}
      sizeBytes={files[0]?.sizeBytes ?? null}
      commitLabel={(estimate) => t.importCommit(files.length, sizeText(estimate))}
    >
      <div className="field-pair">
        <SelectField label={sheetText.common.pool} {...newImage.pool} />
        <TextField
          label={sheetText.common.image}
          value={newImage.name}
          onChange={newImage.setName}
          problem={newImage.problem}
        />
      </div>
      <ConfMeta file={files[0]} confMeta={{ isOn: confMeta, set: setConfMeta }} />
    </JobSheet>
  )
}

import { useState } from 'react'
import type { SnapshotInfo } from '../../../shared/contract.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { createPool } from '../../actions/library.ts'
import { createSnapshot, renameSnapshot } from '../../actions/snapshots.ts'
import { TextField } from '../../components/Field.tsx'
import { nameProblem } from '../../model/forms.ts'
import { sheetText } from '../../sheetText.ts'
import { SmallForm } from './SmallForm.tsx'

/** Makes a pool. */
export function NewPoolForm() {
  const [name, setName] = useState('')
  return (
    <SmallForm
      title={sheetText.newPool.title}
      hint={sheetText.newPool.hint}
      commit={sheetText.newPool.commit}
      isReady={nameProblem(name) === null}
      onCommit={() => createPool(name)}
    >
      <TextField
        label={sheetText.common.name}
        value={name}
        onChange={setName}
        problem={name === '' ? null : nameProblem(name, sheetText.newPool.missing)}
      />
    </SmallForm>
  )
}

/** Gives the head a name. */
export function SnapshotForm({ image }: { readonly image: ImageRef }) {
  const [name, setName] = useState('')
  return (
    <SmallForm
      title={sheetText.snapshot.title(formatSpec(image))}
      hint={sheetText.snapshot.hint}
      commit={sheetText.snapshot.commit}
      isReady={nameProblem(name) === null}
      onCommit={() => createSnapshot(image, name)}
    >
      <TextField
        label={sheetText.common.name}
        value={name}
        onChange={setName}
        problem={name === '' ? null : nameProblem(name, sheetText.snapshot.missing)}
      />
    </SmallForm>
  )
}

/** Gives a snapshot another name. */
export function RenameForm({ image, snapshot }: { readonly image: ImageRef; readonly snapshot: SnapshotInfo }) {
  const [name, setName] = useState(snapshot.name.text)
  return (
    <SmallForm
      title={sheetText.rename.title(formatSpec({ ...image, snapshot: snapshot.name }))}
      commit={sheetText.rename.commit}
      isReady={nameProblem(name) === null && name !== snapshot.name.text}
      onCommit={() => renameSnapshot(image, snapshot, name)}
    >
      <TextField
        label={sheetText.rename.label}
        value={name}
        onChange={setName}
        problem={nameProblem(name, sheetText.snapshot.missing)}
      />
    </SmallForm>
  )
}

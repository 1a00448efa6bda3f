import { useState } from 'react'
import type { SnapshotInfo } from '../../../shared/contract.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { formatSpec, LIBRARY } from '../../../shared/imageSpec.ts'
import type { Name } from '../../../shared/names.ts'
import { nameFromText, nameKey } from '../../../shared/names.ts'
import { createImage, createPool } from '../../actions/library.ts'
import { createSnapshot, renameSnapshot } from '../../actions/snapshots.ts'
import { SelectField, TextField } from '../../components/Field.tsx'
import { nameProblem, sizeOf } from '../../model/forms.ts'
import { sheetText } from '../../sheetText.ts'
import { SmallForm } from './SmallForm.tsx'
import { usePools } from './usePools.ts'

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

/** Makes an empty image. */
export function NewImageForm({ pool }: { readonly pool: Name | null }) {
  const pools = usePools()
  const [chosen, setChosen] = useState(pool === null ? '' : nameKey(pool))
  const [name, setName] = useState('')
  const [size, setSize] = useState('10G')
  const target = pools.find((one) => nameKey(one.name) === chosen) ?? pools[0]
  const sizeBytes = sizeOf(size)
  return (
    <SmallForm
      title={sheetText.newImage.title}
      hint={sheetText.newImage.hint}
      commit={sheetText.newImage.commit}
      isReady={target !== undefined && nameProblem(name) === null && sizeBytes !== null}
      onCommit={async () => {
        if (target === undefined || sizeBytes === null) return
        await createImage(
          { connection: LIBRARY, pool: target.name, namespace: '', image: nameFromText(name) },
          sizeBytes,
        )
      }}
    >
      <SelectField
        label={sheetText.common.pool}
        value={target === undefined ? '' : nameKey(target.name)}
        options={pools.map((one) => ({ value: nameKey(one.name), label: one.name.text }))}
        onChange={setChosen}
      />
      <TextField
        label={sheetText.common.image}
        value={name}
        onChange={setName}
        problem={name === '' ? null : nameProblem(name)}
      />
      <TextField
        label={sheetText.common.size}
        hint={sheetText.newImage.sizeHint}
        value={size}
        onChange={setSize}
        problem={sizeBytes === null ? sheetText.newImage.sizeBad : null}
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

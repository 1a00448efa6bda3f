import { useState } from 'react'
import { useStore } from 'zustand'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { formatBytes } from '../../../shared/units.ts'
import { renameImage, resizeImage } from '../../actions/images.ts'
import { Confirmation, isConfirmed } from '../../components/Confirmation.tsx'
import { TextField } from '../../components/Field.tsx'
import { imageText } from '../../imageText.ts'
import { nameProblem, resizeOf } from '../../model/forms.ts'
import { sheetText } from '../../sheetText.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'
import { SmallForm } from './SmallForm.tsx'

/** Gives an image another size. To shrink it, its pool and name have to be typed: the end of the head is lost. */
export function ResizeForm({ image }: { readonly image: ImageRef }) {
  const details = useStore(imagesStore, (state) => state.details[imageKey(image)])
  const now = details?.sizeBytes ?? 0
  const [size, setSize] = useState('')
  const [typed, setTyped] = useState('')
  const { sizeBytes, problem, shrinksBy } = resizeOf(size, now)
  const isShrinking = shrinksBy !== null
  const told = sizeBytes === null ? null : formatBytes(sizeBytes)
  const spec = formatSpec(image)
  return (
    <SmallForm
      title={imageText.resize.title(spec)}
      hint={imageText.resize.hint(formatBytes(now))}
      commit={isShrinking ? imageText.resize.shrink(told) : imageText.resize.commit(told)}
      look={isShrinking ? 'danger' : 'commit'}
      isReady={sizeBytes !== null && problem === null && isConfirmed(isShrinking ? 2 : 0, spec, typed)}
      onCommit={async () => {
        if (sizeBytes !== null) await resizeImage(image, sizeBytes, isShrinking)
      }}
    >
      <TextField
        label={imageText.resize.label}
        hint={sheetText.newImage.sizeHint}
        value={size}
        onChange={setSize}
        problem={problem}
      />
      {sizeBytes !== null && sizeBytes > now ? (
        <p className="form-text">{imageText.resize.grows(formatBytes(sizeBytes - now))}</p>
      ) : null}
      {isShrinking ? (
        <Confirmation
          level={2}
          spec={spec}
          typed={typed}
          onTyped={setTyped}
          consequences={[
            imageText.resize.shrinks(formatBytes(shrinksBy)),
            details === undefined || details.snapshots.length === 0
              ? imageText.resize.noSnapshot
              : imageText.resize.snapshotsKeep(details.snapshots.length),
          ]}
        />
      ) : null}
    </SmallForm>
  )
}

/** Gives an image another name. */
export function RenameImageForm({ image }: { readonly image: ImageRef }) {
  const [name, setName] = useState(image.image.text)
  return (
    <SmallForm
      title={imageText.renameImage.title(formatSpec(image))}
      hint={imageText.renameImage.hint}
      commit={imageText.renameImage.commit}
      isReady={nameProblem(name) === null && name !== image.image.text}
      onCommit={() => renameImage(image, name)}
    >
      <TextField label={imageText.renameImage.label} value={name} onChange={setName} problem={nameProblem(name)} />
    </SmallForm>
  )
}

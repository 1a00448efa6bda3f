import { useState } from 'react'
import { useStore } from 'zustand'
import type { RemovedImage } from '../../../shared/removedImage.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { bringBack } from '../../actions/removedImages.ts'
import { TextField } from '../../components/Field.tsx'
import { nameProblem } from '../../model/forms.ts'
import { freeName } from '../../model/removedImages.ts'
import { sheetText } from '../../sheetText.ts'
import { imagesStore, poolKey } from '../../stores/images.ts'
import { SmallForm } from './SmallForm.tsx'

const t = sheetText.removed

/** Brings a removed image back under another name, since its own was given away meanwhile. */
export function BringBackForm({ removed }: { readonly removed: RemovedImage }) {
  const { ref } = removed
  const images = useStore(imagesStore, (state) => state.imagesByPool[poolKey(ref.connection, ref.pool)]) ?? []
  const [name, setName] = useState(() => freeName(removed, images))
  const problem = nameProblem(name)
  return (
    <SmallForm
      title={t.asTitle(formatSpec(ref))}
      hint={t.taken(formatSpec(ref))}
      commit={t.action}
      isReady={problem === null}
      onCommit={() => bringBack(removed, name)}
    >
      <TextField label={t.newName} value={name} onChange={setName} problem={problem} />
    </SmallForm>
  )
}

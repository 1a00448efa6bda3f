import { useState } from 'react'
import { useStore } from 'zustand'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import type { LostIndex } from '../../../shared/lostIndex.ts'
import { nameFromText } from '../../../shared/names.ts'
import { Confirmation } from '../../components/Confirmation.tsx'
import { TextField } from '../../components/Field.tsx'
import { lostText } from '../../lostText.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'
import { JobSheet } from './JobSheet.tsx'
import { useEstimate } from './useEstimate.ts'

const t = lostText.sheet

/** A lost index is made again as it was found: what that means, and one button. Nothing where it is not lost any more. */
export function RebuildSheet({ image }: { readonly image: ImageRef }) {
  const lost = useStore(imagesStore, (state) => state.lost[imageKey(image)])
  return lost === undefined ? null : <RebuildForm image={image} lost={lost} />
}

function RebuildForm({ image, lost }: { readonly image: ImageRef; readonly lost: LostIndex }) {
  const [typed, setTyped] = useState(lost.name.text)
  const isProven = lost.nameProof === 'proven'
  const name = typed === lost.name.text ? lost.name : nameFromText(typed)
  const request: JobRequest = {
    kind: 'mend',
    target: image,
    paths: [],
    index: { agreed: lost.agreement, ...(isProven ? {} : { name }) },
  }
  const estimated = useEstimate(typed === '' ? null : request)
  return (
    <JobSheet
      title={t.title(formatSpec(image))}
      subtitle={t.subtitle(lost.linkCount, lost.snapshotCount)}
      size="wide"
      request={typed === '' ? null : request}
      estimated={estimated}
      commitLabel={() => t.commit}
    >
      {isProven ? null : <TextField label={t.name} hint={t.nameHint} value={typed} onChange={setTyped} />}
      <Confirmation level={1} consequences={consequencesOf(lost)} spec={formatSpec(image)} />
    </JobSheet>
  )
}

function consequencesOf({ loss, leftOutCount, troubledCount }: LostIndex): readonly string[] {
  return [
    t.agree,
    t.back,
    ...(loss === 'unreadable' ? [t.torn] : []),
    ...(leftOutCount === 0 ? [] : [t.left(leftOutCount)]),
    ...(troubledCount === 0 ? [] : [t.troubled(troubledCount)]),
    t.unproven,
  ]
}

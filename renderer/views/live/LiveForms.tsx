import { useState } from 'react'
import type { SnapshotInfo } from '../../../shared/contract.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { moveToTrash } from '../../actions/liveTrash.ts'
import { removeLiveSnapshot } from '../../actions/snapshots.ts'
import { Confirmation, isConfirmed } from '../../components/Confirmation.tsx'
import { liveText } from '../../liveText.ts'
import { SmallForm } from '../sheets/SmallForm.tsx'

/** Removes a snapshot of a live image: asked, since a cluster does not bring it back. */
export function RemoveSnapshotForm({ image, snapshot }: { readonly image: ImageRef; readonly snapshot: SnapshotInfo }) {
  const t = liveText.removeSnapshot
  return (
    <SmallForm
      title={t.title(formatSpec({ ...image, snapshot: snapshot.name }))}
      hint={t.hint}
      commit={t.commit}
      look="danger"
      isReady
      onCommit={() => removeLiveSnapshot(image, snapshot)}
    >
      {null}
    </SmallForm>
  )
}

/** Puts a live image into the trash of its pool: its name has to be typed. */
export function MoveToTrashForm({ image }: { readonly image: ImageRef }) {
  const t = liveText.trash
  const spec = formatSpec(image)
  const [typed, setTyped] = useState('')
  return (
    <SmallForm
      title={t.title(spec)}
      commit={t.commit}
      look="danger"
      isReady={isConfirmed(2, spec, typed)}
      onCommit={() => moveToTrash(image, typed)}
    >
      <Confirmation level={2} spec={spec} typed={typed} onTyped={setTyped} consequences={[t.hint]} />
    </SmallForm>
  )
}

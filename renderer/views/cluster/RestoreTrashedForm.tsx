import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { TrashedImage } from '../../../shared/connections.ts'
import { nameFromText } from '../../../shared/names.ts'
import { readNames } from '../../actions/clusters.ts'
import { restoreAndVisit } from '../../actions/liveTrash.ts'
import { clusterText } from '../../clusterText.ts'
import { TextField } from '../../components/Field.tsx'
import { nameProblem } from '../../model/forms.ts'
import { freeNameIn, placeSpec } from '../../model/trash.ts'
import { clustersStore, type Place, placeKey } from '../../stores/clusters.ts'
import { SmallForm } from '../sheets/SmallForm.tsx'

const t = clusterText.trash
const NONE = [] as const

interface RestoreTrashedFormProps {
  readonly place: Place
  readonly trashed: TrashedImage
}

/** Takes an image out of the trash of its pool, under another name where its own was given away meanwhile. */
export function RestoreTrashedForm({ place, trashed }: RestoreTrashedFormProps) {
  const key = placeKey(place)
  const names = useStore(clustersStore, (state) => state.names[key]?.value) ?? NONE
  useEffect(() => {
    void readNames(place)
    // The place is the same as long as its key is.
  }, [key])
  const [typed, setTyped] = useState<string | null>(null)
  const own = trashed.name.text
  const name = typed ?? freeNameIn(trashed.name, names)
  const isTaken = (wanted: string) => names.some(({ text }) => text === wanted)
  const problem = nameProblem(name) ?? (isTaken(name) ? t.taken(name, placeSpec(place)) : null)
  return (
    <SmallForm
      title={t.restoreTitle(own)}
      hint={isTaken(own) ? t.taken(own, placeSpec(place)) : t.restoreHint(placeSpec(place))}
      commit={t.commit}
      isReady={problem === null}
      onCommit={() => restoreAndVisit(place, trashed, name === own ? null : nameFromText(name))}
    >
      <TextField label={t.newName} value={name} onChange={setTyped} problem={problem} />
    </SmallForm>
  )
}

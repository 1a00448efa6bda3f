import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { LIBRARY } from '../../../shared/imageSpec.ts'
import type { Name } from '../../../shared/names.ts'
import { nameFromText } from '../../../shared/names.ts'
import { readPools } from '../../actions/clusters.ts'
import { createImage } from '../../actions/library.ts'
import { clusterText } from '../../clusterText.ts'
import { SelectField, TextField } from '../../components/Field.tsx'
import { imagePlaces } from '../../model/imagePlaces.ts'
import { nameProblem, sizeOf } from '../../model/forms.ts'
import { sheetText } from '../../sheetText.ts'
import { clusterViewStore } from '../../stores/clusterView.ts'
import { clustersStore, type Place, placeKey } from '../../stores/clusters.ts'
import { SmallForm } from './SmallForm.tsx'
import { usePools } from './usePools.ts'

interface NewImageFormProps {
  /** The pool of the library it is meant for; null: none yet. */
  readonly pool: Name | null
  /** The pool or namespace of a cluster it is meant for. */
  readonly place: Place | null
}

/** Makes an empty image, in a pool of the library or of a cluster whose section is open. */
export function NewImageForm({ pool, place }: NewImageFormProps) {
  const libraryPools = usePools()
  const clusterPools = useStore(clustersStore, (state) => state.pools)
  const sections = useStore(clusterViewStore, (state) => state.sections)
  const places = imagePlaces(libraryPools, clusterPools)
  const meant = place ?? (pool === null ? null : { connection: LIBRARY, pool, namespace: '' })
  const [chosen, setChosen] = useState(meant === null ? '' : placeKey(meant))
  const [name, setName] = useState('')
  const [size, setSize] = useState('10G')
  const target = places.find(({ key }) => key === chosen)?.place ?? places[0]?.place
  const sizeBytes = sizeOf(size)
  const isLive = target !== undefined && target.connection !== LIBRARY
  useEffect(() => {
    for (const connection of sections) {
      if (clustersStore.getState().pools[connection] === undefined) void readPools(connection)
    }
  }, [sections])
  return (
    <SmallForm
      title={sheetText.newImage.title}
      hint={isLive ? clusterText.newImage.hint : sheetText.newImage.hint}
      commit={sheetText.newImage.commit}
      isReady={target !== undefined && nameProblem(name) === null && sizeBytes !== null}
      onCommit={async () => {
        if (target === undefined || sizeBytes === null) return
        await createImage({ ...target, image: nameFromText(name) }, sizeBytes)
      }}
    >
      <SelectField
        label={sheetText.common.pool}
        value={target === undefined ? '' : placeKey(target)}
        options={places.map(({ key, label, group }) => ({ value: key, label, ...(group === null ? {} : { group }) }))}
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

import { useState } from 'react'
import { useStore } from 'zustand'
import type { FileInspection } from '../../../shared/inspection.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { LIBRARY } from '../../../shared/imageSpec.ts'
import type { Name } from '../../../shared/names.ts'
import { nameFromText, nameKey } from '../../../shared/names.ts'
import type { Option } from '../../components/Field.tsx'
import { nameProblem } from '../../model/forms.ts'
import { imageNameFor } from '../../model/importPlan.ts'
import { imagesStore, poolKey } from '../../stores/images.ts'
import { selectionStore } from '../../stores/selection.ts'
import { usePools } from '../sheets/usePools.ts'

/** Where a new image would go. */
export interface NewImage {
  readonly name: string
  readonly setName: (name: string) => void
  readonly pool: {
    readonly value: string
    readonly options: readonly Option[]
    readonly onChange: (value: string) => void
  }
  readonly ref: ImageRef | null
  readonly problem: string | null
}

/** The pool and name of the image that files become: suggested after the first file, free in the pool. */
export function useNewImage(first: FileInspection | undefined, meant: Name | null = null): NewImage {
  const pools = usePools()
  const open = useStore(selectionStore, (state) => state.image)
  const imagesByPool = useStore(imagesStore, (state) => state.imagesByPool)
  const [chosen, setChosen] = useState(meant === null ? null : nameKey(meant))
  const [typed, setTyped] = useState<string | null>(null)
  const wanted = chosen ?? (open === null ? null : nameKey(open.pool))
  const pool = pools.find((one) => nameKey(one.name) === wanted) ?? pools[0]
  const taken = pool === undefined ? [] : (imagesByPool[poolKey(pool.connection, pool.name)] ?? [])
  const name = typed ?? imageNameFor(first, taken)
  return {
    name,
    setName: setTyped,
    pool: {
      value: pool === undefined ? '' : nameKey(pool.name),
      options: pools.map((one) => ({ value: nameKey(one.name), label: one.name.text })),
      onChange: setChosen,
    },
    ref: pool === undefined ? null : { connection: LIBRARY, pool: pool.name, namespace: '', image: nameFromText(name) },
    problem: nameProblem(name),
  }
}

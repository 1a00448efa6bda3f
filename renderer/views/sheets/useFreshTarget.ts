import { useState } from 'react'
import { useStore } from 'zustand'
import type { ImageRef, PointRef } from '../../../shared/imageSpec.ts'
import { imageOf } from '../../../shared/imageSpec.ts'
import { nameFromText, nameKey } from '../../../shared/names.ts'
import { careText } from '../../careText.ts'
import type { Option } from '../../components/Field.tsx'
import { nameProblem } from '../../model/forms.ts'
import { freshName } from '../../model/restorePlan.ts'
import { imagesStore, poolKey } from '../../stores/images.ts'
import { usePools } from './usePools.ts'

/** Where an image that is to be made goes. */
export interface FreshTarget {
  readonly pool: {
    readonly value: string
    readonly options: readonly Option[]
    readonly onChange: (key: string) => void
  }
  readonly name: string
  readonly setName: (name: string) => void
  readonly ref: ImageRef
  readonly problem: string | null
}

/** The pool and name of the image a point becomes: suggested after the point, free in its pool. */
export function useFreshTarget(source: PointRef): FreshTarget {
  const pools = usePools()
  const imagesByPool = useStore(imagesStore, (state) => state.imagesByPool)
  const [chosen, setChosen] = useState(nameKey(source.pool))
  const [typed, setTyped] = useState<string | null>(null)
  const pool = pools.find((one) => nameKey(one.name) === chosen)?.name ?? source.pool
  const images = imagesByPool[poolKey(source.connection, pool)] ?? []
  const taken = new Set(images.map(({ ref }) => ref.image.text))
  const name = typed ?? freshName(source, taken)
  return {
    pool: {
      value: nameKey(pool),
      options: pools.map((one) => ({ value: nameKey(one.name), label: one.name.text })),
      onChange: setChosen,
    },
    name,
    setName: setTyped,
    ref: { ...imageOf(source), pool, namespace: '', image: nameFromText(name) },
    problem: nameProblem(name) ?? (taken.has(name) ? careText.restore.exists : null),
  }
}

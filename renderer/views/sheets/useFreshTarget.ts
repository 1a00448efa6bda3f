import { useState } from 'react'
import type { ImageRef, PointRef } from '../../../shared/imageSpec.ts'
import { nameFromText } from '../../../shared/names.ts'
import { careText } from '../../careText.ts'
import { nameProblem } from '../../model/forms.ts'
import { freshName } from '../../model/restorePlan.ts'
import { type ChosenPlace, usePlaces, useTaken } from './usePlaces.ts'

/** Where an image that is to be made goes. */
export interface FreshTarget {
  readonly chosen: ChosenPlace
  readonly name: string
  readonly setName: (name: string) => void
  readonly ref: ImageRef
  readonly problem: string | null
}

/** The place and name of the image a point becomes: suggested after the point, free in its place. */
export function useFreshTarget(source: PointRef): FreshTarget {
  const { connection, pool, namespace } = source
  const meant = { connection, pool, namespace }
  const chosen = usePlaces(meant)
  const { place } = chosen
  const [typed, setTyped] = useState<string | null>(null)
  const taken = useTaken(place)
  const name = typed ?? freshName(source, taken)
  return {
    chosen,
    name,
    setName: setTyped,
    ref: { ...(place ?? meant), image: nameFromText(name) },
    problem: nameProblem(name) ?? (taken.has(name) ? careText.restore.exists : null),
  }
}

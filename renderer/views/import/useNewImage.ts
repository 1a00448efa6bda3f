import { useState } from 'react'
import { useStore } from 'zustand'
import type { FileInspection } from '../../../shared/inspection.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { nameFromText } from '../../../shared/names.ts'
import { nameProblem } from '../../model/forms.ts'
import { imageNameFor } from '../../model/importPlan.ts'
import type { Place } from '../../stores/clusters.ts'
import { selectionStore } from '../../stores/selection.ts'
import { type ChosenPlace, usePlaces, useTaken } from '../sheets/usePlaces.ts'

/** Where a new image would go. */
export interface NewImage {
  readonly name: string
  readonly setName: (name: string) => void
  readonly chosen: ChosenPlace
  readonly ref: ImageRef | null
  readonly problem: string | null
}

/** The place and name of the image that files become: suggested after the first file, free in the place. `meant`: the pool they were dropped on. */
export function useNewImage(first: FileInspection | undefined, meant: Place | null = null): NewImage {
  const open = useStore(selectionStore, (state) => state.image)
  const wanted = meant ?? open
  const chosen = usePlaces(wanted)
  const { place } = chosen
  const [typed, setTyped] = useState<string | null>(null)
  const taken = useTaken(place)
  const name = typed ?? imageNameFor(first, taken)
  return {
    name,
    setName: setTyped,
    chosen,
    ref: place === null ? null : { ...place, image: nameFromText(name) },
    problem: nameProblem(name),
  }
}

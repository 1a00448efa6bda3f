import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { ImageDetails } from '../../../shared/contract.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { guarded } from '../../actions/failure.ts'
import { loadDetails } from '../../actions/library.ts'
import { isLiveRef } from '../../model/liveDetails.ts'
import { clustersStore, placeKey } from '../../stores/clusters.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'
import { useTaken } from './usePlaces.ts'

/** The image that is there already under a target's name, read when its place lists it; null when there is none. */
export function useTarget(target: ImageRef | null): {
  readonly isThere: boolean
  /** Whether its place was read: before that nobody knows whether there is one. */
  readonly isKnown: boolean
  readonly details: ImageDetails | null
} {
  const taken = useTaken(target)
  const isKnown = useStore(
    clustersStore,
    ({ names }) => target !== null && (!isLiveRef(target) || (names[placeKey(target)]?.value ?? null) !== null),
  )
  const isThere = target !== null && taken.has(target.image.text)
  const key = target === null ? '' : imageKey(target)
  const known = useStore(imagesStore, ({ details }) => details[key])
  useEffect(() => {
    if (isThere && target !== null && known === undefined) void guarded(() => loadDetails(target))
    // The key says all of the target.
  }, [isThere, known, key])
  return { isThere, isKnown, details: isThere ? (known ?? null) : null }
}

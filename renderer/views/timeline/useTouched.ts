import { useEffect, useState } from 'react'
import type { ImageDetails } from '../../../shared/contract.ts'
import { touchedLinks } from '../../actions/timeline.ts'
import { isLiveRef } from '../../model/liveDetails.ts'
import type { Region } from '../../stores/selection.ts'

/** Which links touched the marked region: null while none is marked. */
export type TouchedAnswer =
  | { readonly state: 'waiting' }
  | { readonly state: 'failed' }
  | { readonly state: 'known'; readonly links: ReadonlySet<number> }

/** Asks which links touched the region that is marked on the map; what is asked no longer is broken off. */
export function useTouched(details: ImageDetails, region: Region | null): TouchedAnswer | null {
  const [known, setKnown] = useState<{ details: ImageDetails; region: Region; answer: TouchedAnswer } | null>(null)
  // A live image has no links that could have touched it.
  const isAsked = region !== null && !isLiveRef(details.ref)
  useEffect(() => {
    if (!isAsked) return undefined
    const controller = new AbortController()
    touchedLinks(details.ref, region, { signal: controller.signal }).then(
      (links) => setKnown({ details, region, answer: { state: 'known', links } }),
      () => {
        if (!controller.signal.aborted) setKnown({ details, region, answer: { state: 'failed' } })
      },
    )
    return () => controller.abort()
  }, [details, region, isAsked])
  if (!isAsked) return null
  return known?.region === region && known.details === details ? known.answer : { state: 'waiting' }
}

import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { ImageDetails } from '../../../shared/contract.ts'
import { toWire } from '../../../shared/errors.ts'
import type { RegionFacts } from '../../actions/map.ts'
import { readRegion } from '../../actions/map.ts'
import { mapText } from '../../mapText.ts'
import type { MapStretch } from '../../model/map/stretch.ts'
import type { Region } from '../../stores/selection.ts'
import { selectionStore } from '../../stores/selection.ts'
import { announce } from '../../stores/ui.ts'

/** A part that grows with every key press is read, and said, once it has stood for so long. */
const SETTLE_MS = 250

interface Known {
  readonly region: Region
  readonly facts: RegionFacts | null
  readonly problem: string | null
}

/** What lies in the marked part of the image, as one sentence; null while none is marked. Said in the live region when it stands. */
export function useRegionWords(details: ImageDetails, { to, point }: MapStretch): string | null {
  const region = useStore(selectionStore, (state) => state.region)
  const [known, setKnown] = useState<Known | null>(null)
  const last = point.afterLink
  const isReadable = point.restorable

  useEffect(() => {
    if (region === null || !isReadable) return
    const abort = new AbortController()
    const put = (facts: RegionFacts | null, problem: string | null) => {
      if (abort.signal.aborted) return
      setKnown({ region, facts, problem })
      announce(mapText.region.marked(sentence(details, region, { facts, problem }, last)))
    }
    const timer = setTimeout(() => {
      readRegion(details, { to, region }, abort.signal).then(
        (facts) => put(facts, null),
        (failure: unknown) => put(null, toWire(failure).message),
      )
    }, SETTLE_MS)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [details, region, to, last, isReadable])

  if (region === null) return null
  const own = known?.region === region ? known : { facts: null, problem: isReadable ? mapText.region.reading : '' }
  return sentence(details, region, own, last)
}

/** The part, its objects, what is allocated there and how many increments up to the point changed it. */
function sentence(
  details: ImageDetails,
  { start, length }: Region,
  { facts, problem }: Pick<Known, 'facts' | 'problem'>,
  last: number,
): string {
  const t = mapText.region
  const objectBytes = 2 ** details.order
  const first = Math.floor(start / objectBytes)
  const where = `${t.range(start, start + length)}, ${t.objects(first, Math.max(first, Math.ceil((start + length) / objectBytes) - 1))}`
  if (facts === null) return problem === null || problem === '' ? where : `${where}: ${problem}`
  if (facts.links === null) return `${where}: ${t.allocated(facts.allocatedBytes)}`
  // The first link is what the increments stand on.
  const oldest = Math.min(...details.links.map(({ number }) => number))
  const changes = facts.links.filter((number) => number > oldest && number <= last).length
  return `${where}: ${t.allocated(facts.allocatedBytes)}, ${t.changed(changes)}`
}

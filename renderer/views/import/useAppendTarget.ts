import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { Chain } from '../../../shared/chain.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { guarded } from '../../actions/failure.ts'
import { loadDetails } from '../../actions/library.ts'
import type { Option } from '../../components/Field.tsx'
import { knownLiveImages } from '../../model/imagePlaces.ts'
import { isLiveRef } from '../../model/liveDetails.ts'
import { isMatch } from '../../model/importPlan.ts'
import { sheetText } from '../../sheetText.ts'
import { clustersStore } from '../../stores/clusters.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'

/** The image that files are appended to. */
export interface AppendTarget {
  readonly options: readonly Option[]
  readonly value: string
  readonly onChange: (value: string) => void
  readonly target: ImageRef | null
  /** The images that end where the files start. `isSame`: manifests say the files are of that very image. */
  readonly matches: readonly { readonly ref: ImageRef; readonly isSame: boolean }[]
}

/** So many images are looked into to find the matching one; the others can still be chosen. */
const MAX_LOOKED_INTO = 50
/** A cluster is asked about an image once its choice rests: arrows pass over many, and each question is a command of its own. */
const RESTS_MS = 300

/** All images, the matching ones first and the first of them chosen. Whether it really fits is the engine's to say. */
export function useAppendTarget(chain: Chain | null, meant: ImageRef | null = null): AppendTarget {
  const imagesByPool = useStore(imagesStore, (state) => state.imagesByPool)
  const details = useStore(imagesStore, (state) => state.details)
  const pools = useStore(clustersStore, (state) => state.pools)
  const names = useStore(clustersStore, (state) => state.names)
  const [chosen, setChosen] = useState(meant === null ? null : imageKey(meant))
  const images = useMemo(() => {
    const inLibrary = Object.values(imagesByPool)
      .flat()
      .map(({ ref }) => ({ ref }))
    const isMeant = (ref: ImageRef) => meant !== null && imageKey(ref) === imageKey(meant)
    const live = knownLiveImages({ pools, names })
    // One that was dropped on is there also where its pool was not read.
    const first = meant !== null && isLiveRef(meant) && !live.some(isMeant) ? [{ ref: meant }] : []
    return [...first, ...inLibrary, ...live.map((ref) => ({ ref }))]
  }, [imagesByPool, pools, names, meant])

  useEffect(() => {
    if (chain === null || chain.kind !== 'diffs') return
    const known = imagesStore.getState().details
    const looked = images.filter(({ ref }) => !isLiveRef(ref)).slice(0, MAX_LOOKED_INTO)
    for (const { ref } of looked) if (!(imageKey(ref) in known)) void guarded(() => loadDetails(ref))
  }, [images, chain])

  const live = images.find(({ ref }) => isLiveRef(ref) && imageKey(ref) === chosen)?.ref
  const isUnread = chain?.kind === 'diffs' && live !== undefined && details[imageKey(live)] === undefined
  useEffect(() => {
    if (live === undefined || !isUnread) return
    const timer = setTimeout(() => void guarded(() => loadDetails(live)), RESTS_MS)
    return () => clearTimeout(timer)
    // The key says all of the image.
  }, [chosen, isUnread])

  const options = images
    .map(({ ref }) => {
      const known = details[imageKey(ref)]
      const matches = chain !== null && known !== undefined && isMatch(known, chain)
      const isSame = matches && chain.steps.some(({ file }) => file.manifest?.image === known.id)
      return { ref, key: imageKey(ref), matches, isSame }
    })
    // Those of clusters are read one by one as they are chosen: they must not move or change their names under the hand.
    .sort((a, b) => rankOf(b) - rankOf(a))
  const current = options.find(({ key }) => key === chosen) ?? options[0]
  return {
    options: options.map(({ ref, key, matches }) => ({
      value: key,
      label:
        matches && !isLiveRef(ref)
          ? `${formatSpec(ref)} (${sheetText.import.matches})`
          : formatSpec(ref, isLiveRef(ref)),
    })),
    value: current?.key ?? '',
    onChange: setChosen,
    target: current?.ref ?? null,
    matches: options.filter(({ matches }) => matches),
  }
}

function rankOf(option: { readonly ref: ImageRef; readonly matches: boolean; readonly isSame: boolean }): number {
  if (isLiveRef(option.ref)) return 0
  return option.isSame ? 2 : option.matches ? 1 : 0
}

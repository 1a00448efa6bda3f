import type { EngineCalls, Input, Output, SearchHit } from '../../../shared/contract.ts'
import { LIBRARY } from '../../../shared/imageSpec.ts'
import { nameFromBytes } from '../../../shared/names.ts'
import type { Library } from '../library/library.ts'
import type { ImageIndex } from '../library/types.ts'
import { Turns } from '../turns.ts'

/** All names of an index in one text of small letters, for as long as the index itself is held: a search while somebody types asks again and again. */
const namesOf = new WeakMap<ImageIndex, string>()

function allNames(index: ImageIndex): string {
  const known = namesOf.get(index)
  if (known !== undefined) return known
  const names = [index.name, ...index.snapshots.map(({ name }) => name)]
  const text = names.map((name) => nameFromBytes(name).text.toLowerCase()).join('\n')
  namesOf.set(index, text)
  return text
}

/**
 * Images and snapshots of all pools whose names hold a text, whatever the case: at most `limit` of them, images first, each in the order
 * of pool and name; snapshots of one image oldest first. `isMore`: there are others. From the indexes alone: no link file is looked at.
 */
export async function searchLibrary(
  library: Library,
  { text, limit }: Input<EngineCalls, 'library.search'>,
  signal: AbortSignal,
): Promise<Output<EngineCalls, 'library.search'>> {
  const wanted = text.toLowerCase()
  const images: SearchHit[] = []
  const snapshots: SearchHit[] = []
  const turns = new Turns()
  for await (const { pool, entries } of library.names()) {
    for (const { name, namespace, index } of entries) {
      if (images.length > limit) break
      if (turns.isDue()) await turns.take(signal)
      if (index !== null && !allNames(index).includes(wanted)) continue
      const image = { connection: LIBRARY, pool: nameFromBytes(pool), namespace, image: nameFromBytes(name) }
      if (image.image.text.toLowerCase().includes(wanted)) images.push({ image, snapshot: null })
      for (const entry of index?.snapshots ?? []) {
        // One more than can be given says that there are more.
        if (snapshots.length > limit) break
        const snapshot = nameFromBytes(entry.name)
        if (snapshot.text.toLowerCase().includes(wanted)) snapshots.push({ image, snapshot })
      }
    }
  }
  const hits = [...images, ...snapshots]
  return { hits: hits.slice(0, limit), isMore: hits.length > limit }
}

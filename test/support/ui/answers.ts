import type { Calls, Output } from '../../../shared/contract.ts'
import type { Cleanup } from '../../../shared/cleanup.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import type { Name } from '../../../shared/names.ts'
import { sameName } from '../../../shared/names.ts'
import { images } from './data.ts'

const GIB = 1024 ** 3

/** Every snapshot frees a gigabyte more than the one before. */
export function cleanupOf(image: ImageRef, remove: readonly Name[]): Cleanup {
  const found = images.find((one) => sameName(one.ref.image, image.image))
  const snapshots = found?.snapshots ?? []
  const bytes = found?.storedBytes ?? 0
  const going = snapshots.filter(({ name }) => remove.some((other) => sameName(other, name)))
  return {
    rows: snapshots.map((snapshot, index) => ({
      snapshot: snapshot.name,
      freesBytes: (index + 1) * GIB,
      blockedBy: snapshot.protected ? 'protected' : null,
    })),
    together: {
      linksBefore: found?.linkCount ?? 0,
      linksAfter: Math.max(1, (found?.linkCount ?? 0) - going.length),
      bytesBefore: bytes,
      bytesAfter: Math.max(0, bytes - going.reduce((sum, { id }) => sum + id * GIB, 0)),
    },
  }
}

/** Images and snapshots whose names hold the text. */
export function searchOf(text: string, limit: number): Output<Calls, 'library.search'> {
  const holds = (name: Name) => name.text.toLowerCase().includes(text.toLowerCase())
  const hits = [
    ...images.filter(({ ref }) => holds(ref.image)).map(({ ref }) => ({ image: ref, snapshot: null })),
    ...images.flatMap(({ ref, snapshots }) =>
      snapshots.filter(({ name }) => holds(name)).map(({ name }) => ({ image: ref, snapshot: name })),
    ),
  ]
  return { hits: hits.slice(0, limit), isMore: hits.length > limit }
}

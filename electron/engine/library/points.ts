import type { ImageIndex } from './types.ts'

/**
 * The earliest point that is known to have the content of a point, both as numbers of links before them: links that change nothing are
 * passed over, and a link that brought the content of an older point back leads to that point.
 */
export function contentPoint(index: ImageIndex, point: number): number {
  let at = point
  while (at > 0) {
    const link = index.links[at - 1]
    if (link === undefined) return at
    // A point leads only backwards, whatever a file says.
    if (link.restores !== undefined && link.restores < at) at = link.restores
    else if (changesNothing(index, at - 1)) at--
    else return at
  }
  return at
}

/** Whether link number `at` (from 0) leaves content and size as they were. */
export function changesNothing(index: ImageIndex, at: number): boolean {
  const link = index.links[at]
  if (link === undefined || at === 0) return false
  const isEmpty = link.records === 0 && link.dataBytes === 0 && link.zeroBytes === 0
  return isEmpty && link.sizeBytes === index.links[at - 1]?.sizeBytes
}

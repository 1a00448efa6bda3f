import type { ChainGap } from '../../shared/chain.ts'
import type { ImageDetails } from '../../shared/contract.ts'
import type { FileInspection } from '../../shared/inspection.ts'
import { nameKey, sameName } from '../../shared/names.ts'

/** An image that has both ends of a gap, so that the missing diff can be made of it; null: none of these. */
export function imageWithBoth(images: readonly ImageDetails[], gap: ChainGap): ImageDetails | null {
  const { after, before } = gap
  if (after === null) return null
  const find = (image: ImageDetails, name: typeof before) =>
    image.snapshots.find((one) => one.restorable && sameName(one.name, name))
  return (
    images.find((image) => {
      const [start, end] = [find(image, after), find(image, before)]
      return start !== undefined && end !== undefined && start.afterLink < end.afterLink
    }) ?? null
  )
}

/** The files among those found that lead over a gap, in order: one, or several that follow each other. Empty: none do. */
export function filesOver(gap: ChainGap, found: readonly FileInspection[]): readonly FileInspection[] {
  const goal = nameKey(gap.before)
  const start = gap.after === null ? null : nameKey(gap.after)
  const keyOf = (name: FileInspection['from']) => (name === null ? null : nameKey(name))
  const diffs = found.filter(({ kind, problem }) => kind === 'diff-v1' && problem === null)
  const seen = new Set<string | null>([start])
  let edge: (readonly FileInspection[])[] = [[]]
  // Breadth first: the fewest files win, and no circle is walked twice.
  while (edge.length > 0) {
    const next: (readonly FileInspection[])[] = []
    for (const way of edge) {
      const last = way.at(-1)
      const at = last === undefined ? start : keyOf(last.to)
      for (const file of diffs.filter(({ from }) => keyOf(from) === at)) {
        const to = keyOf(file.to)
        if (to === goal) return [...way, file]
        if (to === null || seen.has(to)) continue
        seen.add(to)
        next.push([...way, file])
      }
    }
    edge = next
  }
  return []
}

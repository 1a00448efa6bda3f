import { AppError } from '../../../shared/errors.ts'
import type { DeltaHeader } from '../delta.ts'
import { changesNothing, contentPoint } from './points.ts'
import type { ImageIndex, Link } from './types.ts'

/**
 * Neighbouring links that become one: those from number `begin` up to `end` (from 0, without it). `keep`: the one link of them that changes
 * anything, which then stays as it is; null: they are composed into a new diff.
 */
export interface FoldGroup {
  readonly begin: number
  readonly end: number
  readonly keep: number | null
}

/** The part of a chain a fold may touch: numbers of links, counted from 1. */
export interface FoldBounds {
  readonly first?: number | undefined
  readonly last?: number | undefined
}

/**
 * What a fold would join: runs of links between which no point has a name. A seal whose name is in use stays, since nothing is saved by
 * joining it.
 *
 * @throws AppError E_OPTION_BAD_VALUE for bounds that are not in the chain.
 */
export function foldGroups(index: ImageIndex, bounds: FoldBounds = {}): readonly FoldGroup[] {
  const { first = 1, last = index.links.length } = bounds
  if (first > last || last > index.links.length) {
    throw new AppError(
      'E_OPTION_BAD_VALUE',
      `The chain has ${index.links.length} links, so none from ${first} to ${last}`,
      {
        detail: { first, last, links: index.links.length },
      },
    )
  }
  const named = new Set(index.snapshots.map((snapshot) => snapshot.afterLink))
  const groups: FoldGroup[] = []
  let begin = first - 1
  for (let at = begin; at < last; at++) {
    const point = at + 1
    if (!named.has(point) && point < last) continue
    const isLiveSeal = index.links[at]?.kind === 'seal' && named.has(point)
    const end = isLiveSeal ? at : point
    if (end - begin > 1) groups.push({ begin, end, keep: keptLink(index, begin, end) })
    begin = point
  }
  return groups
}

/** The only link of a run that changes anything (its last where none does); null when there are several. */
function keptLink(index: ImageIndex, begin: number, end: number): number | null {
  let kept: number | null = null
  for (let at = begin; at < end; at++) {
    // What an image without content begins with says nothing that the next link does not say.
    const isEmptyStart = at === 0 && index.links[at]?.records === 0
    if (isEmptyStart || changesNothing(index, at)) continue
    if (kept !== null) return null
    kept = at
  }
  return kept ?? end - 1
}

/** The header of the diff a run is composed into, with the names of today. */
export function foldedHeader(index: ImageIndex, { begin, end }: FoldGroup): DeltaHeader {
  const nameAt = (point: number): Uint8Array | null =>
    index.snapshots.findLast((snapshot) => snapshot.afterLink === point)?.name ?? null
  return { from: begin === 0 ? null : nameAt(begin), to: nameAt(end), sizeBytes: index.links[end - 1]?.sizeBytes ?? 0 }
}

/** The index with each run replaced by its one link: `composed` has one for every group whose `keep` is null, in their order. */
export function foldedIndex(index: ImageIndex, groups: readonly FoldGroup[], composed: readonly Link[]): ImageIndex {
  const pointOf = pointMap(groups)
  const moved = (link: Link, restores: number | undefined): Link => {
    const { restores: _, ...rest } = link
    const to = restores === undefined ? null : pointOf(restores)
    return to === null ? rest : { ...rest, restores: to }
  }
  const links: Link[] = []
  let next = 0
  let at = 0
  for (const group of [...groups, { begin: index.links.length, end: index.links.length, keep: null }]) {
    for (const link of index.links.slice(at, group.begin)) links.push(moved(link, link.restores))
    at = group.end
    if (group.begin === index.links.length) break
    const one = group.keep === null ? composed[next++] : index.links[group.keep]
    if (one === undefined) throw new Error('a fold lacks one of its links')
    // The run may end at the content of an older point: that stays known.
    const before = contentPoint(index, group.end)
    links.push(moved(one, before <= group.begin ? before : undefined))
  }
  const snapshots = index.snapshots.map((snapshot) => {
    const afterLink = pointOf(snapshot.afterLink)
    if (afterLink === null) throw new Error('a fold took away a point that has a name')
    return { ...snapshot, afterLink }
  })
  return { ...index, links, snapshots, ...(groups.length === 0 ? {} : { foldedBelowId: index.nextSnapshotId }) }
}

/** Where a point stands after a fold; null when it is no more. */
function pointMap(groups: readonly FoldGroup[]): (point: number) => number | null {
  return (point) => {
    let gone = 0
    for (const { begin, end } of groups) {
      if (point > begin && point < end) return null
      if (point >= end) gone += end - begin - 1
    }
    return point - gone
  }
}

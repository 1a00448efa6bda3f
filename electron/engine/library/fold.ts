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
  const named = namesByPoint(index)
  return groupsBetween(index, { isNamed: (point) => named.has(point), first, last })
}

/** A part of a chain, and which of its points have a name. Numbers of links count from 1. */
export interface NamedRun {
  readonly isNamed: (point: number) => boolean
  readonly first: number
  readonly last: number
}

/** {@link foldGroups} where other points have names than the index says. */
export function groupsBetween(index: ImageIndex, { isNamed, first, last }: NamedRun): readonly FoldGroup[] {
  const groups: FoldGroup[] = []
  let begin = first - 1
  for (let at = begin; at < last; at++) {
    const point = at + 1
    if (!isNamed(point) && point < last) continue
    const isLiveSeal = index.links[at]?.kind === 'seal' && isNamed(point)
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

/** The newest name on each point that has one. */
export function namesByPoint({ snapshots }: ImageIndex): ReadonlyMap<number, Uint8Array> {
  return new Map(snapshots.map(({ afterLink, name }) => [afterLink, name]))
}

/** The header of the diff a run is composed into, with the names of today. */
export function foldedHeader(
  index: ImageIndex,
  { begin, end }: FoldGroup,
  names: Pick<ReadonlyMap<number, Uint8Array>, 'get'> = namesByPoint(index),
): DeltaHeader {
  const nameAt = (point: number): Uint8Array | null => names.get(point) ?? null
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

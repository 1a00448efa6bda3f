import { AppError } from '../../../shared/errors.ts'
import { nameFromBytes, sameBytes } from '../../../shared/names.ts'
import type { DeltaHeader } from '../delta.ts'
import type { ChainLink, OpenChain } from './types.ts'

/** A point of a chain: before its first link, or behind one. */
export interface ChainPoint {
  /** Null: it has no name. */
  readonly name: Uint8Array | null
  readonly sizeBytes: number
  readonly isProtected: boolean | undefined
  readonly id: number | undefined
  readonly createdAt: string | undefined
}

/** One delta to be written: links `[first, end)` of the chain, composed, under the names it will bear. */
export interface ChainStep {
  readonly header: DeltaHeader
  readonly first: number
  readonly end: number
  readonly fromId: number | undefined
  readonly toId: number | undefined
  readonly toCreatedAt: string | undefined
}

/** Changes to the names of a chain; see `ChainEdits` of the contract. Names in bytes. */
export interface NameEdits {
  readonly dropSnapshots: readonly Uint8Array[]
  readonly renameSnapshots: readonly { readonly from: Uint8Array; readonly to: Uint8Array }[]
  readonly nameHead: Uint8Array | null
}

/** The points of a chain: point `i` stands behind `i` links. */
export function chainPoints({ links }: Pick<OpenChain, 'links'>): readonly ChainPoint[] {
  const first: ChainPoint = {
    name: links[0]?.header.from ?? null,
    sizeBytes: 0,
    isProtected: undefined,
    id: links[0]?.fromId,
    createdAt: undefined,
  }
  return [first, ...links.map(pointBehind)]
}

function pointBehind({ header, layer, toId, toCreatedAt }: ChainLink): ChainPoint {
  const { to, isProtected } = header
  return { name: to, sizeBytes: layer.sizeBytes, isProtected, id: toId, createdAt: toCreatedAt }
}

/**
 * The number of the point with a name. @throws AppError E_SNAPSHOT_NOT_FOUND
 */
export function pointNamed(points: readonly ChainPoint[], name: Uint8Array): number {
  const at = points.findIndex((point) => point.name !== null && sameBytes(point.name, name))
  if (at >= 0) return at
  const text = nameFromBytes(name).text
  throw new AppError('E_SNAPSHOT_NOT_FOUND', `The chain has no snapshot “${text}”`, { detail: { snapshot: text } })
}

/** Refuses a chain that comes to one name twice: neither an image nor a file of format 2 can have it twice. @throws AppError E_DIFF_END_SNAPSHOT_EXISTS */
export function checkNamesOnce(points: readonly ChainPoint[]): void {
  const seen = new Set<string>()
  for (const { name } of points) {
    if (name === null) continue
    const { text, base64 } = nameFromBytes(name)
    const key = base64 ?? `u:${text}`
    if (seen.has(key)) {
      throw new AppError('E_DIFF_END_SNAPSHOT_EXISTS', `The chain comes to snapshot “${text}” twice`, {
        detail: { snapshot: text },
      })
    }
    seen.add(key)
  }
}

/** Refuses a chain whose beginning is not there, where all of the image is asked for. @throws AppError E_DIFF_START_SNAPSHOT_MISSING */
export function checkFull(chain: OpenChain): void {
  if (chain.fromNothing) return
  const from = chain.links[0]?.header.from ?? new Uint8Array(0)
  const text = nameFromBytes(from).text
  throw new AppError(
    'E_DIFF_START_SNAPSHOT_MISSING',
    `The chain starts at snapshot “${text}”, so what the image held before is not in it`,
    { hint: 'Put the full export, or the diff that begins from nothing, first', detail: { snapshot: text } },
  )
}

/**
 * The points of a chain under the names they will bear: dropped ones have none, so that their changes go to the next.
 *
 * @throws AppError E_SNAPSHOT_NOT_FOUND for a name that is not there, E_SNAPSHOT_EXISTS for one that would be there twice
 */
export function editedPoints(points: readonly ChainPoint[], edits: NameEdits): readonly ChainPoint[] {
  const edited = [...points]
  for (const name of edits.dropSnapshots) {
    const at = pointNamed(points, name)
    edited[at] = { ...(points[at] as ChainPoint), name: null, isProtected: undefined }
  }
  for (const { from, to } of edits.renameSnapshots) {
    const at = pointNamed(points, from)
    edited[at] = { ...(edited[at] as ChainPoint), name: to }
  }
  if (edits.nameHead !== null) {
    const last = edited.at(-1) as ChainPoint
    const head: ChainPoint = {
      ...last,
      name: edits.nameHead,
      isProtected: undefined,
      id: undefined,
      createdAt: undefined,
    }
    // The last point may be a snapshot already: then the new one stands behind it, and nothing changes between them.
    if (last.name === null) edited[edited.length - 1] = head
    else edited.push(head)
  }
  checkFree(edited)
  return edited
}

function checkFree(points: readonly ChainPoint[]): void {
  try {
    checkNamesOnce(points)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const snapshot = String(error.detail?.['snapshot'])
    throw new AppError('E_SNAPSHOT_EXISTS', `There would be two snapshots “${snapshot}”`, { detail: { snapshot } })
  }
}

/**
 * The deltas from point `begin` to point `end`, one a named point; the changes behind the last name go to the head. `points` may have one
 * more than the chain, a second name for its end.
 */
export function stepsBetween(
  points: readonly ChainPoint[],
  begin: number,
  end: number,
  links: number,
): readonly ChainStep[] {
  const steps: ChainStep[] = []
  let from = begin
  for (let to = begin + 1; to <= end; to++) {
    if ((points[to] as ChainPoint).name === null && to < end) continue
    steps.push(stepBetween(points, from, to, links))
    from = to
  }
  return steps
}

/** All deltas from nothing to the head, as a file of format 2 has them: one a named point, then the head, which may be the last of them. */
export function stepsToHead(points: readonly ChainPoint[], links: number): readonly ChainStep[] {
  const last = points.at(-1) as ChainPoint
  const head: ChainPoint = { ...last, name: null, isProtected: undefined, id: undefined, createdAt: undefined }
  const withHead = last.name === null && points.length > 1 ? points : [...points, head]
  return stepsBetween(withHead, 0, withHead.length - 1, links)
}

/** The one delta from point `begin` to point `end`. */
export function stepBetween(points: readonly ChainPoint[], begin: number, end: number, links: number): ChainStep {
  const [from, to] = [points[begin] as ChainPoint, points[end] as ChainPoint]
  const { sizeBytes } = to
  return {
    header: { from: from.name, to: to.name, sizeBytes, isProtected: to.isProtected },
    first: Math.min(begin, links),
    end: Math.min(end, links),
    fromId: from.id,
    toId: to.id,
    toCreatedAt: to.createdAt,
  }
}

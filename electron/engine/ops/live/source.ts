import type { Connection, LiveSnapshot } from '../../../../shared/connections.ts'
import { AppError } from '../../../../shared/errors.ts'
import { formatSpec, type ImageRef, LIBRARY } from '../../../../shared/imageSpec.ts'
import { type Name, nameToBytes, sameName } from '../../../../shared/names.ts'
import { type LiveFacts, liveFacts, liveWatchers } from '../../ceph/cluster.ts'
import { hasFastDiff, liveTotals, sampledExtentBytes } from '../../ceph/estimate.ts'
import { clusterId } from '../../ceph/fsid.ts'
import { liveHeader, type LiveStretch, readLive } from '../../ceph/liveDelta.ts'
import { mapAtMost } from '../../io/mapAtMost.ts'
import type { SourceFacts } from '../../manifest/facts.ts'
import type { OpContext } from '../context.ts'
import type { Origin, Written } from '../written.ts'

/** Whether an image lies on a cluster, and not in the library. */
export function isLive({ connection }: Pick<ImageRef, 'connection'>): boolean {
  return connection !== LIBRARY
}

/** A live image that was looked at and is about to be read. */
export interface LiveSource {
  readonly connection: Connection
  readonly ref: ImageRef
  readonly image: LiveFacts
  readonly warnings: readonly string[]
}

/**
 * Looks at a live image. What makes an export doubtful is a warning. `isHeadRead`: its head counts, and not a snapshot of it.
 *
 * @throws AppError E_CONNECTION_UNKNOWN, E_CLUSTER_*, E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND
 */
export async function openLive(ref: ImageRef, isHeadRead: boolean, context: OpContext): Promise<LiveSource> {
  const connection = context.connections.get(ref.connection)
  const { signal } = context
  // Both are waited for, and what the image says goes first: it has the better sentence where it is not there.
  const [asked, open] = await Promise.allSettled([
    liveFacts(connection, ref, signal),
    isHeadRead ? liveWatchers(connection, ref, signal) : [],
  ])
  if (asked.status === 'rejected') throw asked.reason
  if (open.status === 'rejected') throw open.reason
  const image = asked.value
  const warnings: string[] = []
  if (open.value.length > 0) {
    warnings.push(`${formatSpec(ref)} is open elsewhere: its head is no point in time while it is written to`)
  }
  if (image.flags.some((flag) => /invalid/.test(flag))) {
    warnings.push(`The object map of ${formatSpec(ref)} is marked invalid: rebuild it with rbd object-map rebuild`)
  }
  return {
    connection,
    ref,
    image,
    warnings,
  }
}

/** A live image that goes into a file. */
export interface ExportSource extends LiveSource {
  /** What the manifest says of it; never rejects. */
  readonly facts: Promise<SourceFacts>
}

/**
 * {@link openLive} for what goes into a file. The id of the cluster is wanted only when all has been read, and where it cannot be had the manifest goes
 * without: it is asked for meanwhile.
 *
 * @throws AppError as openLive
 */
export async function openForExport(ref: ImageRef, isHeadRead: boolean, context: OpContext): Promise<ExportSource> {
  const connection = context.connections.get(ref.connection)
  // What is waited for is started first: each start takes a while.
  const opening = openLive(ref, isHeadRead, context)
  const fsid = clusterId(connection, context.signal).catch(() => null)
  const source = await opening
  const facts = fsid.then((id) => ({
    ...(id === null ? {} : { fsid: id }),
    pool: nameToBytes(ref.pool),
    namespace: ref.namespace,
    image: nameToBytes(ref.image),
    imageId: source.image.id,
  }))
  return { ...source, facts }
}

/** A snapshot of a live image. @throws AppError E_SNAPSHOT_NOT_FOUND */
export function liveSnapshot({ image, ref }: LiveSource, name: Name): LiveSnapshot {
  const found = image.snapshots.find((snapshot) => sameName(snapshot.name, name))
  if (found !== undefined) return found
  throw new AppError('E_SNAPSHOT_NOT_FOUND', `${formatSpec(ref)} has no snapshot ${name.text}`, {
    detail: { snapshot: name.text },
  })
}

const NOTHING = { count: 0, dataBytes: 0, zeroBytes: 0 }

/** A stretch by its points. */
export type LivePart = Pick<LiveStretch, 'from' | 'to' | 'wholeObject'>

/** How many stretches are asked about at once: each question is a program of its own. */
const ASKED_AT_ONCE = 4

/**
 * Stretches of a live image as deltas to be written one after another. Nothing of them is known exactly before it was read; where there is an object map, at
 * most how much it is.
 *
 * @throws AppError E_SNAPSHOT_NOT_FOUND, E_DIFF_SNAPSHOT_ORDER, E_CLUSTER_*
 */
export function writtenLiveParts(
  source: LiveSource,
  parts: readonly LivePart[],
  context: OpContext,
): Promise<readonly Written[]> {
  return mapAtMost(ASKED_AT_ONCE, parts, (part) => writtenLive(source, part, context, { isReadNext: false }))
}

/** One stretch of a live image as {@link writtenLiveParts}. `isReadNext`: how its reading is to be paced is found out meanwhile. */
export async function writtenLive(
  source: LiveSource,
  { from, to, wholeObject }: LivePart,
  context: OpContext,
  { isReadNext = true } = {},
): Promise<Written> {
  const { connection, image, ref } = source
  const begin = from === null ? null : liveSnapshot(source, from)
  const end = to === null ? null : liveSnapshot(source, to)
  if (begin !== null && end !== null && begin.id > end.id) {
    throw new AppError(
      'E_DIFF_SNAPSHOT_ORDER',
      `Snapshot ${from?.text} of ${formatSpec(ref)} is newer than ${to?.text}`,
    )
  }
  const sizeBytes = end?.sizeBytes ?? image.sizeBytes
  // Asked for the objects of an image without any, rbd 16.2 ends by its own assertion.
  const isEmpty = sizeBytes === 0 && (begin?.sizeBytes ?? 0) === 0
  const isWhole = wholeObject && !isEmpty
  const named = { connection, image: ref, from, to }
  const { signal } = context
  // Whole objects are read as such; how large the pieces of an increment are, only a look at some of them tells.
  const isInPieces = !isEmpty && !isWhole && from !== null
  const early = isInPieces && isReadNext ? sampledExtentBytes(named, signal) : null
  // Whoever reads it hears of it.
  early?.catch(() => undefined)
  const requestBytes = isInPieces ? () => early ?? sampledExtentBytes(named, signal) : isEmpty ? null : 2 ** image.order
  const totals = isEmpty ? NOTHING : hasFastDiff(image) ? await liveTotals(named, signal) : null
  const stretch: LiveStretch = { ...named, sizeBytes, wholeObject: isWhole, requestBytes }
  const open = () => readLive(stretch, context)
  return {
    header: liveHeader(stretch),
    totals: totals ?? NOTHING,
    isExact: false,
    isStream: totals === null,
    open,
    openAsIs: open,
    ids: {
      ...(begin === null ? {} : { fromId: begin.id }),
      ...(end === null ? {} : { toId: end.id, toCreatedAt: new Date(end.createdAt).toISOString() }),
    },
  }
}

/** Where what is written comes from. */
export function originOf({ ref, image, facts, warnings }: ExportSource, delta: Pick<Written, 'totals'>): Origin {
  return {
    inputs: [
      { called: formatSpec(ref, true), fileBytes: Math.min(delta.totals.dataBytes, image.sizeBytes), spillBytes: 0 },
    ],
    source: facts,
    warnings,
    close: () => Promise.resolve(),
  }
}

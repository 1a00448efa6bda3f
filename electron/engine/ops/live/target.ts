import type { Connection, LiveImage } from '../../../../shared/connections.ts'
import { AppError } from '../../../../shared/errors.ts'
import { formatSpec, type ImageRef } from '../../../../shared/imageSpec.ts'
import { type Name, nameFromBytes, nameToBytes, sameBytes } from '../../../../shared/names.ts'
import { formatBytes } from '../../../../shared/units.ts'
import { changesNothing } from '../../algebra/sameContent.ts'
import { liveImage } from '../../ceph/cluster.ts'
import { liveTotals } from '../../ceph/estimate.ts'
import { readLive } from '../../ceph/liveDelta.ts'
import { textOf } from '../../ceph/rbd.ts'
import { type Room, roomIn } from '../../ceph/room.ts'
import type { DeltaHeader } from '../../delta.ts'
import type { Check, OpContext } from '../context.ts'

/** A live image that deltas are about to be applied to, as it was looked at. */
export interface LiveTarget {
  readonly connection: Connection
  readonly ref: ImageRef
  readonly image: LiveImage
}

/** Looks at a live image. @throws AppError E_CONNECTION_UNKNOWN, E_CLUSTER_*, E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND */
export async function openLiveTarget(ref: ImageRef, context: OpContext): Promise<LiveTarget> {
  const connection = context.connections.get(ref.connection)
  return { connection, ref, image: await liveImage(connection, ref, context.signal) }
}

/**
 * Refuses an image that somebody has open or has locked: what is written beneath a client is lost or harms it, and with a lock that was taken by hand `rbd`
 * waits for ever (RBD-BEHAVIOUR, Killed clients and locks).
 *
 * @throws AppError E_CLUSTER_IN_USE
 */
function checkFree({ ref, image }: LiveTarget): void {
  const called = formatSpec(ref)
  const [watcher] = image.watchers
  const [lock] = image.heldLocks
  const detail = { image: called }
  if (watcher !== undefined) {
    throw new AppError('E_CLUSTER_IN_USE', `${called} is open in ${watcher}`, {
      hint: 'End what uses it: a virtual machine, a mapped device. A client that was killed is forgotten after half a minute',
      detail,
    })
  }
  if (lock !== undefined) {
    throw new AppError('E_CLUSTER_IN_USE', `${called} is locked by hand: lock ${lock}`, {
      hint: 'If nobody needs the lock any more, remove it with rbd lock rm',
      detail,
    })
  }
}

/** What the user has agreed to. */
export interface Consent {
  /** A delta from nothing may be laid over content. */
  readonly overlay: boolean
  /** The image may become smaller. */
  readonly allowShrink: boolean
}

/**
 * Whether deltas may be applied to a live image one after the other: `rbd`'s own checks of the names, in its order (FORMATS §6.4), and those it lacks
 * (DESIGN §6.2): the head stands where the first begins, and nothing shrinks unasked. Nothing is written.
 *
 * @throws AppError E_CLUSTER_IN_USE, E_DIFF_START_SNAPSHOT_MISSING, E_DIFF_END_SNAPSHOT_EXISTS, E_DIFF_DRIFTED, E_DIFF_NOT_EMPTY, E_IMAGE_SHRINKS, E_CLUSTER_*
 */
export async function checkLiveAppend(
  target: LiveTarget,
  headers: readonly DeltaHeader[],
  consent: Consent,
  context: OpContext,
): Promise<readonly Check[]> {
  checkFree(target)
  const called = formatSpec(target.ref)
  const names = target.image.snapshots.map(({ name }) => nameToBytes(name))
  let sizeBytes = target.image.sizeBytes
  for (const { from, to, sizeBytes: next } of headers) {
    if (from !== null && !names.some((name) => sameBytes(name, from))) throw startMissing(target, from)
    if (to !== null && names.some((name) => sameBytes(name, to))) {
      const snapshot = nameFromBytes(to).text
      const sentence = `The diff ends at snapshot “${snapshot}”, which ${called} has already`
      throw new AppError('E_DIFF_END_SNAPSHOT_EXISTS', sentence, { detail: { image: called, snapshot } })
    }
    if (to !== null) names.push(to)
    if (next !== null && next < sizeBytes && !consent.allowShrink) {
      const sentence = `${called} would shrink from ${formatBytes(sizeBytes)} to ${formatBytes(next)}`
      throw new AppError('E_IMAGE_SHRINKS', sentence, { detail: { image: called, sizeBytes, newSizeBytes: next } })
    }
    sizeBytes = next ?? sizeBytes
  }
  const [first] = headers
  if (first === undefined) return []
  if (first.from === null) return checkEmpty(target, consent, context)
  await checkClean(target, first.from, context)
  return [{ label: `The head of ${called} is its snapshot “${nameFromBytes(first.from).text}”`, state: 'ok' }]
}

/**
 * Whether what is to be written fits into the pools of an image. `isExact` false: it is so much at most, so that a pool with less room is worth a word only. `asked`: what the monitors say.
 *
 * @throws AppError E_CLUSTER_NO_SPACE, E_CLUSTER_UNREACHABLE
 */
export async function checkLiveRoom(
  { connection, ref, dataPool }: Pick<LiveTarget, 'connection' | 'ref'> & { readonly dataPool: Name | null },
  need: { readonly dataBytes: number; readonly isExact: boolean },
  asked: Promise<Room | null>,
): Promise<readonly Check[]> {
  const pools = [ref.pool, ...(dataPool === null ? [] : [dataPool])].map(textOf)
  const free = roomIn(await asked, { connection, pools, bytes: need.isExact ? need.dataBytes : 0 })
  if (free === null) return []
  const where = dataPool === null ? textOf(ref.pool) : pools.join(' and ')
  if (need.dataBytes <= free) return [{ label: `There is room in ${where}: ${formatBytes(free)}`, state: 'ok' }]
  const label = `Up to ${formatBytes(need.dataBytes)} may be written, and ${formatBytes(free)} are free in ${where}`
  return [{ label, state: 'warning' }]
}

function startMissing({ ref, image }: LiveTarget, from: Uint8Array): AppError {
  const newest = image.snapshots.at(-1)
  const has = newest === undefined ? 'which has no snapshots' : `whose newest snapshot is “${newest.name.text}”`
  const snapshot = nameFromBytes(from).text
  const sentence = `The diff starts at snapshot “${snapshot}”, which is not in ${formatSpec(ref)}, ${has}`
  return new AppError('E_DIFF_START_SNAPSHOT_MISSING', sentence, { detail: { image: formatSpec(ref), snapshot } })
}

async function checkEmpty(target: LiveTarget, { overlay }: Consent, context: OpContext): Promise<readonly Check[]> {
  const called = formatSpec(target.ref)
  const { connection, ref } = target
  const { sizeBytes, snapshots } = target.image
  // Asked for the objects of an image without any, rbd 16.2 ends by its own assertion.
  const isBlank =
    sizeBytes === 0 ||
    (await liveTotals({ connection, image: ref, from: null, to: null }, context.signal)).dataBytes === 0
  const isEmpty = snapshots.length === 0 && isBlank
  if (isEmpty) return [{ label: `${called} is empty`, state: 'ok' }]
  if (overlay) return [{ label: `The diff is laid over what ${called} holds`, state: 'warning' }]
  throw new AppError('E_DIFF_NOT_EMPTY', `The diff begins from nothing, and ${called} is not empty`, {
    detail: { image: called },
  })
}

/**
 * Whether the head is a snapshot of the image still. A head that was rolled back differs from it for `rbd diff` and not in content, so where something
 * differs the content decides.
 */
async function checkClean(target: LiveTarget, from: Uint8Array, context: OpContext): Promise<void> {
  const { connection, ref, image } = target
  const name = nameFromBytes(from)
  const snapshot = image.snapshots.find((one) => sameBytes(nameToBytes(one.name), from))
  const called = formatSpec(ref)
  const drifted = (why: string): AppError =>
    new AppError(
      'E_DIFF_DRIFTED',
      `${called} has changed since snapshot “${name.text}”, where the diff starts: ${why}`,
      {
        hint: `Roll it back to “${name.text}” first, or restore into a new image`,
        detail: { image: called, snapshot: name.text },
      },
    )
  if (snapshot !== undefined && snapshot.sizeBytes !== image.sizeBytes) throw drifted('its size is another')
  if (image.sizeBytes === 0) return
  const stretch = { connection, image: ref, from: name, to: null }
  const totals = await liveTotals(stretch, context.signal)
  if (totals.count === 0) return
  const { sizeBytes } = image
  const head = readLive({ ...stretch, sizeBytes, wholeObject: false }, context)
  const before = readLive({ connection, image: ref, from: null, to: name, sizeBytes, wholeObject: true }, context)
  try {
    if (!(await changesNothing(head, before)))
      throw drifted(`${formatBytes(totals.dataBytes + totals.zeroBytes)} of it at most`)
  } finally {
    await head.close()
    await before.close()
  }
}

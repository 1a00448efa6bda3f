import { AppError, isAppError } from '../../../../shared/errors.ts'
import { formatSpec, type ImageRef } from '../../../../shared/imageSpec.ts'
import type { ImageOptions } from '../../../../shared/jobs.ts'
import { nameFromBytes } from '../../../../shared/names.ts'
import { liveSize } from '../../ceph/cluster.ts'
import { answerOf, imageArgs } from '../../ceph/rbd.ts'
import { askRoom, type Room } from '../../ceph/room.ts'
import type { Check, OpContext } from '../context.ts'
import type { Counted } from '../counting.ts'
import { applyDeltas } from '../live/apply.ts'
import { applied, type ApplyPlace } from '../live/importDiffLive.ts'
import { checkNewLive, makeWhole } from '../live/newImage.ts'
import { checkLiveAppend, checkLiveRoom, type LiveTarget, openLiveTarget } from '../live/target.ts'
import { sumTotals, type Written } from '../written.ts'
import type { Wanted } from './libraryTarget.ts'
import { liveContent, livePoints } from './liveSource.ts'
import type { NewFacts, TransferTarget } from './types.ts'

/**
 * An image of a cluster as the end that is written.
 *
 * @throws AppError E_CONNECTION_UNKNOWN, E_CLUSTER_*, E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND where it must be there, E_IMAGE_EXISTS where it must not
 */
export async function liveTarget(ref: ImageRef, wanted: Wanted, context: OpContext): Promise<TransferTarget> {
  const connection = context.connections.get(ref.connection)
  let asked: Promise<Room | null> | null = askRoom(connection, context.signal)
  const target = wanted === 'new' ? null : await found(ref, wanted, context)
  if (target === null) await checkNewLive(ref, context)
  return {
    ref,
    isNew: target === null,
    points: target === null ? [] : livePoints(target.image),
    content: (at) => liveContent(connection, ref, at, context),
    async check(deltas, consent) {
      const headers = deltas.map(({ header }) => header)
      const checks: readonly Check[] =
        target === null
          ? [{ label: `The name is free in ${formatSpec(ref, true)}`, state: 'ok' }]
          : await checkLiveAppend(target, headers, consent, context)
      const { dataBytes } = sumTotals(deltas)
      const need = { dataBytes, isExact: deltas.every(({ isExact }) => isExact) }
      const place = { connection, ref, dataPool: target?.image.dataPool ?? null }
      const room = await checkLiveRoom(place, need, asked ?? askRoom(connection, context.signal))
      // It was true then; whoever checks again wants to know anew.
      asked = null
      return [...checks, ...room]
    },
    warningsOf: () => [],
    async apply(delta, shifted, create) {
      // Only what begins from nothing is put back to the size it began with; behind the first delta there is a point to go back to.
      const beforeBytes = target?.image.sizeBytes ?? 0
      const place = { connection, ref, sizeBytes: beforeBytes }
      const counted =
        create === null ? await append(delta, place, shifted) : await make({ delta, ref, create, context: shifted })
      await checkArrived(delta, ref, context)
      return counted
    },
  }
}

async function found(ref: ImageRef, wanted: Wanted, context: OpContext): Promise<LiveTarget | null> {
  try {
    return await openLiveTarget(ref, context)
  } catch (error) {
    if (wanted === 'either' && isAppError(error, 'E_IMAGE_NOT_FOUND')) return null
    throw error
  }
}

async function append(delta: Written, target: ApplyPlace, context: OpContext): Promise<Counted> {
  const consent = { overlay: false, allowShrink: true }
  const work = { target, deltas: [delta], consent, totalBytes: null, warnings: [], context }
  const { records, dataBytes, zeroBytes } = await applied(work)
  const { to, isProtected } = delta.header
  if (to !== null && isProtected === true) {
    const args = ['snap', 'protect', ...imageArgs(target.ref, nameFromBytes(to))]
    await answerOf({ connection: target.connection, args, signal: context.signal })
  }
  return { records, dataBytes, zeroBytes }
}

/** An image that is to be made of a delta from nothing. */
interface Made {
  readonly delta: Written
  readonly ref: ImageRef
  readonly create: NewFacts
  readonly context: OpContext
}

function make({ delta, ref, create, context }: Made): Promise<Counted> {
  const connection = context.connections.get(ref.connection)
  const { to, isProtected, sizeBytes } = delta.header
  const image = {
    sizeBytes: sizeBytes ?? 0,
    options: optionsOf(create),
    protect: to !== null && isProtected === true ? [to] : [],
    meta: create.meta,
  }
  return makeWhole({ connection, ref, context }, image, (temporary) =>
    applyDeltas({ connection, image: temporary, deltas: [delta], context, totalBytes: null }),
  )
}

function optionsOf({ order, features, stripeUnit, stripeCount }: NewFacts): ImageOptions {
  return {
    ...(order === null ? {} : { order }),
    ...(features === null ? {} : { features }),
    ...(stripeUnit === null ? {} : { stripeUnit }),
    ...(stripeCount === null ? {} : { stripeCount }),
  }
}

/** Whether the cluster has what was sent: the end of the delta, at its size. That both children ended well is not taken for it. */
async function checkArrived({ header }: Written, ref: ImageRef, context: OpContext): Promise<void> {
  const { to, sizeBytes } = header
  const at = to === null ? null : nameFromBytes(to)
  const found = await liveSize(context.connections.get(ref.connection), ref, at, context.signal).catch(
    (error: unknown) => {
      if (isAppError(error, 'E_SNAPSHOT_NOT_FOUND')) return null
      throw error
    },
  )
  if (found !== null && (sizeBytes === null || found.sizeBytes === sizeBytes)) return
  const what = at === null ? 'its head' : `its snapshot “${at.text}”`
  const sentence = `${formatSpec(ref)} was written, but ${what} is not as it was sent`
  throw new AppError('E_CLUSTER_LEFT_CHANGED', sentence, {
    hint: 'Somebody else may have changed it at the same time: look at its snapshots before it is used',
    detail: { image: formatSpec(ref) },
  })
}

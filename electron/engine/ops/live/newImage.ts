import type { Connection } from '../../../../shared/connections.ts'
import { AppError, isAppError } from '../../../../shared/errors.ts'
import { formatSpec, type ImageRef } from '../../../../shared/imageSpec.ts'
import type { ImageOptions } from '../../../../shared/jobs.ts'
import { nameFromBytes } from '../../../../shared/names.ts'
import { imageNames } from '../../ceph/cluster.ts'
import { createArgs } from '../../ceph/imageArgs.ts'
import { answerOf, imageArgs, textOf } from '../../ceph/rbd.ts'
import type { OpContext } from '../context.ts'
import { removeWhole, temporaryName } from './leftover.ts'
import { watchClusters } from './watch.ts'

/** How long removing what was left of an image that failed may take. */
const REMOVE_MS = 60 * 60_000

/**
 * Whether a name of a cluster is free: its pool is there, and no image of it bears the name.
 *
 * @throws AppError E_IMAGE_EXISTS, E_POOL_NOT_FOUND, E_CLUSTER_*
 */
export async function checkNewLive(ref: ImageRef, context: OpContext): Promise<Connection> {
  const connection = context.connections.get(ref.connection)
  const wanted = textOf(ref.image)
  const names = await imageNames(connection, ref, context.signal)
  if (names.some(({ text }) => text === wanted)) {
    throw new AppError('E_IMAGE_EXISTS', `${formatSpec(ref, true)} exists`, { detail: { image: formatSpec(ref) } })
  }
  return connection
}

/** What a new live image is made with, beside its content. */
export interface NewLive {
  readonly sizeBytes: number
  readonly options: ImageOptions
  /** Snapshots to be protected once they are there. */
  readonly protect: readonly Uint8Array[]
  readonly meta: readonly { readonly key: Uint8Array; readonly value: Uint8Array }[]
}

/**
 * Makes an image under a temporary name, has it filled, and gives it its own name only when it is whole. What fails is removed again, even where the
 * job was cancelled.
 *
 * @throws AppError what `fill` throws; E_IMAGE_EXISTS where the name was taken meanwhile; E_CLUSTER_LEFT_CHANGED where the rest could not be removed
 */
export async function makeWhole<T>(
  {
    connection,
    ref,
    context,
  }: { readonly connection: Connection; readonly ref: ImageRef; readonly context: OpContext },
  image: NewLive,
  fill: (temporary: ImageRef) => Promise<T>,
): Promise<T> {
  const run = (...args: readonly string[]) => answerOf({ connection, args, signal: context.signal })
  return nameWhole({ connection, ref, context }, async (temporary) => {
    await run('create', ...imageArgs(temporary), ...createArgs(image.sizeBytes, image.options))
    const result = await fill(temporary)
    for (const { key, value } of image.meta) {
      await run('image-meta', 'set', ...imageArgs(temporary), '--', nameFromBytes(key).text, nameFromBytes(value).text)
    }
    for (const name of image.protect) await run('snap', 'protect', ...imageArgs(temporary, nameFromBytes(name)))
    return result
  })
}

/** {@link makeWhole} for what makes the image itself, under the name it is given. */
export async function nameWhole<T>(
  {
    connection,
    ref,
    context,
  }: { readonly connection: Connection; readonly ref: ImageRef; readonly context: OpContext },
  make: (temporary: ImageRef) => Promise<T>,
): Promise<T> {
  const temporary: ImageRef = { ...ref, image: temporaryName(ref.image) }
  try {
    const result = await make(temporary)
    const namespace = ref.namespace === '' ? [] : [`--dest-namespace=${ref.namespace}`]
    const dest = [`--dest-pool=${textOf(ref.pool)}`, ...namespace, `--dest=${textOf(ref.image)}`]
    const args = ['rename', ...imageArgs(temporary), ...dest]
    await answerOf({ connection, args, signal: context.signal })
    return result
  } catch (error) {
    await removeRest({ connection, temporary, context }, error)
    throw error
  }
}

async function removeRest(
  {
    connection,
    temporary,
    context,
  }: { readonly connection: Connection; readonly temporary: ImageRef; readonly context: OpContext },
  failure: unknown,
): Promise<void> {
  context.onProgress({ phase: 'undoing', doneBytes: 0, totalBytes: null })
  const watched = { connections: [connection], target: null }
  const watch = watchClusters(watched, { meter: context.meter, signal: AbortSignal.timeout(REMOVE_MS) })
  try {
    await watch.during(() => removeWhole(connection, temporary, watch.signal))
  } catch (error) {
    if (isAppError(error, 'E_IMAGE_NOT_FOUND')) return
    const why = failure instanceof Error ? failure.message : String(failure)
    const why2 = error instanceof Error ? error.message : String(error)
    throw new AppError('E_CLUSTER_LEFT_CHANGED', `${why}; ${formatSpec(temporary)} could not be removed: ${why2}`, {
      hint: `No image has the name you chose. When the cluster is well again, remove what is left: rbd rm ${formatSpec(temporary)}`,
      detail: { image: formatSpec(temporary) },
      cause: failure,
    })
  }
}

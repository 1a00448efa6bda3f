import { randomBytes } from 'node:crypto'
import type { Connection } from '../../../../shared/connections.ts'
import { AppError, isAppError } from '../../../../shared/errors.ts'
import { formatSpec, type ImageRef } from '../../../../shared/imageSpec.ts'
import type { ImageOptions } from '../../../../shared/jobs.ts'
import { type Name, nameFromBytes, nameFromText } from '../../../../shared/names.ts'
import { imageNames, liveImage } from '../../ceph/cluster.ts'
import { createArgs } from '../../ceph/imageArgs.ts'
import { answerOf, imageArgs, textOf } from '../../ceph/rbd.ts'
import type { OpContext } from '../context.ts'

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
    await removeRest(connection, temporary, error)
    throw error
  }
}

/** `NAME.rbd-studio-1a2b3c4d`: says whose it is, should it ever be left behind. */
function temporaryName({ text }: Name): Name {
  return nameFromText(`${text}.rbd-studio-${randomBytes(4).toString('hex')}`)
}

async function removeRest(connection: Connection, temporary: ImageRef, failure: unknown): Promise<void> {
  const signal = AbortSignal.timeout(REMOVE_MS)
  const run = (...args: readonly string[]) => answerOf({ connection, args, signal })
  try {
    const { snapshots } = await liveImage(connection, temporary, signal)
    for (const { name, protected: isProtected } of snapshots) {
      if (isProtected) await run('snap', 'unprotect', ...imageArgs(temporary, name))
    }
    if (snapshots.length > 0) await run('snap', 'purge', ...imageArgs(temporary), '--no-progress')
    await run('rm', ...imageArgs(temporary), '--no-progress')
  } catch (error) {
    if (isAppError(error, 'E_IMAGE_NOT_FOUND')) return
    const why = failure instanceof Error ? failure.message : String(failure)
    throw new AppError('E_CLUSTER_LEFT_CHANGED', `${why}; ${formatSpec(temporary)} could not be removed`, {
      hint: `Remove it by hand: rbd rm ${formatSpec(temporary)}`,
      detail: { image: formatSpec(temporary) },
      cause: failure,
    })
  }
}

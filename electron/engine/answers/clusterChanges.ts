import { AppError } from '../../../shared/errors.ts'
import { formatSpec, type ImageRef } from '../../../shared/imageSpec.ts'
import { type Name, sameName } from '../../../shared/names.ts'
import { liveImage } from '../ceph/cluster.ts'
import type { Connections } from '../ceph/connections.ts'
import { createArgs } from '../ceph/imageArgs.ts'
import { answerOf, imageArgs, textOf } from '../ceph/rbd.ts'
import { isLive } from '../ops/live/source.ts'
import type { changeHandlers } from './changes.ts'

type Changes = ReturnType<typeof changeHandlers>

/**
 * The calls that change an image, for images of clusters and of the library alike: those of a cluster are `rbd`'s to change, all others are handed on.
 * Removing one is `cluster.moveToTrash`.
 */
export function changesAnywhere(library: Changes, connections: Connections): Changes {
  const run = async (image: ImageRef, args: readonly string[], signal: AbortSignal): Promise<null> => {
    await answerOf({ connection: connections.get(image.connection), args, signal })
    return null
  }
  const quiet = '--no-progress'
  const snapshot =
    (
      verb: 'create' | 'protect' | 'unprotect',
      otherwise: Changes['snapshot.create' | 'snapshot.protect' | 'snapshot.unprotect'],
    ): Changes['snapshot.create'] =>
    (input, context) => {
      const { image, name } = input
      if (!isLive(image)) return otherwise(input, context)
      const more = verb === 'create' ? [quiet] : []
      return run(image, ['snap', verb, ...imageArgs(image, name), ...more], context.signal)
    }
  return {
    ...library,
    async 'image.create'(input, context) {
      const { image, sizeBytes, options = {} } = input
      if (!isLive(image)) return library['image.create'](input, context)
      return run(image, ['create', ...imageArgs(image), ...createArgs(sizeBytes, options)], context.signal)
    },
    async 'image.resize'(input, context) {
      const { image, sizeBytes, allowShrink } = input
      if (!isLive(image)) return library['image.resize'](input, context)
      const consent = allowShrink ? ['--allow-shrink'] : []
      return run(image, ['resize', ...imageArgs(image), `--size=${sizeBytes}B`, ...consent, quiet], context.signal)
    },
    async 'image.rename'(input, context) {
      const { image, newName } = input
      if (!isLive(image)) return library['image.rename'](input, context)
      return run(image, ['rename', ...imageArgs(image), ...destArgs(image, newName)], context.signal)
    },
    'snapshot.create': snapshot('create', library['snapshot.create']),
    'snapshot.protect': snapshot('protect', library['snapshot.protect']),
    'snapshot.unprotect': snapshot('unprotect', library['snapshot.unprotect']),
    async 'snapshot.rename'(input, context) {
      const { image, name, newName } = input
      if (!isLive(image)) return library['snapshot.rename'](input, context)
      const dest = [...destArgs(image, image.image), `--dest-snap=${textOf(newName)}`]
      return run(image, ['snap', 'rename', ...imageArgs(image, name), ...dest], context.signal)
    },
    async 'snapshot.remove'(input, context) {
      const { image, name } = input
      if (!isLive(image)) return library['snapshot.remove'](input, context)
      const { snapshots } = await liveImage(connections.get(image.connection), image, context.signal)
      const found = snapshots.find((one) => sameName(one.name, name))
      if (found === undefined) {
        throw new AppError('E_SNAPSHOT_NOT_FOUND', `${formatSpec(image)} has no snapshot ${name.text}`)
      }
      await run(image, ['snap', 'rm', ...imageArgs(image, name), quiet], context.signal)
      return { ...found, afterLink: 0, restorable: false }
    },
    async 'snapshot.restore'(input, context) {
      if (!isLive(input.image)) return library['snapshot.restore'](input, context)
      throw new AppError('E_UNSUPPORTED', 'A snapshot that was removed from a cluster cannot be brought back')
    },
  }
}

/** Where something goes in the same pool and namespace. */
function destArgs({ pool, namespace }: ImageRef, image: Name): readonly string[] {
  return [
    `--dest-pool=${textOf(pool)}`,
    ...(namespace === '' ? [] : [`--dest-namespace=${namespace}`]),
    `--dest=${textOf(image)}`,
  ]
}

import type { EngineCalls, Handlers } from '../../../shared/contract.ts'
import { AppError, isAppError } from '../../../shared/errors.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { clusterPools, clusterTrash, imageNames, liveImage } from '../ceph/cluster.ts'
import type { Connections } from '../ceph/connections.ts'
import { findConnections } from '../ceph/find.ts'
import { answerOf, imageArgs, poolArgs, textOf } from '../ceph/rbd.ts'
import { testConnection } from '../ceph/selfTest.ts'
import { removeLeftover } from '../ops/live/leftover.ts'

type Clusters = Pick<Handlers<EngineCalls>, Extract<keyof EngineCalls, `cluster.${string}` | `connection.${string}`>>

/** How many images are asked about at once: each is four processes. */
const AT_ONCE = 3

/** The calls about clusters: what is read of them, and their trash. What changes one image is answered beside the library's own changes. */
export function clusterHandlers(connections: Connections): Clusters {
  return {
    'connection.test': (connection, { signal }) => testConnection(connection, signal).then((checks) => [...checks]),
    'connection.find': async (_, { signal }) => [...(await findConnections(signal))],
    'cluster.pools': async ({ connection }, { signal }) => [
      ...(await clusterPools(connections.get(connection), signal)),
    ],
    'cluster.images': async ({ connection, ...pool }, { signal }) => ({
      names: [...(await imageNames(connections.get(connection), pool, signal))],
      readAt: Date.now(),
    }),
    'cluster.image': (image, { signal }) => liveImage(connections.get(image.connection), image, signal),
    async 'cluster.someImages'({ images }, { signal }) {
      const answers = images.map(() => null as Awaited<ReturnType<typeof liveImage>> | null)
      let next = 0
      const work = async (): Promise<void> => {
        for (let at = next++; at < images.length; at = next++) {
          const image = images[at]
          if (image === undefined) return
          answers[at] = await liveImage(connections.get(image.connection), image, signal).catch((error: unknown) => {
            // One image that went, or that is not ours to look at, says nothing of the others.
            if (isAppError(error) && error.code !== 'E_CLUSTER_UNREACHABLE') return null
            throw error
          })
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, work))
      return answers
    },
    async 'cluster.removeLeftover'(image, { signal }) {
      await removeLeftover(connections.get(image.connection), image, signal)
      return null
    },
    'cluster.trash': async ({ connection, ...pool }, { signal }) => [
      ...(await clusterTrash(connections.get(connection), pool, signal)),
    ],
    async 'cluster.moveToTrash'({ image, confirm }, { signal }) {
      if (confirm !== formatSpec(image)) {
        throw new AppError('E_CONTRACT_BAD_INPUT', `The name typed is not ${formatSpec(image)}, so nothing was removed`)
      }
      await answerOf({
        connection: connections.get(image.connection),
        args: ['trash', 'mv', ...imageArgs(image)],
        signal,
      })
      return null
    },
    async 'cluster.restoreFromTrash'({ connection: name, id, newName, ...pool }, { signal }) {
      const connection = connections.get(name)
      const named = newName === null ? [] : [`--image=${textOf(newName)}`]
      await answerOf({
        connection,
        args: ['trash', 'restore', ...poolArgs(pool), `--image-id=${id}`, ...named],
        signal,
      })
      return null
    },
  }
}

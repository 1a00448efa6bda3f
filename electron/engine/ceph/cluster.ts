import type { ClusterPool, Connection, LiveImage, TrashedImage } from '../../../shared/connections.ts'
import { isAppError } from '../../../shared/errors.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { type Name, nameFromText } from '../../../shared/names.ts'
import {
  ImageInfo,
  ImageMetaAnswer,
  LockList,
  NameList,
  NamespaceList,
  PoolDetails,
  SnapshotList,
  StatusAnswer,
  timeOf,
  TrashList,
} from './answers.ts'
import { imageArgs, jsonOf, poolArgs } from './rbd.ts'

/** A pool or a namespace in it. */
type PoolRef = Pick<ImageRef, 'pool' | 'namespace'>

/**
 * The pools images can lie in: those that say so, else all of them, since older pools say nothing. Namespaces come with them.
 *
 * @throws AppError E_CLUSTER_*
 */
export async function clusterPools(connection: Connection, signal: AbortSignal): Promise<readonly ClusterPool[]> {
  const args = ['osd', 'pool', 'ls', 'detail']
  const pools = await jsonOf({ connection, program: 'ceph', args, signal }, PoolDetails)
  const own = pools.filter(({ application_metadata }) => 'rbd' in application_metadata)
  const unsaid = pools.filter(({ application_metadata }) => Object.keys(application_metadata).length === 0)
  const listed = own.length > 0 ? own : unsaid
  return Promise.all(
    listed.map(async ({ pool_name: text }) => {
      const pool = nameFromText(text)
      const question = { connection, args: ['namespace', 'ls', ...poolArgs({ pool, namespace: '' })], signal }
      // A pool of an old cluster has none, and a user may be allowed a pool and not the list of its namespaces.
      const namespaces = await jsonOf(question, NamespaceList).catch((error: unknown) => noneFor(error))
      return { name: pool, namespaces: namespaces.map(({ name }) => name) }
    }),
  )
}

function noneFor(error: unknown): [] {
  if (isAppError(error) && error.code !== 'E_CLUSTER_UNREACHABLE') return []
  throw error
}

/** The names of a pool's images, and nothing else. @throws AppError E_POOL_NOT_FOUND, E_CLUSTER_* */
export async function imageNames(connection: Connection, pool: PoolRef, signal: AbortSignal): Promise<readonly Name[]> {
  return (await jsonOf({ connection, args: ['ls', ...poolArgs(pool)], signal }, NameList)).map(nameFromText)
}

/** What an image is, whoever uses it. */
export type LiveFacts = Omit<LiveImage, keyof LiveUse | 'readAt'>
/** Who uses an image. */
export type LiveUse = Pick<LiveImage, 'watchers' | 'lockers' | 'heldLocks'>

/** What there is to know of one image, in four questions at once. @throws AppError E_IMAGE_NOT_FOUND, E_POOL_NOT_FOUND, E_CLUSTER_* */
export async function liveImage(connection: Connection, image: ImageRef, signal: AbortSignal): Promise<LiveImage> {
  const [facts, watchers, locks] = await Promise.all([
    liveFacts(connection, image, signal),
    liveWatchers(connection, image, signal),
    liveLocks(connection, image, signal),
  ])
  return { ...facts, watchers, ...locks, readAt: Date.now() }
}

/** What an image is and which snapshots it has, in two questions at once. @throws AppError as {@link liveImage} */
export async function liveFacts(connection: Connection, image: ImageRef, signal: AbortSignal): Promise<LiveFacts> {
  const [info, snapshots] = await Promise.all([
    jsonOf({ connection, args: ['info', ...imageArgs(image)], signal }, ImageInfo),
    jsonOf({ connection, args: ['snap', 'ls', ...imageArgs(image)], signal }, SnapshotList),
  ])
  const { parent } = info
  return {
    id: info.id,
    sizeBytes: info.size,
    order: info.order,
    features: info.features,
    flags: info.flags,
    stripeUnit: info.stripe_unit ?? null,
    stripeCount: info.stripe_count ?? null,
    dataPool: info.data_pool === undefined ? null : nameFromText(info.data_pool),
    parent:
      parent === undefined
        ? null
        : {
            pool: nameFromText(parent.pool),
            namespace: parent.pool_namespace,
            image: nameFromText(parent.image),
            snapshot: nameFromText(parent.snapshot),
            overlapBytes: parent.overlap,
            isTrashed: parent.trash,
          },
    createdAt: timeOf(info.create_timestamp),
    snapshots: snapshots.map(({ id, name, size, protected: isProtected, timestamp }) => ({
      id,
      name: nameFromText(name),
      sizeBytes: size,
      protected: isProtected,
      createdAt: timeOf(timestamp),
    })),
  }
}

/** Who has an image open. @throws AppError as {@link liveImage} */
export async function liveWatchers(
  connection: Connection,
  image: ImageRef,
  signal: AbortSignal,
): Promise<LiveUse['watchers']> {
  const { watchers } = await jsonOf({ connection, args: ['status', ...imageArgs(image)], signal }, StatusAnswer)
  return watchers.map(({ address, client }) => `client.${client} at ${address}`)
}

async function liveLocks(
  connection: Connection,
  image: ImageRef,
  signal: AbortSignal,
): Promise<Omit<LiveUse, 'watchers'>> {
  const locks = await jsonOf({ connection, args: ['lock', 'ls', ...imageArgs(image)], signal }, LockList)
  return {
    lockers: locks.map(({ locker, address }) => `${locker} at ${address}`),
    // What a client takes by itself, and gives up when it is asked or dead, has an id that says so.
    heldLocks: locks.filter(({ id }) => !/^auto \d+$/.test(id)).map(({ id, locker }) => `“${id}” of ${locker}`),
  }
}

/** The size of a live image at a snapshot (null: its head), and of its objects. @throws AppError E_IMAGE_NOT_FOUND, E_SNAPSHOT_NOT_FOUND, E_CLUSTER_* */
export async function liveSize(
  connection: Connection,
  image: ImageRef,
  at: Name | null,
  signal: AbortSignal,
): Promise<{ readonly sizeBytes: number; readonly order: number }> {
  const { size, order } = await jsonOf({ connection, args: ['info', ...imageArgs(image, at)], signal }, ImageInfo)
  return { sizeBytes: size, order }
}

/** The metadata of an image, as `rbd image-meta` keeps it. @throws AppError E_IMAGE_NOT_FOUND, E_CLUSTER_* */
export async function liveMeta(
  connection: Connection,
  image: ImageRef,
  signal: AbortSignal,
): Promise<readonly { readonly key: Uint8Array; readonly value: Uint8Array }[]> {
  // Of an image without any nothing is printed, not even an empty object.
  const question = { connection, args: ['image-meta', 'ls', ...imageArgs(image)], signal }
  const meta = await jsonOf(question, ImageMetaAnswer, '{}')
  const bytes = new TextEncoder()
  return Object.entries(meta).map(([key, value]) => ({ key: bytes.encode(key), value: bytes.encode(value) }))
}

/** The trash of a pool. @throws AppError E_POOL_NOT_FOUND, E_CLUSTER_* */
export async function clusterTrash(
  connection: Connection,
  pool: PoolRef,
  signal: AbortSignal,
): Promise<readonly TrashedImage[]> {
  const rows = await jsonOf({ connection, args: ['trash', 'ls', '--long', ...poolArgs(pool)], signal }, TrashList)
  return rows.map(({ id, name, deleted_at: deletedAt, status }) => ({
    id,
    name: nameFromText(name),
    deletedAt: deletedAt === undefined ? null : timeOf(deletedAt),
    status,
  }))
}

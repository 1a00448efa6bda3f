import type { Events, Payload } from '../../shared/contract.ts'
import { toWire } from '../../shared/errors.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import { call } from '../api.ts'
import { type Asked, type ClustersStore, clustersStore, NEVER_ASKED, type Place, placeKey } from '../stores/clusters.ts'
import { detailsOfLive } from '../model/liveDetails.ts'
import { imageKey, putDetails, putDetailsError } from '../stores/images.ts'
import { openImage, selectionStore } from '../stores/selection.ts'

type Table = Exclude<keyof ClustersStore, 'connections'>
type Value<T extends Table> = ClustersStore[T][string] extends Asked<infer V> ? V : never

/** Questions that are under way, and what comes behind each for those who asked meanwhile. */
const underWay = new Map<string, { readonly now: Promise<void>; next: Promise<void> | null }>()

/**
 * Asks and keeps the answer, or the failure beside what was known. The same question is not asked twice at once; who asks while it is under way waits for
 * one that is asked after it, as the running one may have been answered before what was changed meanwhile. Never throws: what went wrong is shown where the
 * answer would be.
 */
function ask<T extends Table>(table: T, key: string, question: () => Promise<Value<T>>): Promise<void> {
  const id = `${table} ${key}`
  const running = underWay.get(id)
  if (running !== undefined) return (running.next ??= running.now.then(() => ask(table, key, question)))
  const put = (change: Partial<Asked<Value<T>>>): void =>
    clustersStore.setState((state) => {
      const before = (state[table][key] ?? NEVER_ASKED) as Asked<Value<T>>
      return { [table]: { ...state[table], [key]: { ...before, ...change } } }
    })
  put({ isReading: true })
  const now = question()
    .then(
      (value) => put({ value, isReading: false, error: null, readAt: Date.now() }),
      (error: unknown) => put({ isReading: false, error: toWire(error) }),
    )
    .finally(() => underWay.delete(id))
  underWay.set(id, { now, next: null })
  return now
}

/** Reads which connections there are; what was known of those that are gone is dropped. @throws AppError */
export async function refreshConnections(): Promise<void> {
  const connections = await call('connection.list', {})
  const { connections: before } = clustersStore.getState()
  clustersStore.setState({ connections })
  const now = new Map(connections.map((connection) => [connection.name, JSON.stringify(connection)]))
  for (const connection of before ?? []) {
    if (now.get(connection.name) !== JSON.stringify(connection)) forgetCluster(connection.name)
  }
}

/** Drops what was read over a connection: it is gone, or leads elsewhere by now. An open image of one that is gone closes. */
function forgetCluster(name: string): void {
  const { connections, pools, names, images, trash } = clustersStore.getState()
  const { [name]: _gone, ...otherPools } = pools
  clustersStore.setState({
    pools: otherPools,
    names: without(names, `[${JSON.stringify(name)},`),
    trash: without(trash, `[${JSON.stringify(name)},`),
    images: without(images, `${name}\n`),
  })
  const isGone = connections?.every((connection) => connection.name !== name) ?? false
  if (isGone && selectionStore.getState().image?.connection === name) openImage(null)
}

/** A table without the keys that begin so. */
function without<V>(table: Readonly<Record<string, V>>, beginning: string): Readonly<Record<string, V>> {
  return Object.fromEntries(Object.entries(table).filter(([key]) => !key.startsWith(beginning)))
}

/** Reads the pools of a cluster. */
export function readPools(connection: string): Promise<void> {
  return ask('pools', connection, () => call('cluster.pools', { connection }))
}

/** Reads the names of the images of a place, and nothing else of them. */
export function readNames(place: Place): Promise<void> {
  const { connection, pool, namespace } = place
  return ask('names', placeKey(place), () =>
    call('cluster.images', { connection, pool, namespace }).then(({ names }) => names),
  )
}

/** Reads all there is to know of one image. */
export async function readLiveImage(image: ImageRef): Promise<void> {
  const key = imageKey(image)
  await ask('images', key, () => call('cluster.image', image))
  const asked = clustersStore.getState().images[key]
  if (asked === undefined) return
  const { value, error } = asked
  const isGone = error?.code === 'E_IMAGE_NOT_FOUND' || error?.code === 'E_POOL_NOT_FOUND'
  // What was read before stays in sight, with its age, while the cluster cannot be reached.
  if (value !== null && !isGone) putDetails(detailsOfLive(image, value))
  else if (error !== null) putDetailsError(image, error)
  const open = selectionStore.getState().image
  if (isGone && open !== null && imageKey(open) === key) openImage(null)
}

/** Reads the trash of a place. */
export function readTrash(place: Place): Promise<void> {
  const { connection, pool, namespace } = place
  return ask('trash', placeKey(place), () => call('cluster.trash', { connection, pool, namespace }))
}

/** Something changed on a cluster: reads anew what was read of it. */
export async function refreshCluster({ image: name, ...place }: Payload<Events, 'cluster.changed'>): Promise<void> {
  const { names, trash, images } = clustersStore.getState()
  const key = placeKey(place)
  const work = []
  if (key in names) work.push(readNames(place))
  if (key in trash) work.push(readTrash(place))
  const image = name === null ? null : { ...place, image: name }
  if (image !== null && imageKey(image) in images) work.push(readLiveImage(image))
  await Promise.all(work)
}

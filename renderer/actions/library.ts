import type { SearchHit } from '../../shared/contract.ts'
import { isAppError, toWire } from '../../shared/errors.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import { LIBRARY } from '../../shared/imageSpec.ts'
import type { Name } from '../../shared/names.ts'
import { nameFromText, sameName } from '../../shared/names.ts'
import { call } from '../api.ts'
import { isLiveRef } from '../model/liveDetails.ts'
import { keyOfSnapshot } from '../model/points.ts'
import { imageKey, imagesStore, poolKey, putDetails, putDetailsError, putLost } from '../stores/images.ts'
import { choosePoint, openImage, selectionStore } from '../stores/selection.ts'
import { readLiveImage, readNames, refreshCluster } from './clusters.ts'

/** Reads the pools and what is in them; the open image stays open while it is there. */
export async function refreshLibrary(): Promise<void> {
  try {
    const pools = await call('pool.list', {})
    imagesStore.setState({ pools, poolsError: null })
    await Promise.all(pools.map((pool) => refreshPool(pool.name, pool.connection)))
  } catch (error) {
    imagesStore.setState({ poolsError: toWire(error) })
  }
  const { image } = selectionStore.getState()
  if (image !== null && image.connection === LIBRARY) await loadDetails(image)
}

/** Reads the list of one pool's images. */
export async function refreshPool(pool: Name, connection: string = LIBRARY): Promise<void> {
  const images = await call('image.list', { pool })
  imagesStore.setState(({ imagesByPool }) => ({
    imagesByPool: { ...imagesByPool, [poolKey(connection, pool)]: images },
  }))
}

/** Reads one image with its chain; of one whose index is lost, what was found of that. An image that is gone closes its page. */
export async function loadDetails(image: ImageRef): Promise<void> {
  if (isLiveRef(image)) return readLiveImage(image)
  try {
    putDetails(await call('image.get', image))
  } catch (error) {
    const lost = isAppError(error, 'E_LIBRARY_DAMAGED') ? await call('image.lost', image).catch(() => null) : null
    if (lost !== null) {
      putLost(image, lost)
      return
    }
    putDetailsError(image, toWire(error))
    const open = selectionStore.getState().image
    if (
      isAppError(error, 'E_IMAGE_NOT_FOUND', 'E_POOL_NOT_FOUND') &&
      open !== null &&
      imageKey(open) === imageKey(image)
    ) {
      openImage(null)
    }
  }
}

/** What `library.changed` asks for: one image, or all of it. */
export async function refreshImage(image: ImageRef | null): Promise<void> {
  if (image === null) return refreshLibrary()
  if (isLiveRef(image)) return refreshCluster(image)
  const isKnownPool = imagesStore.getState().pools?.some((pool) => sameName(pool.name, image.pool)) ?? false
  if (!isKnownPool) return refreshLibrary()
  try {
    await refreshPool(image.pool, image.connection)
  } catch {
    // The pool went away between the event and the question.
    return refreshLibrary()
  }
  if (imageKey(image) in imagesStore.getState().details) await loadDetails(image)
  await refreshPoolCounts()
}

async function refreshPoolCounts(): Promise<void> {
  imagesStore.setState({ pools: await call('pool.list', {}) })
}

/** Opens an image's page and reads it, be it of the library or of a cluster. */
export async function visitImage(image: ImageRef): Promise<void> {
  openImage(image)
  await loadDetails(image)
}

/** Opens an image at one of its snapshots. */
export async function visitSnapshot({ image, snapshot }: SearchHit): Promise<void> {
  await visitImage(image)
  const found = imagesStore
    .getState()
    .details[imageKey(image)]?.snapshots.find(({ name }) => snapshot !== null && sameName(name, snapshot))
  if (found !== undefined) choosePoint(keyOfSnapshot(found))
}

/** Makes a pool. @throws AppError E_POOL_EXISTS */
export async function createPool(name: string): Promise<void> {
  await call('pool.create', { name: nameFromText(name) })
  await refreshLibrary()
}

/** Makes an empty image, in the library or on a cluster, and opens it. @throws AppError E_IMAGE_EXISTS, E_POOL_NOT_FOUND, E_CLUSTER_* */
export async function createImage(image: ImageRef, sizeBytes: number): Promise<void> {
  await call('image.create', { image, sizeBytes })
  await (image.connection === LIBRARY ? refreshImage(image) : readNames(image))
  await visitImage(image)
}

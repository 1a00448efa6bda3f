import type { EngineCalls, Handlers } from '../../../shared/contract.ts'
import type { RemovedImage } from '../../../shared/removedImage.ts'
import { AppError } from '../../../shared/errors.ts'
import { formatSpec, type ImageRef, LIBRARY } from '../../../shared/imageSpec.ts'
import { nameFromBytes, nameToBytes } from '../../../shared/names.ts'
import type { TrashedImage } from '../library/bringBack.ts'
import { imageFacts } from '../library/imageOptions.ts'
import type { Library } from '../library/library.ts'
import type { LibraryRef } from '../library/types.ts'
import { libraryRef } from '../ops/refs.ts'
import { imageDetails, storedBytes } from './images.ts'

type Changes = Pick<
  Handlers<EngineCalls>,
  | 'image.create'
  | 'image.remove'
  | 'image.rename'
  | 'image.resize'
  | 'pool.create'
  | 'snapshot.create'
  | 'snapshot.protect'
  | 'snapshot.remove'
  | 'snapshot.rename'
  | 'snapshot.restore'
  | 'snapshot.unprotect'
  | 'trash.list'
  | 'trash.restore'
>

/** The calls that change a library at once, each one change of one image, and what can be undone of them: what takes long is a job. */
export function changeHandlers(library: () => Library): Changes {
  const protect =
    (isProtected: boolean): Changes['snapshot.protect'] =>
    async ({ image, name }, { signal }) => {
      await library().protectSnapshot(libraryRef(image), nameToBytes(name), isProtected, { signal })
      return null
    }
  return {
    'pool.create': async ({ name }) => {
      await library().createPool(nameToBytes(name))
      return null
    },
    'image.create': async ({ image, sizeBytes, options = {} }, { signal }) => {
      await library().createImage(libraryRef(image), { ...imageFacts(options), sizeBytes, signal })
      return null
    },
    'image.resize': async ({ image, sizeBytes, allowShrink }, { signal }) => {
      await library().resizeImage(libraryRef(image), { sizeBytes, allowShrink, signal })
      return null
    },
    'image.rename': async ({ image, newName }, { signal }) => {
      await library().renameImage(libraryRef(image), nameToBytes(newName), { signal })
      return null
    },
    'image.remove': async ({ image, confirm }, { signal }) => {
      if (confirm !== formatSpec(image)) {
        throw new AppError('E_CONTRACT_BAD_INPUT', `The name typed is not ${formatSpec(image)}, so nothing was removed`)
      }
      return removedImage(await library().removeImage(libraryRef(image), { signal }))
    },
    'trash.list': async ({ pool }) =>
      (await library().listTrash(pool === null ? null : nameToBytes(pool))).map(removedImage),
    'trash.restore': async ({ pool, namespace, id, newName }, { signal }) => {
      const wanted = { pool: nameToBytes(pool), namespace, id }
      const name = newName === null ? null : nameToBytes(newName)
      return imageRef(await library().restoreImage(wanted, name, { signal }))
    },
    'snapshot.create': async ({ image, name }, { signal }) => {
      await library().createSnapshot(libraryRef(image), nameToBytes(name), { signal })
      return null
    },
    'snapshot.rename': async ({ image, name, newName }, { signal }) => {
      await library().renameSnapshot(libraryRef(image), nameToBytes(name), nameToBytes(newName), { signal })
      return null
    },
    'snapshot.remove': async ({ image, name }, { signal }) => {
      const { snapshots } = await imageDetails(library(), image)
      const removed = await library().removeSnapshot(libraryRef(image), nameToBytes(name), { signal })
      const info = snapshots.find(({ id }) => id === removed.id)
      if (info === undefined) throw new Error('a snapshot was removed that was not listed')
      return info
    },
    'snapshot.restore': async ({ image, snapshot }, { signal }) => {
      await library().restoreSnapshot(
        libraryRef(image),
        {
          id: snapshot.id,
          name: nameToBytes(snapshot.name),
          afterLink: snapshot.afterLink,
          protected: snapshot.protected,
          createdAt: new Date(snapshot.createdAt).toISOString(),
        },
        { signal },
      )
      return null
    },
    'snapshot.protect': protect(true),
    'snapshot.unprotect': protect(false),
  }
}

function imageRef({ pool, namespace, image }: LibraryRef): ImageRef {
  return { connection: LIBRARY, pool: nameFromBytes(pool), namespace, image: nameFromBytes(image) }
}

function removedImage({ ref, index, removedAtMs, keptUntilMs }: TrashedImage): RemovedImage {
  return {
    id: index.id,
    ref: imageRef(ref),
    removedAt: removedAtMs,
    keptUntil: keptUntilMs,
    sizeBytes: index.links.at(-1)?.sizeBytes ?? 0,
    linkCount: index.links.length,
    storedBytes: storedBytes(index.links),
  }
}

import type { EngineCalls, Handlers } from '../../../shared/contract.ts'
import { AppError } from '../../../shared/errors.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { nameToBytes } from '../../../shared/names.ts'
import { imageFacts } from '../library/imageOptions.ts'
import type { Library } from '../library/library.ts'
import { libraryRef } from '../ops/refs.ts'
import { imageDetails } from './images.ts'

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
>

/** The calls that change a library at once, each one change of one image: what takes long is a job. */
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
      await library().removeImage(libraryRef(image), { signal })
      return null
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

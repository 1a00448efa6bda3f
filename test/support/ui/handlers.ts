import type { Calls, Handlers, ImageDetails } from '../../../shared/contract.ts'
import { CONTRACT_VERSION } from '../../../shared/contract.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../../shared/settings.ts'
import { AppError } from '../../../shared/errors.ts'
import { nameFromText, nameKey, sameName } from '../../../shared/names.ts'
import type { AdoptedFolder } from '../../../shared/folders.ts'
import { images as few, NOW } from './data.ts'
import { histories } from './histories.ts'
import { cleanupOf, searchOf } from './answers.ts'
import { binsOf, extentsOf, touchedOf } from './mapAnswers.ts'
import { estimateOf } from './estimates.ts'
import { inspectionOf, MORE_FILES, scanOf } from './files.ts'
import { jobsOf, logOf } from './jobScenes.ts'

const images = [...few, ...histories]

function summaryOf({ ref, state, sizeBytes, snapshotCount, linkCount, storedBytes }: ImageDetails) {
  return { ref, state, sizeBytes, snapshotCount, linkCount, storedBytes }
}

function unsupported(): Promise<never> {
  return Promise.reject(new AppError('E_UNSUPPORTED', 'The made-up host changes nothing'))
}

/** A host that answers every call with something the contract allows, and changes nothing but its settings. `scene`: which jobs it knows. */
export function madeUpHandlers(scene: string | null = null): Handlers<Calls> {
  let settings: Settings = DEFAULT_SETTINGS
  let folders: readonly AdoptedFolder[] = []
  return {
    hello: () => Promise.resolve({ contractVersion: CONTRACT_VERSION }),
    'app.capabilities': () =>
      Promise.resolve({
        shell: 'electron',
        dialogs: true,
        reveal: true,
        paths: true,
        platform: 'linux',
        version: '0.1.0',
        libraryPath: '/home/me/library',
        exportFolder: '/home/me',
        downloads: true,
        dragOut: true,
        notifications: 'page',
      }),
    'pool.list': () =>
      Promise.resolve(
        ['backups', 'vms', 'history', 'archive'].map((name) => ({
          connection: 'library',
          name: nameFromText(name),
          imageCount: images.filter(({ ref }) => ref.pool.text === name).length,
        })),
      ),
    'image.list': ({ pool }) => Promise.resolve(images.filter(({ ref }) => sameName(ref.pool, pool)).map(summaryOf)),
    'image.get': (ref) => {
      const found = images.find(
        (one) => nameKey(one.ref.image) === nameKey(ref.image) && sameName(one.ref.pool, ref.pool),
      )
      return found === undefined
        ? Promise.reject(new AppError('E_IMAGE_NOT_FOUND', `There is no image ${ref.image.text}`))
        : Promise.resolve(found)
    },
    'image.bins': (input) => Promise.resolve(binsOf(input)),
    'job.estimate': (request) => Promise.resolve(estimateOf(request)),
    'job.list': () => Promise.resolve(jobsOf(scene)),
    'file.records': () => Promise.resolve({ records: [], next: null }),
    'file.inspect': ({ paths }) =>
      Promise.resolve({
        files: paths.map(inspectionOf),
        readBytes: 217_088,
        elapsedMs: 38,
      }),
    'settings.get': () => Promise.resolve(settings),
    'settings.set': (change) => {
      const given = Object.entries(change).filter(([, value]) => value !== undefined)
      settings = { ...settings, ...(Object.fromEntries(given) as Partial<Settings>) }
      return Promise.resolve(settings)
    },
    'snapshot.remove': ({ image, name }) => {
      const found = images
        .find((one) => sameName(one.ref.image, image.image))
        ?.snapshots.find((one) => sameName(one.name, name))
      return found === undefined ? unsupported() : Promise.resolve(found)
    },
    'dialog.openFiles': () =>
      Promise.resolve(
        [
          ...['begin-sat14', 'sat14-mon16', 'mon16-tue17', 'wed18-thu19'].map((name) => `db-${name}.diff`),
          ...MORE_FILES,
        ].map((name) => `/home/me/${name}`),
      ),
    'connection.test': unsupported,
    'cluster.image': unsupported,
    'cluster.restoreFromTrash': unsupported,
    'connection.save': unsupported,
    'connection.remove': unsupported,
    'connection.find': () => Promise.resolve([]),
    'cluster.pools': () => Promise.resolve([]),
    'cluster.trash': () => Promise.resolve([]),
    'connection.list': () => Promise.resolve([]),
    'cluster.someImages': () => Promise.resolve([]),
    'cluster.images': () => Promise.resolve({ names: [], readAt: NOW }),
    'image.resize': unsupported,
    'image.rename': unsupported,
    'image.extents': (input) => Promise.resolve(extentsOf(input)),
    'image.usage': unsupported,
    'snapshot.protect': unsupported,
    'snapshot.unprotect': unsupported,
    'folder.adopt': ({ path }) => {
      const folder = { id: path, path, addedAt: NOW }
      folders = [...folders.filter(({ id }) => id !== path), folder]
      return Promise.resolve(folder)
    },
    'folder.scan': ({ path }) => Promise.resolve(scanOf(path)),
    'folder.forget': ({ id }) => {
      folders = folders.filter((folder) => folder.id !== id)
      return Promise.resolve(null)
    },
    'folder.list': () => Promise.resolve([...folders]),
    'dialog.openFolder': () => Promise.resolve('/home/me/exports'),
    'dialog.saveFile': ({ suggestedPath }) => Promise.resolve(suggestedPath),
    'job.start': () =>
      Promise.reject(
        new AppError('E_LIBRARY_LOCKED', 'backups/db-master is being changed by another job', {
          detail: { pid: 4711, since: NOW },
        }),
      ),
    'image.touched': (input) => Promise.resolve({ links: touchedOf(input) }),
    'image.cleanup': ({ image, remove }) => Promise.resolve(cleanupOf(image, remove)),
    'library.search': ({ text, limit }) => Promise.resolve(searchOf(text, limit)),
    'job.pause': unsupported,
    'job.resume': unsupported,
    'job.log': ({ id }) => Promise.resolve(logOf(id)),
    'download.ticket': unsupported,
    'drag.folder': () => Promise.resolve('/tmp/rbd-studio-drag'),
    'drag.start': unsupported,
    'app.notify': () => Promise.resolve(null),
    'job.cancel': unsupported,
    'job.forget': unsupported,
    'file.reveal': unsupported,
    'upload.ticket': unsupported,
    'pool.create': unsupported,
    'image.create': unsupported,
    'image.remove': unsupported,
    'trash.list': () => Promise.resolve([]),
    'trash.restore': unsupported,
    'snapshot.create': unsupported,
    'snapshot.rename': unsupported,
    'snapshot.restore': unsupported,
  }
}

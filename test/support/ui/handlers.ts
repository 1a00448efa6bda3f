import type { Calls, Handlers, ImageDetails, Settings } from '../../../shared/contract.ts'
import { CONTRACT_VERSION } from '../../../shared/contract.ts'
import { AppError } from '../../../shared/errors.ts'
import { nameFromText, nameKey, sameName } from '../../../shared/names.ts'
import type { AdoptedFolder } from '../../../shared/folders.ts'
import { images, jobs, NOW } from './data.ts'
import { estimateOf } from './estimates.ts'
import { inspectionOf, MORE_FILES, scanOf } from './files.ts'
import { lookJobs } from './lookJobs.ts'
import { rounded } from './rounded.ts'

const GIB = 1024 ** 3

function summaryOf({ ref, state, sizeBytes, snapshotCount, linkCount, storedBytes }: ImageDetails) {
  return { ref, state, sizeBytes, snapshotCount, linkCount, storedBytes }
}

function unsupported(): Promise<never> {
  return Promise.reject(new AppError('E_UNSUPPORTED', 'The made-up host changes nothing'))
}

/** A host that answers every call with something the contract allows, and changes nothing but its settings. */
export function madeUpHandlers(): Handlers<Calls> {
  let settings: Settings = { theme: 'system', exportFolder: null }
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
      }),
    'pool.list': () =>
      Promise.resolve(
        ['backups', 'vms', 'archive'].map((name) => ({
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
    'image.bins': ({ bins, from }) => {
      const cell = (200 * GIB) / bins
      const dataBytes = Array.from({ length: bins }, (_, index) => {
        const wave = Math.sin(index / 17) + Math.sin(index / 5.3) + (from === null ? 0.6 : -1.1)
        return wave > 0 ? Math.min(Math.floor(cell), Math.floor(wave * cell)) : 0
      })
      return Promise.resolve({
        sizeBytes: 200 * GIB,
        dataBytes,
        zeroBytes: dataBytes.map((bytes, index) => (bytes === 0 && index % 61 < 6 ? Math.floor(cell) : 0)),
      })
    },
    'job.estimate': (request) => Promise.resolve(estimateOf(request)),
    'job.list': () => Promise.resolve(rounded([...jobs, ...lookJobs])),
    'file.records': () => Promise.resolve({ records: [], next: null }),
    'file.inspect': ({ paths }) =>
      Promise.resolve({
        files: paths.map(inspectionOf),
        readBytes: 217_088,
        elapsedMs: 38,
      }),
    'settings.get': () => Promise.resolve(settings),
    'settings.set': (change) => {
      settings = {
        theme: change.theme ?? settings.theme,
        exportFolder: change.exportFolder === undefined ? settings.exportFolder : change.exportFolder,
      }
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
    'image.resize': unsupported,
    'image.rename': unsupported,
    'image.extents': unsupported,
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
    'job.cancel': unsupported,
    'job.forget': unsupported,
    'file.reveal': unsupported,
    'upload.ticket': unsupported,
    'pool.create': unsupported,
    'image.create': unsupported,
    'image.remove': unsupported,
    'snapshot.create': unsupported,
    'snapshot.rename': unsupported,
    'snapshot.restore': unsupported,
  }
}

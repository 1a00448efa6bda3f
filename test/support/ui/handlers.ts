import type { Calls, Handlers, ImageDetails, Settings } from '../../../shared/contract.ts'
import type { Estimate } from '../../../shared/estimate.ts'
import type { FileInspection } from '../../../shared/inspection.ts'
import { CONTRACT_VERSION } from '../../../shared/contract.ts'
import { AppError } from '../../../shared/errors.ts'
import { nameFromText, nameKey, sameName } from '../../../shared/names.ts'
import { images, jobs, NOW } from './data.ts'

const GIB = 1024 ** 3

function summaryOf({ ref, state, sizeBytes, snapshotCount, linkCount, storedBytes }: ImageDetails) {
  return { ref, state, sizeBytes, snapshotCount, linkCount, storedBytes }
}

function unsupported(): Promise<never> {
  return Promise.reject(new AppError('E_UNSUPPORTED', 'The made-up host changes nothing'))
}

const ESTIMATE: Estimate = {
  outputBytes: 2.1 * GIB,
  readBytes: 3.7 * GIB,
  dataBytes: 2.1 * GIB,
  zeroBytes: 0.4 * GIB,
  records: 18_204,
  sizeBytes: 200 * GIB,
  checks: [
    { label: 'Every file of the chain is there', state: 'ok', error: null },
    { label: 'Records ascend, none overlaps, end records are present', state: 'ok', error: null },
  ],
  warnings: ['The two files bear no manifest: that they belong together rests on names and sizes'],
}

/** What a file would be whose name is `FROM-TO.diff`; any other is compressed. */
function inspectionOf(path: string): FileInspection {
  const name = path.split('/').at(-1) ?? path
  const [, from, to] = /([a-z]+\d*)-([a-z]+\d*)\.diff$/.exec(name) ?? []
  const file = { path, name, fileBytes: 1.2 * GIB, findings: [] }
  if (from === undefined || to === undefined) {
    const problem = { code: 'E_FORMAT_COMPRESSED', message: `${name} is compressed with gzip` }
    return {
      ...file,
      kind: 'compressed',
      what: 'gzip',
      from: null,
      to: null,
      sizeBytes: null,
      records: null,
      dataBytes: null,
      zeroBytes: null,
      complete: null,
      problem,
    }
  }
  return {
    ...file,
    kind: 'diff-v1',
    what: null,
    from: from === 'begin' ? null : nameFromText(from),
    to: to === 'head' ? null : nameFromText(to),
    sizeBytes: 200 * GIB,
    records: 9871,
    dataBytes: 1.2 * GIB,
    zeroBytes: 0,
    complete: true,
    problem: null,
  }
}

/** A host that answers every call with something the contract allows, and changes nothing but its settings. */
export function madeUpHandlers(): Handlers<Calls> {
  let settings: Settings = { theme: 'system', exportFolder: null }
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
    'job.estimate': () => Promise.resolve(roundEstimate(ESTIMATE)),
    'job.list': () => Promise.resolve(JSON.parse(JSON.stringify(jobs), rounded) as never),
    'file.inspect': ({ paths }) =>
      Promise.resolve({
        files: paths.map(inspectionOf).map((file) => JSON.parse(JSON.stringify(file), rounded) as FileInspection),
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
        ['begin-sat14', 'sat14-mon16', 'mon16-tue17', 'wed18-thu19']
          .map((name) => `/home/me/db-${name}.diff`)
          .concat('/home/me/web.raw.gz'),
      ),
    'image.resize': unsupported,
    'image.rename': unsupported,
    'image.extents': unsupported,
    'image.usage': unsupported,
    'snapshot.protect': unsupported,
    'snapshot.unprotect': unsupported,
    'folder.adopt': unsupported,
    'folder.scan': unsupported,
    'folder.forget': unsupported,
    'folder.list': () => Promise.resolve([]),
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

const rounded = (_key: string, value: unknown) => (typeof value === 'number' ? Math.round(value) : value)

function roundEstimate(estimate: Estimate): Estimate {
  return JSON.parse(JSON.stringify(estimate), rounded) as Estimate
}

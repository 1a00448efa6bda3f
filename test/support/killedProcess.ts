/**
 * A process that changes a library once and says on standard output how many calls that took, or dies at one of them. Run by the tests:
 * `KILL_AT=n node --import ./killAtCall.ts killedProcess.ts OPERATION LIBRARY [FILE]`.
 */
import { type Library, openLibrary } from '../../electron/engine/library/library.ts'
import { nameFromText } from '../../shared/names.ts'
import { changingCalls } from './killingFs.ts'
import { imageRef, runJob } from './libraryJobs.ts'
import { bytesOf, ref } from './libraryParts.ts'

const [operation = '', folder = '', file = ''] = process.argv.slice(2)
const { signal } = new AbortController()
const image = ref('a')
const target = imageRef(image)

const OPERATIONS: Readonly<Record<string, (library: Library) => Promise<unknown>>> = {
  import: (library) => runJob(library, { kind: 'import', format: 'auto', paths: [file], target: imageRef(ref('new')) }),
  'import-diff': (library) => runJob(library, { kind: 'import-diff', paths: [file], target, overlay: false }),
  'snapshot delete': (library) => library.removeSnapshot(image, bytesOf('s2'), { signal }),
  fold: (library) => runJob(library, { kind: 'fold', target }),
  mend: (library) => runJob(library, { kind: 'mend', target, paths: [file] }),
  'give up': (library) => runJob(library, { kind: 'mend', target, paths: [], giveUp: true }),
  rollback: (library) => runJob(library, { kind: 'rollback', target, snapshot: nameFromText('s2') }),
  rename: (library) => library.renameImage(image, bytesOf('renamed'), { signal }),
  resize: (library) => library.resizeImage(image, { sizeBytes: 4096, allowShrink: true, signal }),
}

const work = OPERATIONS[operation]
if (work === undefined) throw new Error(`there is no operation ${operation}`)
await work(await openLibrary(folder, { create: false }))
process.stdout.write(String(changingCalls()))

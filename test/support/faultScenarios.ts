import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Library, openLibrary } from '../../electron/engine/library/library.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import type { JobRequest } from '../../shared/jobs.ts'
import { type Name, nameFromBytes } from '../../shared/names.ts'
import { fixtureBytes, fixturePath, sha256 } from './fixtures.ts'
import { contentAt, importDiffFiles, newLibrary } from './libraries.ts'
import { runJob } from './libraryJobs.ts'
import { bytesOf, ref } from './libraryParts.ts'
import { mixedBytes } from './packed.ts'
import { neverAborted } from './signal.ts'

/** A small case of one job kind: a folder `out` for files, a library beside it. */
export interface FaultScenario {
  readonly name: string
  /** Standard input, where the job reads one. */
  readonly input?: () => Uint8Array
  readonly request: (folder: string) => JobRequest
}

const text = (value: string): Name => nameFromBytes(bytesOf(value))

/** An image of the scenario's library. */
export const faultImage = (image: string): ImageRef => ({
  connection: 'library',
  pool: text('rbd'),
  namespace: '',
  image: text(image),
})

const point = (image: string, snapshot: string | null) => ({
  ...faultImage(image),
  snapshot: snapshot === null ? null : text(snapshot),
})

const file = (name: string) => ({ kind: 'file' as const, path: fixturePath(name) })

/** A raw image of some data, some zeros, and a part of a block at its end. */
const RAW = mixedBytes(50_001)

const STEPS = ['small.a-b.diff', 'small.b-c.diff']

/** One small case a job kind, and a few more where a kind has several ways. */
export const FAULT_SCENARIOS: readonly FaultScenario[] = [
  {
    name: 'export',
    request: (folder) => ({ kind: 'export', source: point('web', null), path: join(folder, 'out/web.raw') }),
  },
  {
    name: 'export packed',
    request: (folder) => ({
      kind: 'export',
      source: point('web', 'a'),
      path: join(folder, 'out/web.raw.zst'),
      output: { compress: 'zstd' },
    }),
  },
  {
    name: 'export-diff',
    request: (folder) => ({
      kind: 'export-diff',
      source: point('web', 'b'),
      fromSnapshot: text('a'),
      path: join(folder, 'out/a-b.diff'),
    }),
  },
  {
    name: 'import of a raw image',
    request: (folder) => ({
      kind: 'import',
      format: 'raw',
      paths: [join(folder, 'image.raw')],
      target: faultImage('new'),
    }),
  },
  {
    name: 'import of a raw image, packed, over standard input',
    input: () => gzipSync(RAW),
    request: () => ({ kind: 'import', format: 'raw', paths: ['-'], target: faultImage('new') }),
  },
  {
    name: 'import of diffs',
    request: () => ({
      kind: 'import',
      format: 'diffs',
      paths: ['small.begin-a.diff', ...STEPS].map((name) => fixturePath(name)),
      target: faultImage('new'),
    }),
  },
  {
    name: 'import-diff',
    request: () => ({
      kind: 'import-diff',
      paths: [fixturePath('small.b-c.diff')],
      target: faultImage('web'),
      overlay: false,
    }),
  },
  {
    name: 'import-diff of a packed file',
    request: (folder) => ({
      kind: 'import-diff',
      paths: [join(folder, 'b-c.diff.gz')],
      target: faultImage('web'),
      overlay: false,
    }),
  },
  {
    name: 'import-diff over standard input',
    input: () => fixtureBytes('small.b-c.diff'),
    request: () => ({ kind: 'import-diff', paths: ['-'], target: faultImage('web'), overlay: false }),
  },
  {
    name: 'merge',
    request: (folder) => ({ kind: 'merge', inputs: STEPS.map(file), path: join(folder, 'out/a-c.diff') }),
  },
  {
    name: 'merge with standard input',
    input: () => fixtureBytes('small.a-b.diff'),
    request: (folder) => ({
      kind: 'merge',
      inputs: [{ kind: 'file', path: '-' }, file('small.b-c.diff')],
      path: join(folder, 'out/a-c.diff'),
    }),
  },
  {
    name: 'pipe',
    request: () => ({
      kind: 'pipe',
      source: point('web', 'b'),
      fromSnapshot: null,
      target: faultImage('copy'),
      create: true,
    }),
  },
  {
    name: 'convert to raw',
    request: (folder) => ({
      kind: 'convert',
      inputs: ['small.begin-a.diff', ...STEPS].map(file),
      to: 'raw',
      path: join(folder, 'out/c.raw'),
    }),
  },
  {
    name: 'convert to a diff a step',
    request: (folder) => ({
      kind: 'convert',
      inputs: ['small.begin-a.diff', ...STEPS].map(file),
      to: 'diffs',
      path: join(folder, 'out/steps'),
    }),
  },
  {
    name: 'export of format 2',
    request: (folder) => ({
      kind: 'export',
      source: point('web', null),
      path: join(folder, 'out/web.v2'),
      format: 'v2',
    }),
  },
  {
    name: 'convert to format 2',
    request: (folder) => ({
      kind: 'convert',
      inputs: ['small.begin-a.diff', ...STEPS].map(file),
      to: 'v2',
      path: join(folder, 'out/c.v2'),
    }),
  },
  {
    name: 'convert from format 2 to one diff',
    request: (folder) => ({
      kind: 'convert',
      inputs: [file('small.v2')],
      to: 'diff',
      path: join(folder, 'out/a-c.diff'),
      fromSnapshot: text('a'),
      at: text('c'),
    }),
  },
  {
    name: 'compare',
    request: () => ({
      kind: 'compare',
      a: { kind: 'point', point: point('web', 'a') },
      b: { kind: 'files', paths: [fixturePath('small.begin-a.diff')], at: null },
    }),
  },
  {
    name: 'diff',
    request: (folder) => ({
      kind: 'diff',
      a: { kind: 'point', point: point('web', 'a') },
      b: { kind: 'files', paths: [fixturePath('small.v2')], at: text('c') },
      path: join(folder, 'out/a-c.diff'),
    }),
  },
  {
    name: 'import of format 2',
    request: () => ({
      kind: 'import',
      format: 'v2',
      paths: [fixturePath('small.v2')],
      target: faultImage('new'),
    }),
  },
  {
    name: 'import of format 2 over standard input',
    input: () => fixtureBytes('small.v2'),
    request: () => ({ kind: 'import', format: 'auto', paths: ['-'], target: faultImage('new') }),
  },
  {
    name: 'verify',
    request: () => ({ kind: 'verify', what: { kind: 'image', image: faultImage('web') } }),
  },
  {
    name: 'manifest',
    request: (folder) => ({ kind: 'manifest', paths: [join(folder, 'out/b-c.diff')] }),
  },
  {
    name: 'rollback',
    request: () => ({ kind: 'rollback', target: faultImage('web'), snapshot: text('a') }),
  },
  {
    name: 'fold',
    request: () => ({ kind: 'fold', target: faultImage('folded') }),
  },
  {
    name: 'mend',
    request: (folder) => ({ kind: 'mend', target: faultImage('torn'), paths: [join(folder, 'copy')] }),
  },
  {
    name: 'mend that gives up',
    request: () => ({ kind: 'mend', target: faultImage('torn'), paths: [], giveUp: true }),
  },
]

/** Makes the folder every case starts from; copied for each. */
export async function makeFaultFolder(folder: string): Promise<void> {
  mkdirSync(join(folder, 'out'), { recursive: true })
  writeFileSync(join(folder, 'image.raw'), RAW)
  writeFileSync(join(folder, 'b-c.diff.gz'), gzipSync(fixtureBytes('small.b-c.diff')))
  writeFileSync(join(folder, 'out/b-c.diff'), fixtureBytes('small.b-c.diff'))
  const library = await newLibrary(join(folder, 'library'))
  await importDiffFiles(library, ref('web'), [fixturePath('small.begin-a.diff'), fixturePath('small.a-b.diff')])
  await importDiffFiles(library, ref('folded'), [fixturePath('small.begin-a.diff'), fixturePath('small.a-b.diff')])
  await library.removeSnapshot(ref('folded'), bytesOf('a'), { signal: neverAborted })
  await importDiffFiles(library, ref('torn'), [fixturePath('small.begin-a.diff'), fixturePath('small.a-b.diff')])
  const torn = join((await library.inspectImage(ref('torn'))).folder, 'links', '000002.diff')
  const bytes = readFileSync(torn)
  writeFileSync(join(folder, 'copy'), bytes)
  bytes[500] = (bytes[500] as number) ^ 1
  writeFileSync(torn, bytes)
  await runJob(library, { kind: 'verify', what: { kind: 'image', image: faultImage('torn') } })
}

/** Copies the prepared folder. */
export async function copyFaultFolder(from: string, to: string): Promise<Library> {
  cpSync(from, to, { recursive: true })
  return openLibrary(join(to, 'library'), { create: false })
}

/**
 * What an outsider sees: every file of `out` with its bytes, every image with its points and the content of each, every file of the library.
 * Of manifests, which bear times, only that they are there; of when a file was last verified, which proves nothing, not even that.
 */
export async function stateOf(folder: string): Promise<string> {
  const library = await openLibrary(join(folder, 'library'), { create: false })
  const out = join(folder, 'out')
  const outputs = filesBelow(out).map((name) =>
    name.endsWith('.rbdm.json') ? name : [name, sha256(readFileSync(join(out, name)))],
  )
  const images: unknown[] = []
  for (const { name } of await library.listImages(bytesOf('rbd'))) {
    const image = ref(name)
    const { links, snapshots } = await library.readImage(image)
    const contents = []
    for (const at of [...snapshots.map((snapshot) => Buffer.from(snapshot.name).toString()), null]) {
      contents.push([at, sha256(await contentAt(library, image, at))])
    }
    // What a failed writer could not clear away, the next one does.
    await (await library.begin(image, { what: 'a look', signal: neverAborted })).abort()
    images.push([Buffer.from(name).toString(), links.map((link) => link.file), contents])
  }
  const files = filesBelow(join(folder, 'library')).filter(
    (name) => !/(^|\/)(trash|cache|verified\.json|damage\.json)(\/|$)/.test(name),
  )
  return JSON.stringify({ outputs, images, files })
}

/** The files below a folder; none where there is no folder. */
function filesBelow(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort()
}

import { createHash } from 'node:crypto'
import { createConnections } from '../../../electron/engine/ceph/connections.ts'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { composePieces } from '../../../electron/engine/algebra/compose.ts'
import { locatedReader } from '../../../electron/engine/algebra/locatedReader.ts'
import { SLICE_BYTES } from '../../../electron/engine/delta.ts'
import { createMeter } from '../../../electron/engine/io/meter.ts'
import { type Library, openLibrary } from '../../../electron/engine/library/library.ts'
import { prepare } from '../../../electron/engine/ops/prepare.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { nameFromText } from '../../../shared/names.ts'
import { FIXTURE_IMAGES, FIXTURES, fixturePath } from '../../support/fixtures.ts'
import type { Shell } from './shells.ts'

const encoder = new TextEncoder()
const { signal } = new AbortController()

/** SHA-256 of a file. */
export function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

/** SHA-256 of what an image of the fixtures held at a snapshot, as the real cluster said; `head` is its head. */
export function realContent(image: string, point: string): string {
  const facts = FIXTURE_IMAGES[image]
  const found = point === 'head' ? facts?.head : facts?.snaps.find(({ name }) => name === point)
  if (found === undefined) throw new Error(`the fixtures know no ${image}@${point}`)
  return found.sha256
}

/** Paths of the diffs of an image of the fixtures, from nothing up to `to` (`head` where nothing is said). */
export function chainOf(image: string, to = 'head'): readonly string[] {
  const names = [...(FIXTURE_IMAGES[image]?.snaps.map(({ name }) => name) ?? []), 'head']
  const steps = names.slice(0, names.indexOf(to) + 1)
  return steps.map((step, i) => fixturePath(`${image}.${i === 0 ? 'begin' : (names[i - 1] ?? '')}-${step}.diff`))
}

function libraryOf(shell: Shell): Promise<Library> {
  return openLibrary(join(shell.home, 'data/library'), { create: false })
}

/** Puts files into the library as a new image, through the engine, and loads the window anew. */
export async function givenImage(shell: Shell, pool: string, name: string, paths: readonly string[]): Promise<void> {
  const target: ImageRef = { connection: 'library', pool: nameFromText(pool), namespace: '', image: nameFromText(name) }
  const prepared = await prepare(
    { kind: 'import', format: 'diffs', paths: [...paths], target },
    {
      library: await libraryOf(shell),
      connections: createConnections(),
      meter: createMeter(),
      signal,
      onProgress: () => undefined,
      streams: {},
    },
  )
  try {
    await prepared.run()
  } finally {
    await prepared.close()
  }
  await shell.loadAnew()
}

/** The image of the library, as the engine reads it from the disk: its links, and the folder they lie in. */
export async function libraryImage(shell: Shell, pool: string, image: string) {
  const library = await libraryOf(shell)
  const ref = { pool: encoder.encode(pool), namespace: '', image: encoder.encode(image) }
  const { entry, folder } = await library.inspectImage(ref)
  if (entry.index === null) throw new Error(`${pool}/${image} cannot be read`)
  const decoder = new TextDecoder()
  return {
    index: entry.index,
    snapshots: entry.index.snapshots.map(({ name }) => decoder.decode(name)),
    linkPath: (link: number) => join(folder, 'links', entry.index?.links[link - 1]?.file ?? ''),
    /** SHA-256 of its content at a snapshot, or at its `head`. */
    content: (point: string) => contentSha(library, ref, point === 'head' ? null : encoder.encode(point)),
  }
}

async function contentSha(
  library: Library,
  ref: Parameters<Library['openRange']>[0],
  to: Uint8Array | null,
): Promise<string> {
  const range = await library.openRange(ref, null, to, { signal })
  const content = new Uint8Array(range.sizeBytes)
  const header = { from: null, to: null, sizeBytes: range.sizeBytes }
  const reader = locatedReader(header, composePieces(range.layers), range.files)
  try {
    for (let record = await reader.next(); record !== null; record = await reader.next()) {
      if (record.kind === 'zero') continue
      for (let at = record.offset, slice = await reader.payload(SLICE_BYTES); slice !== null; ) {
        content.set(slice, at)
        at += slice.length
        slice = await reader.payload(SLICE_BYTES)
      }
    }
  } finally {
    await range.close()
  }
  return createHash('sha256').update(content).digest('hex')
}

/** The file the real tool made under a name, or what the manifest says of it. */
export function fixtureFile(file: string) {
  const facts = FIXTURES.find((one) => one.file === file)
  if (facts === undefined) throw new Error(`there is no fixture ${file}`)
  return facts
}

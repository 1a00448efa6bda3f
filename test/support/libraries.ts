import { createMeter } from '../../electron/engine/io/meter.ts'
import { createConnections } from '../../electron/engine/ceph/connections.ts'
import { nameFromBytes } from '../../shared/names.ts'
import { withLink } from '../../electron/engine/library/chain.ts'
import { prepare } from '../../electron/engine/ops/prepare.ts'
import { join } from 'node:path'
import { composePieces } from '../../electron/engine/algebra/compose.ts'
import { locatedReader } from '../../electron/engine/algebra/locatedReader.ts'
import { SLICE_BYTES } from '../../electron/engine/delta.ts'
import { type Library, openLibrary } from '../../electron/engine/library/library.ts'
import type { ImageIndex, LibraryRef, OpenRange } from '../../electron/engine/library/types.ts'
import { FIXTURES, fixturePath } from './fixtures.ts'
import { bytesOf, makeDiff } from './libraryParts.ts'
import { neverAborted } from './signal.ts'
import { tempDir } from './tempDir.ts'

/** A library with a pool `rbd` in a folder that goes away with the test. */
export async function newLibrary(folder = join(tempDir(), 'library')): Promise<Library> {
  const library = await openLibrary(folder, { create: true })
  await library.createPool(bytesOf('rbd'))
  return library
}

/** One step of an image's history as the real tool exported it. */
export interface ChainLink {
  readonly path: string
  /** Null: the head. */
  readonly to: string | null
  readonly sizeBytes: number
  readonly contentSha256: string
}

/** The diffs from nothing to the head of an image of the fixtures, each to the next snapshot; with `wholeObject` those made of whole objects, where there are. */
export function fixtureChain(image: string, wholeObject = false): readonly ChainLink[] {
  const links: ChainLink[] = []
  for (let from: string | null = null; ; ) {
    const here = FIXTURES.filter(
      (file) =>
        file.kind === 'diff' &&
        file.image === image &&
        (file.from_snap ?? null) === from &&
        (file.to_snap ?? null) === nextSnapshot(image, from),
    )
    // Not every step was exported with whole objects too.
    const next = here.find((file) => (file.whole_object ?? false) === wholeObject) ?? here[0]
    if (next === undefined || next.content_sha256 === undefined || next.image_size === undefined) {
      throw new Error(`the fixtures have no chain of ${image}`)
    }
    const to = next.to_snap ?? null
    links.push({
      path: fixturePath(next.file),
      to,
      sizeBytes: next.image_size.to,
      contentSha256: next.content_sha256.to,
    })
    if (to === null) return links
    from = to
  }
}

const SNAPSHOTS: Readonly<Record<string, readonly string[]>> = {
  img: ['s1', 's2', 's3'],
  small: ['a', 'b', 'c', 'd', 'e'],
  empty: ['e1', 'e2'],
  odd: ['n 1', 'ünï-2'],
  striped: ['t1', 't2'],
  kid: ['k1', 'k2', 'k3'],
}

/** Images of the fixtures with a chain of diffs. */
export const FIXTURE_IMAGES = Object.keys(SNAPSHOTS)

function nextSnapshot(image: string, from: string | null): string | null {
  const names = SNAPSHOTS[image] ?? []
  return names[from === null ? 0 : names.indexOf(from) + 1] ?? null
}

/** Lays what an open range reads over the content of its start; gives the content of its end. Closes the range. */
export async function contentOf(range: OpenRange, before: Uint8Array = new Uint8Array(0)): Promise<Uint8Array> {
  const content = new Uint8Array(range.sizeBytes)
  // What a shrink cut off has not come back, so only what every layer kept is taken over.
  const kept = Math.min(before.length, ...range.layers.map((layer) => layer.sizeBytes))
  content.set(before.subarray(0, Math.min(kept, content.length)))
  const header = { from: null, to: null, sizeBytes: range.sizeBytes }
  const reader = locatedReader(header, composePieces(range.layers), range.files)
  try {
    for (let record = await reader.next(); record !== null; record = await reader.next()) {
      if (record.kind === 'zero') content.fill(0, record.offset, record.offset + record.length)
      for (let at = record.offset; ; ) {
        const slice = await reader.payload(SLICE_BYTES)
        if (slice === null) break
        content.set(slice, at)
        at += slice.length
      }
    }
    return content
  } finally {
    await range.close()
  }
}

/** The whole content of an image at a snapshot, or at its head. */
export async function contentAt(library: Library, image: LibraryRef, snapshot: string | null): Promise<Uint8Array> {
  return contentOf(
    await library.openRange(image, null, snapshot === null ? null : bytesOf(snapshot), { signal: neverAborted }),
  )
}

/** Appends a diff as a link, with no checks; gives the new index. */
export async function appendDiff(
  library: Library,
  image: LibraryRef,
  options: {
    readonly to?: string
    readonly sizeBytes: number
    readonly records?: readonly (readonly [number, Uint8Array])[]
  },
): Promise<ImageIndex> {
  const transaction = await library.begin(image, { what: 'a test', signal: neverAborted })
  try {
    const records = options.records ?? []
    const bytes = makeDiff(options, records)
    const file = await transaction.newLinkFile('diff')
    await file.write(bytes)
    const { index } = transaction
    const added = {
      kind: 'diff' as const,
      header: { from: null, to: options.to === undefined ? null : bytesOf(options.to), sizeBytes: options.sizeBytes },
      fileBytes: bytes.length,
      dataBytes: records.reduce((sum, [, data]) => sum + data.length, 0),
      zeroBytes: 0,
      records: records.length,
    }
    return await transaction.commit(withLink(index, added, file.file, new Date().toISOString()))
  } finally {
    await transaction.abort()
  }
}

/** Makes an image of diff files, each becoming a link, through the engine's own import. */
export async function importDiffFiles(library: Library, image: LibraryRef, paths: readonly string[]): Promise<void> {
  const target = {
    connection: 'library',
    pool: nameFromBytes(image.pool),
    namespace: image.namespace,
    image: nameFromBytes(image.image),
  }
  const prepared = await prepare(
    { kind: 'import', format: 'diffs', paths: [...paths], target },
    {
      library,
      connections: createConnections(),
      meter: createMeter(),
      signal: neverAborted,
      onProgress: () => undefined,
      streams: {},
    },
  )
  try {
    await prepared.run()
  } finally {
    await prepared.close()
  }
}

import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { encodeDiffV1Header, putRecordHead } from '../../electron/engine/codec/diffV1Encode.ts'
import { encodeIndex, INDEX_VERSION } from '../../electron/engine/library/index.ts'
import { imagePaths, libraryPaths, linkFileName } from '../../electron/engine/library/layout.ts'
import type { Library } from '../../electron/engine/library/library.ts'
import { findPool } from '../../electron/engine/library/pools.ts'
import { slugCandidates } from '../../electron/engine/library/slug.ts'
import type { ImageIndex, Link } from '../../electron/engine/library/types.ts'

/** A stretch of an image, `[offset, length]` in bytes. */
export type Stretch = readonly [number, number]

/** One link of a made-up image and the point it ends at. */
export interface MadeStep {
  /** The snapshot at its end; null: none. */
  readonly to: string | null
  /** Milliseconds since 1970. */
  readonly at: number
  /** Ascending and disjoint with the zeros. */
  readonly data: readonly Stretch[]
  readonly zeros?: readonly Stretch[]
  readonly isProtected?: boolean
  /** Its file is not there. */
  readonly isMissing?: boolean
}

/** An image with its whole history. */
export interface MadeImage {
  readonly pool: string
  readonly name: string
  readonly sizeBytes: number
  readonly steps: readonly MadeStep[]
}

/**
 * Puts an image of any size and age into a library: its links are genuine diffs whose payload is holes of the file system, so that a history of
 * hundreds of gibibytes takes some kibibytes, and its index has the times that were asked for.
 */
export async function putMadeImage(library: Library, image: MadeImage): Promise<void> {
  const pool = await findPool(libraryPaths(library.folder), encode(image.pool))
  putMadeImageIn(pool, image)
}

/** {@link putMadeImage} into the folder of a pool: for thousands of them. */
export function putMadeImageIn(poolFolder: string, image: MadeImage): void {
  const name = encode(image.name)
  const paths = imagePaths(join(poolFolder, slugCandidates(name)[0] ?? ''))
  mkdirSync(paths.links, { recursive: true })
  const links: Link[] = []
  let from: string | null = null
  for (const [i, step] of image.steps.entries()) {
    const file = linkFileName(i + 1, 'diff')
    links.push(writeLink(join(paths.links, file), file, image, step, from))
    if (step.isMissing === true) rmSync(join(paths.links, file))
    from = step.to ?? from
  }
  writeFileSync(paths.index, JSON.stringify(encodeIndex(indexOf(image, name, links)), null, 1))
}

function indexOf(image: MadeImage, name: Uint8Array, links: readonly Link[]): ImageIndex {
  const snapshots = image.steps.flatMap(({ to, at, isProtected }, i) =>
    to === null
      ? []
      : [
          {
            id: i + 1,
            name: encode(to),
            afterLink: i + 1,
            protected: isProtected ?? false,
            createdAt: new Date(at).toISOString(),
          },
        ],
  )
  return {
    version: INDEX_VERSION,
    generation: 1,
    id: slugCandidates(name)[1]?.slice(-12) ?? '',
    name,
    namespace: '',
    order: 22,
    features: 61,
    stripeUnit: 4 * 1024 * 1024,
    stripeCount: 1,
    v2Dialect: null,
    meta: [],
    createdAt: new Date(image.steps[0]?.at ?? 0).toISOString(),
    nextLink: links.length + 1,
    nextSnapshotId: links.length + 1,
    links,
    snapshots,
  }
}

function writeLink(path: string, file: string, image: MadeImage, step: MadeStep, from: string | null): Link {
  const handle = openSync(path, 'wx')
  const records = [
    ...step.data.map(([offset, length]) => ({ kind: 'data' as const, offset, length })),
    ...(step.zeros ?? []).map(([offset, length]) => ({ kind: 'zero' as const, offset, length })),
  ].sort((a, b) => a.offset - b.offset)
  const header = { from: bytesOrNull(from), to: bytesOrNull(step.to), sizeBytes: image.sizeBytes }
  let at = writeSync(handle, encodeDiffV1Header(header))
  const sum = { data: 0, zero: 0 }
  const head = new Uint8Array(17)
  for (const record of records) {
    putRecordHead(head, 0, record)
    writeSync(handle, head, 0, head.length, at)
    at += head.length + (record.kind === 'data' ? record.length : 0)
    sum[record.kind] += record.length
  }
  writeSync(handle, Uint8Array.of(0x65), 0, 1, at)
  ftruncateSync(handle, at + 1)
  closeSync(handle)
  return {
    file,
    part: 0,
    kind: 'diff',
    sizeBytes: image.sizeBytes,
    fileBytes: at + 1,
    dataBytes: sum.data,
    zeroBytes: sum.zero,
    records: records.length,
    addedAt: new Date(step.at).toISOString(),
  }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function bytesOrNull(text: string | null): Uint8Array | null {
  return text === null ? null : encode(text)
}

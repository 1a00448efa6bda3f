import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, statSync, utimesSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { encodeDiffV1Header, putRecordHead } from '../../electron/engine/codec/diffV1Encode.ts'
import { RECORD_HEAD_BYTES, TAG_END } from '../../electron/engine/codec/diffFormat.ts'
import { RecordTable } from '../../electron/engine/codec/recordTable.ts'
import type { DeltaHeader, DeltaRecord } from '../../electron/engine/delta.ts'
import { withLink } from '../../electron/engine/library/chain.ts'
import { extentsFileName, writeExtents } from '../../electron/engine/library/extentsCache.ts'
import { completeFacts } from '../../electron/engine/library/imageOptions.ts'
import { encodeIndex, versionOf } from '../../electron/engine/library/index.ts'
import { imagePaths, libraryPaths, linkFileName } from '../../electron/engine/library/layout.ts'
import { openLibrary } from '../../electron/engine/library/library.ts'
import { findPool } from '../../electron/engine/library/pools.ts'
import { slugCandidates } from '../../electron/engine/library/slug.ts'
import type { ImageIndex } from '../../electron/engine/library/types.ts'
import { isAppError } from '../../shared/errors.ts'
import { bytesOf } from './libraryParts.ts'

/** One object of an image as `rbd` makes it. */
const OBJECT = 4 * 1024 * 1024
const HOUR_MS = 60 * 60 * 1000
const GIB = 1024 ** 3
/** When the histories begin: the same on every day they are made. */
const BEGIN_MS = Date.UTC(2025, 0, 1)

/**
 * Puts so many images into a pool, `vm-00000` and on: each a base and up to two increments that end in snapshots. Whole, valid images, whose payload is a
 * hole in their files; ten thousand of them take seconds and some hundred MiB.
 */
export async function makeManyImages(libraryPath: string, pool: string, count: number): Promise<void> {
  const folder = await poolFolder(libraryPath, pool)
  for (let number = 0; number < count; number++) {
    const sizeBytes = (1 + (number % 50)) * GIB
    const image = newImage(folder, `vm-${String(number).padStart(5, '0')}`, BEGIN_MS + number * HOUR_MS)
    image.add({ from: null, to: 'day-0', sizeBytes }, [data((number % 7) * OBJECT, OBJECT)])
    for (let day = 1; day <= number % 3; day++) {
      image.add({ from: `day-${day - 1}`, to: `day-${day}`, sizeBytes }, [data(day * OBJECT, 65536)])
    }
    image.write()
  }
}

/**
 * Makes an image with so many snapshots, an hour apart, each the end of an increment that writes and zeroes a few places of it. The
 * writes wander, so that parts of the map are hot, parts are old and parts were never written.
 */
export async function makeLongHistory(
  libraryPath: string,
  pool: string,
  name: string,
  snapshots: number,
  { sizeBytes }: { readonly sizeBytes: number },
): Promise<void> {
  const image = newImage(await poolFolder(libraryPath, pool), name, BEGIN_MS)
  const objects = Math.max(1, Math.floor(sizeBytes / OBJECT))
  const filled = Array.from({ length: Math.min(64, Math.ceil(objects / 2)) }, (_, at) =>
    data(Math.floor((at * objects) / 64 / 2) * OBJECT, Math.min(OBJECT, sizeBytes)),
  ).filter((record, at, all) => at === 0 || record.offset > (all[at - 1]?.offset ?? 0))
  let from: string | null = null
  for (let number = 0; number < snapshots; number++) {
    const to = `hour-${String(number).padStart(5, '0')}`
    image.add({ from, to, sizeBytes }, number === 0 ? filled : wandering(number, objects, sizeBytes))
    from = to
  }
  image.write()
}

/** A few places, ascending: one that is written all the time, one that wanders through the image, and now and then one that is zeroed. */
function wandering(number: number, objects: number, sizeBytes: number): readonly DeltaRecord[] {
  const length = Math.min(sizeBytes, 4096 * (1 + ((number * number) % 97)))
  const places = [
    { at: number % Math.max(1, Math.ceil(objects / 50)), kind: 'data' as const },
    { at: Math.floor(objects / 4 + (number * objects) / 40_000) % objects, kind: 'data' as const },
    ...(number % 5 === 0 ? [{ at: (number * 7919) % objects, kind: 'zero' as const }] : []),
  ]
  return places
    .toSorted((a, b) => a.at - b.at)
    .filter(({ at }, place, all) => place === 0 || at > (all[place - 1]?.at ?? 0))
    .map(({ at, kind }) => ({ kind, offset: at * OBJECT, length: Math.min(length, OBJECT, sizeBytes - at * OBJECT) }))
}

/**
 * Makes an image of so many objects of 4 MiB: three of five of them written one by one in its base, a raw file that is one hole with its extents beside
 * it, and then eight increments of two thousand small writes each.
 */
export async function makeWideImage(libraryPath: string, pool: string, name: string, objects: number): Promise<void> {
  const sizeBytes = objects * OBJECT
  const image = newImage(await poolFolder(libraryPath, pool), name, BEGIN_MS)
  const base = new RecordTable()
  for (let object = 0; object < objects; object++) {
    if (Math.floor(object / 1000) % 5 < 3) base.push('data', object * OBJECT, OBJECT, object * OBJECT)
  }
  await image.addRawBase(sizeBytes, base)
  for (let day = 1; day <= 8; day++) {
    const records: DeltaRecord[] = []
    const step = Math.max(1, Math.floor(objects / 2000))
    for (let object = (day * step) >> 3; object < objects; object += step) records.push(data(object * OBJECT, 64))
    image.add({ from: `day-${day - 1}`, to: `day-${day}`, sizeBytes }, records)
  }
  image.write()
}

const data = (offset: number, length: number): DeltaRecord => ({ kind: 'data', offset, length })

async function poolFolder(libraryPath: string, pool: string): Promise<string> {
  const library = await openLibrary(libraryPath, { create: true })
  await library.createPool(bytesOf(pool)).catch((error: unknown) => {
    if (!isAppError(error, 'E_POOL_EXISTS')) throw error
  })
  return findPool(libraryPaths(libraryPath), bytesOf(pool))
}

interface LinkNames {
  readonly from: string | null
  readonly to: string
  readonly sizeBytes: number
}

/** An image that grows link by link, an hour between them, and is there once its index is written. */
function newImage(poolFolder: string, name: string, beginMs: number) {
  const bytes = bytesOf(name)
  const paths = imagePaths(join(poolFolder, slugCandidates(bytes)[0] ?? ''))
  mkdirSync(paths.links, { recursive: true })
  let index: ImageIndex = {
    version: 1,
    generation: 1,
    id: createHash('sha256').update(paths.folder).digest('hex').slice(0, 16),
    name: bytes,
    namespace: '',
    ...completeFacts({}),
    createdAt: new Date(beginMs).toISOString(),
    nextLink: 1,
    links: [],
    nextSnapshotId: 1,
    snapshots: [],
  }
  const nextName = (kind: 'diff' | 'raw'): string => linkFileName(index.links.length + 1, kind)
  const now = (): string => new Date(beginMs + index.links.length * HOUR_MS).toISOString()
  return {
    add({ from, to, sizeBytes }: LinkNames, records: readonly DeltaRecord[]): void {
      const file = nextName('diff')
      const header = { from: from === null ? null : bytesOf(from), to: bytesOf(to), sizeBytes }
      const fileBytes = writeSparseDiff(join(paths.links, file), header, records)
      const sum = (kind: DeltaRecord['kind']): number =>
        records.reduce((total, record) => total + (record.kind === kind ? record.length : 0), 0)
      const counted = { fileBytes, dataBytes: sum('data'), zeroBytes: sum('zero'), records: records.length }
      index = withLink(index, { kind: 'diff', header, ...counted }, file, now())
    },
    async addRawBase(sizeBytes: number, records: RecordTable): Promise<void> {
      const file = nextName('raw')
      const path = join(paths.links, file)
      const descriptor = openSync(path, 'wx')
      if (sizeBytes > 0) writeSync(descriptor, Uint8Array.of(0), 0, 1, sizeBytes - 1)
      closeSync(descriptor)
      utimesSync(path, beginMs / 1000, beginMs / 1000)
      const { mtimeNs } = statSync(path, { bigint: true })
      const stamp = { fileBytes: sizeBytes, modifiedNs: mtimeNs }
      await writeExtents(join(paths.cache, extentsFileName(file)), stamp, records)
      const header = { from: null, to: bytesOf('day-0'), sizeBytes }
      const counted = { fileBytes: sizeBytes, dataBytes: records.dataBytes, zeroBytes: 0, records: records.count }
      index = withLink(index, { kind: 'raw', header, ...counted }, file, now())
    },
    write(): void {
      const written = { ...index, nextLink: index.links.length + 1 }
      writeFileSync(paths.index, JSON.stringify(encodeIndex({ ...written, version: versionOf(written) })))
    },
  }
}

/** Writes a diff whose payload is a hole; gives its length. */
function writeSparseDiff(path: string, header: DeltaHeader, records: readonly DeltaRecord[]): number {
  const descriptor = openSync(path, 'wx')
  try {
    let position = writeSync(descriptor, encodeDiffV1Header(header))
    const head = new Uint8Array(RECORD_HEAD_BYTES)
    for (const record of records) {
      putRecordHead(head, 0, record)
      writeSync(descriptor, head, 0, head.length, position)
      position += head.length + (record.kind === 'data' ? record.length : 0)
    }
    writeSync(descriptor, Uint8Array.of(TAG_END), 0, 1, position)
    return position + 1
  } finally {
    closeSync(descriptor)
  }
}

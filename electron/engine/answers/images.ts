import { join } from 'node:path'
import type { ImageDetails, ImageSummary, LinkInfo, SnapshotInfo } from '../../../shared/contract.ts'
import { AppError } from '../../../shared/errors.ts'
import { formatSpec, type ImageRef, LIBRARY } from '../../../shared/imageSpec.ts'
import { type Name, nameFromBytes, nameToBytes } from '../../../shared/names.ts'
import type { DamageByFile } from '../library/damage.ts'
import type { Library } from '../library/library.ts'
import type { ImageEntry, ImageIndex, Link } from '../library/types.ts'
import { foldGroups } from '../library/fold.ts'
import { foldCounts } from '../ops/fold.ts'
import { VerifiedTimes } from '../manifest/verifiedTimes.ts'
import { libraryRef } from '../ops/refs.ts'

/** Names of the feature bits a library image may carry (FORMATS §5.2), lowest first. */
const FEATURES = ['layering', 'striping', 'exclusive-lock', 'object-map', 'fast-diff', 'deep-flatten', 'journaling']

/** A value of metadata may have 1 MiB; no more of it than this is shown. */
const META_SHOWN_BYTES = 4096

/** The images of a pool as the window and `ls` list them. */
export async function listImages(library: Library, pool: Name): Promise<ImageSummary[]> {
  const entries = await library.listImages(nameToBytes(pool))
  return entries.map((entry) => summaryOf(entry, pool))
}

function summaryOf(entry: ImageEntry, pool: Name): ImageSummary {
  const { index } = entry
  return {
    ref: { connection: LIBRARY, pool, namespace: entry.namespace, image: nameFromBytes(entry.name) },
    state: entry.state,
    sizeBytes: index?.links.at(-1)?.sizeBytes ?? 0,
    snapshotCount: index?.snapshots.length ?? 0,
    linkCount: index?.links.length ?? 0,
    storedBytes: index === null ? 0 : storedBytes(index.links),
  }
}

/** What the files of links take; several links may lie in one. */
export function storedBytes(links: readonly Link[]): number {
  const files = new Map(links.map(({ file, fileBytes }) => [file, fileBytes]))
  return [...files.values()].reduce((sum, bytes) => sum + bytes, 0)
}

/** One image in full: its chain, its points, and which of them can be read. */
export async function imageDetails(library: Library, image: ImageRef): Promise<ImageDetails> {
  const ref = libraryRef(image)
  const { entry, folder, lock, missing, damage } = await library.inspectImage(ref)
  const { index } = entry
  if (index === null) {
    throw new AppError('E_LIBRARY_DAMAGED', `The index of ${formatSpec(image)} cannot be read`, {
      detail: { path: folder },
    })
  }
  const links = linksOf(index, { folder, missing, damage, times: await VerifiedTimes.open(folder) })
  // A point can be restored when every link up to it is there, and none is known to be damaged.
  const firstGap = links.findIndex((link) => link.missing || link.damage !== undefined)
  const readable = firstGap < 0 ? links.length : firstGap
  return {
    ...summaryOf(entry, image.pool),
    ref: image,
    id: index.id,
    folder,
    order: index.order,
    features: FEATURES.filter((_, bit) => (index.features & (1 << bit)) !== 0),
    createdAt: Date.parse(index.createdAt),
    headRestorable: readable === links.length,
    links,
    snapshots: index.snapshots.map(
      (snapshot): SnapshotInfo => ({
        id: snapshot.id,
        name: nameFromBytes(snapshot.name),
        afterLink: snapshot.afterLink,
        sizeBytes: index.links[snapshot.afterLink - 1]?.sizeBytes ?? 0,
        protected: snapshot.protected,
        createdAt: Date.parse(snapshot.createdAt),
        restorable: snapshot.afterLink <= readable,
      }),
    ),
    lock,
    foldable: foldCounts(foldGroups(index)),
    stripeUnit: index.stripeUnit,
    stripeCount: index.stripeCount,
    meta: index.meta.map(({ key, value }) => ({
      key: nameFromBytes(key.subarray(0, META_SHOWN_BYTES)),
      value: nameFromBytes(value.subarray(0, META_SHOWN_BYTES)),
    })),
  }
}

/** Its share of its file: of a diff in a file of format 2, its records and their data. */
function bytesOfLink({ kind, fileBytes, dataBytes, records }: Link): number {
  return kind === 'v2' ? dataBytes + records * V2_RECORD_HEAD_BYTES : fileBytes
}

/** Tag, length, offset and length (FORMATS §4). */
const V2_RECORD_HEAD_BYTES = 25

/** What is known of an image's files beside its index. */
interface FilesKnown {
  readonly folder: string
  readonly missing: ReadonlySet<string>
  readonly damage: DamageByFile
  readonly times: VerifiedTimes
}

function linksOf(index: ImageIndex, { folder, missing, damage, times }: FilesKnown): LinkInfo[] {
  return index.links.map((link, at) => ({
    number: at + 1,
    file: link.file,
    path: join(folder, 'links', link.file),
    kind: link.kind,
    ...(link.kind === 'v2' ? { part: link.part } : {}),
    sizeBytes: link.sizeBytes,
    fileBytes: bytesOfLink(link),
    dataBytes: link.dataBytes,
    zeroBytes: link.zeroBytes,
    records: link.records,
    addedAt: Date.parse(link.addedAt),
    missing: missing.has(link.file),
    ...(link.digest === undefined ? {} : digestOf(link.file, link.digest, times)),
    ...damageOf(link.file, damage),
  }))
}

function damageOf(file: string, known: DamageByFile): Pick<LinkInfo, 'damage'> {
  const damage = known.get(file)
  return damage === undefined ? {} : { damage }
}

function digestOf(file: string, digest: string, times: VerifiedTimes): Pick<LinkInfo, 'digest' | 'verifiedAt'> {
  const verifiedAt = times.wholeAt(`links/${file}`, digest)
  return { digest, ...(verifiedAt === null ? {} : { verifiedAt }) }
}

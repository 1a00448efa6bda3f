import { isAppError } from '../../../shared/errors.ts'
import { sameBytes } from '../../../shared/names.ts'
import { decodeDiffV1 } from '../codec/diffV1Decode.ts'
import type { ByteStream, DeltaHeader, RandomAccess } from '../delta.ts'
import type { DeltaFacts, ManifestFacts } from '../manifest/facts.ts'
import type { ImageIndex, LibraryRef, Link, SnapshotEntry } from './types.ts'

/** A link file that is about to stand in an image: where, and what is known of how it came about. */
export interface NewLinkFile {
  readonly ref: LibraryRef
  /** The index that will name it. */
  readonly index: ImageIndex
  readonly file: string
  /** Reads back what was written. */
  readonly content: Pick<RandomAccess, 'readAt'>
  readonly replaces?: readonly string[] | undefined
}

/** What the manifest of a link says beside its digests: this image is its source, the link before it its parent. */
export async function linkFacts({ ref, index, file, content, replaces }: NewLinkFile): Promise<ManifestFacts> {
  const first = index.links.findIndex((link) => link.file === file)
  const links = index.links.filter((link) => link.file === file)
  const deltas: DeltaFacts[] = []
  for (const [number, link] of links.entries()) {
    const header = await headerOf(index, first + number, link, content)
    if (header !== null) deltas.push(factsOf(index, first + number, link, header))
  }
  return {
    kind: kindOf(links[0]),
    deltas,
    source: { pool: ref.pool, namespace: ref.namespace, image: index.name, imageId: index.id },
    parent: index.links[first - 1]?.digest ?? null,
    replaces,
    madeFrom: links[0]?.madeFrom,
  }
}

function kindOf(link: Link | undefined): ManifestFacts['kind'] {
  if (link?.kind === 'raw') return 'raw'
  return link?.kind === 'diff' || link?.kind === 'seal' ? 'diff-v1' : 'image-v2'
}

/** What the file itself says of one delta; in a file of format 2 that is what the index says of its points. Null: it is no such file. */
async function headerOf(
  index: ImageIndex,
  at: number,
  link: Link,
  content: Pick<RandomAccess, 'readAt'>,
): Promise<DeltaHeader | null> {
  if (link.kind === 'raw') return { from: null, to: null, sizeBytes: link.fileBytes }
  if (link.kind === 'diff' || link.kind === 'seal') {
    try {
      return (await decodeDiffV1(beginningOf(content))).header
    } catch (error) {
      if (isAppError(error)) return null
      throw error
    }
  }
  const to = index.snapshots.find(({ afterLink }) => afterLink === at + 1)
  const from = link.part === 0 ? undefined : index.snapshots.find(({ afterLink }) => afterLink === at)
  return { from: from?.name ?? null, to: to?.name ?? null, sizeBytes: link.sizeBytes, isProtected: to?.protected }
}

const HEAD_BYTES = 512

function beginningOf(content: Pick<RandomAccess, 'readAt'>): ByteStream {
  const buffer = new Uint8Array(HEAD_BYTES)
  let position = 0
  return {
    async read() {
      const count = await content.readAt(position, buffer)
      position += count
      return count === 0 ? null : buffer.subarray(0, count)
    },
  }
}

function factsOf(index: ImageIndex, at: number, link: Link, header: DeltaHeader): DeltaFacts {
  const from = pointAt(index, at, header.from)
  const to = pointAt(index, at + 1, header.to)
  const { records, dataBytes, zeroBytes } = link
  return {
    header,
    records,
    dataBytes,
    zeroBytes,
    ...(from === undefined ? {} : { fromId: from.id }),
    ...(to === undefined ? {} : { toId: to.id, toCreatedAt: to.createdAt }),
  }
}

/** The snapshot of a name on the point behind so many links. */
function pointAt(index: ImageIndex, links: number, name: Uint8Array | null): SnapshotEntry | undefined {
  if (name === null) return undefined
  return index.snapshots.find((snapshot) => snapshot.afterLink === links && sameBytes(snapshot.name, name))
}

import { join } from 'node:path'
import { AppError, isAppError } from '../../../../shared/errors.ts'
import { decodeDiffV1 } from '../../codec/diffV1Decode.ts'
import { scanDiffV1 } from '../../codec/diffV1Scan.ts'
import type { ScannedDiff } from '../../codec/headScan.ts'
import { headerStream } from '../../codec/headerStream.ts'
import type { ImageV2Header } from '../../codec/imageV2Header.ts'
import { readImageV2Header, scanImageV2 } from '../../codec/imageV2Scan.ts'
import type { DeltaHeader, RandomAccess } from '../../delta.ts'
import { lstat } from '../../io/fs.ts'
import { openFileSource } from '../../io/fileSource.ts'
import { isPartName } from '../../io/partFile.ts'
import type { DeltaFacts } from '../../manifest/facts.ts'
import { hashFile } from '../../manifest/hashFile.ts'
import type { Manifest } from '../../manifest/manifest.ts'
import { describedPath, isManifestName, readManifest } from '../../manifest/manifestFile.ts'
import { sameBytes } from '../../../../shared/names.ts'
import { Turns } from '../../turns.ts'
import { namesIn } from '../find.ts'
import type { ImagePaths } from '../layout.ts'
import type { LeftOut, LostDelta, LostPart } from './types.ts'

/** So many link files, and deltas in them, an image is rebuilt of at most: their facts are all held at once. */
const PARTS_MAX = 200_000
const DELTAS_MAX = 1_000_000

const LINK_FILE = /^(\d{6,15})\.(raw|diff|v2)$/

const KINDS = { raw: 'raw', 'diff-v1': 'diff', 'image-v2': 'v2' } as const

/** What lies under `links/`: what an index could name, and what it could not. */
export interface FoundParts {
  /** By number. */
  readonly parts: readonly LostPart[]
  readonly leftOut: readonly LeftOut[]
}

/**
 * Looks at every file under an image's `links/`: its manifest where there is a good one, and its first bytes; without one, all its heads. Payload is not read,
 * and of a manifest its blocks are not held. A manifest without its file counts too: it says all that an index would.
 *
 * @throws AppError E_LIBRARY_DAMAGED where there is more than an image can have; E_FILE_READ, E_FILE_PERMISSION; the signal's reason when aborted.
 */
export async function readParts(paths: ImagePaths, signal: AbortSignal): Promise<FoundParts> {
  const names = await namesIn(paths.links)
  const files = new Set(names.map((name) => (isManifestName(name) ? describedPath(name) : name)))
  if (files.size > PARTS_MAX) throw tooMuch(paths, `${files.size} files`)
  const present = new Set(names)
  const parts: LostPart[] = []
  const leftOut: LeftOut[] = []
  const turns = new Turns()
  let deltas = 0
  for (const file of [...files].sort()) {
    signal.throwIfAborted()
    if (isPartName(file)) continue
    const found = await partOf(paths, file, present.has(file), signal)
    if ('why' in found) leftOut.push(found)
    else parts.push(found)
    deltas += 'deltas' in found ? found.deltas.length : 0
    if (deltas > DELTAS_MAX) throw tooMuch(paths, `more than ${DELTAS_MAX} diffs`)
    if (turns.isDue()) await turns.take()
  }
  const known = await withDigests(paths, parts, signal)
  return { parts: known.sort((a, b) => a.number - b.number), leftOut }
}

/** A file without a manifest is hashed where that can prove that another file continues it; a longer one than this is not. */
const HASHED_MAX_BYTES = 256 * 1024 * 1024

/** Gives files without manifests their digests, where another file names them: then they are whole, and in their place. */
async function withDigests(paths: ImagePaths, parts: readonly LostPart[], signal: AbortSignal): Promise<LostPart[]> {
  const known = new Set(parts.flatMap(({ digest, replaces }) => [digest, ...replaces]))
  const wanted = new Set(parts.flatMap(({ parent }) => (parent === null || known.has(parent) ? [] : [parent])))
  const result: LostPart[] = []
  for (const part of parts) {
    if (part.hasManifest || wanted.size === 0 || part.fileBytes > HASHED_MAX_BYTES) {
      result.push(part)
      continue
    }
    const source = await openFileSource(join(paths.links, part.file))
    try {
      const { digest } = await hashFile(source, { signal })
      result.push(wanted.delete(digest) ? { ...part, digest } : part)
    } finally {
      await source.close()
    }
  }
  return result
}

function tooMuch({ links }: ImagePaths, what: string): AppError {
  return new AppError('E_LIBRARY_DAMAGED', `${links} holds ${what}: that is more than an index is rebuilt of`, {
    detail: { path: links },
  })
}

async function partOf(
  paths: ImagePaths,
  file: string,
  isThere: boolean,
  signal: AbortSignal,
): Promise<LostPart | LeftOut> {
  const match = LINK_FILE.exec(file)
  const kind = match?.[2] as LostPart['kind'] | undefined
  if (match === null || kind === undefined) return { file, why: 'is called as no link file is', isSpare: false }
  const number = Number(match[1])
  const path = join(paths.links, file)
  const stats = isThere ? await lstat(path) : null
  if (stats !== null && !stats.isFile()) return { file, why: 'is no file', isSpare: false }
  const { manifest, broken } = await manifestOf(path, kind)
  if (manifest !== null) {
    const part = fromManifest(manifest, { file, number, kind })
    if (stats === null) return { ...part, trouble: 'is not here; only its manifest is' }
    if (stats.size !== part.fileBytes) {
      return { ...part, trouble: `has ${stats.size} bytes instead of ${part.fileBytes}` }
    }
    return looked(part, path, signal)
  }
  if (stats === null)
    return { file: `${file}.rbdm.json`, why: `${broken ?? 'says nothing'}, and ${file} is not here`, isSpare: false }
  const bare: LostPart = {
    file,
    number,
    kind,
    fileBytes: stats.size,
    hasManifest: false,
    digest: null,
    parent: null,
    replaces: [],
    source: null,
    madeFrom: undefined,
    deltas: [],
    header: null,
    addedAt: new Date(stats.mtimeMs).toISOString(),
    trouble: null,
  }
  return scanned(bare, path, broken ?? 'it has no manifest', signal)
}

/** The manifest of a link file, if it is one that can be believed. */
async function manifestOf(
  path: string,
  kind: LostPart['kind'],
): Promise<{ readonly manifest: Manifest | null; readonly broken: string | null }> {
  try {
    const manifest = await readManifest(path)
    if (manifest === null) return { manifest: null, broken: null }
    const fits = KINDS[manifest.kind] === kind && manifest.packing === 'none'
    return fits ? { manifest, broken: null } : { manifest: null, broken: 'its manifest is of another kind of file' }
  } catch (error) {
    if (!isAppError(error, 'E_MANIFEST_INVALID')) throw error
    return { manifest: null, broken: 'its manifest cannot be read' }
  }
}

function fromManifest(
  { file: { lengthBytes, digest }, parent, replaces = [], source, madeFrom, deltas, createdAt }: Manifest,
  called: Pick<LostPart, 'file' | 'number' | 'kind'>,
): LostPart {
  const facts = { hasManifest: true, digest, parent, replaces, source, madeFrom, addedAt: createdAt }
  return { ...called, fileBytes: lengthBytes, ...facts, deltas: deltas.map(deltaOf), header: null, trouble: null }
}

function deltaOf({ header, ...rest }: DeltaFacts): LostDelta {
  const { from, to, sizeBytes } = header
  return { from, to: nameOrNull(to), sizeBytes, isProtected: header.isProtected === true, ...rest }
}

function nameOrNull(name: Uint8Array | null): Uint8Array | null {
  return name === null || name.length === 0 ? null : name
}

/** Holds the first bytes of a file against its manifest; of format 2 takes what it says of the image. */
async function looked(part: LostPart, path: string, signal: AbortSignal): Promise<LostPart> {
  if (part.kind === 'raw' && part.deltas.length === 1) return part
  const source = await openFileSource(path)
  try {
    if (part.kind === 'raw') return { ...part, deltas: [rawDelta(part.fileBytes)] }
    if (part.kind === 'v2') {
      const { header, diffCount } = await readImageV2Header(source)
      if (part.deltas.length === diffCount) return { ...part, header }
      // The manifest does not tell of all of them, as after a mend of a file that was folded in part.
      return { ...part, ...(await deltasOfV2(source, signal)) }
    }
    const [delta] = part.deltas
    if (delta === undefined) return { ...part, deltas: [await deltaOfDiff(source, signal)] }
    const { header } = await decodeDiffV1(headerStream(source))
    return isOf(header, delta) ? part : { ...part, trouble: 'is another file than its manifest says' }
  } catch (error) {
    if (!isStreamError(error)) throw error
    return { ...part, trouble: 'is damaged: it cannot be read to the end of its header' }
  } finally {
    await source.close()
  }
}

/** Takes the facts of a file without a manifest from its heads. */
async function scanned(bare: LostPart, path: string, lacks: string, signal: AbortSignal): Promise<LostPart | LeftOut> {
  const source = await openFileSource(path)
  try {
    if (bare.kind === 'raw') return { ...bare, deltas: [rawDelta(bare.fileBytes)] }
    if (bare.kind === 'v2') return { ...bare, ...(await deltasOfV2(source, signal)) }
    return { ...bare, deltas: [await deltaOfDiff(source, signal)] }
  } catch (error) {
    if (!isStreamError(error)) throw error
    return { file: bare.file, why: `cannot be read, and ${lacks}: ${error.message}`, isSpare: false }
  } finally {
    await source.close()
  }
}

/** How much of a raw file is zero is told only by reading it; its readers do. */
function rawDelta(fileBytes: number): LostDelta {
  const dataBytes = fileBytes
  return {
    from: null,
    to: null,
    isProtected: false,
    sizeBytes: fileBytes,
    records: dataBytes > 0 ? 1 : 0,
    dataBytes,
    zeroBytes: 0,
  }
}

async function deltaOfDiff(file: RandomAccess, signal: AbortSignal): Promise<LostDelta> {
  return scannedDelta(await scanDiffV1(file, { signal }))
}

async function deltasOfV2(file: RandomAccess, signal: AbortSignal): Promise<Pick<LostPart, 'deltas' | 'header'>> {
  const { header, diffs } = await scanImageV2(file, { signal })
  return { header: header satisfies ImageV2Header, deltas: diffs.map(scannedDelta) }
}

function scannedDelta({ header, records }: ScannedDiff): LostDelta {
  const { from, to, sizeBytes } = header
  const { count, dataBytes, zeroBytes } = records
  const names = { from: nameOrNull(from), to: nameOrNull(to), isProtected: header.isProtected === true }
  return { ...names, sizeBytes, records: count, dataBytes, zeroBytes }
}

function isOf(header: DeltaHeader, delta: LostDelta): boolean {
  const isSame = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
    a === null || b === null ? a === b : sameBytes(a, b)
  return (
    header.sizeBytes === delta.sizeBytes && isSame(header.from, delta.from) && isSame(nameOrNull(header.to), delta.to)
  )
}

function isStreamError(error: unknown): error is AppError {
  return isAppError(error) && (error.code.startsWith('E_STREAM_') || error.code.startsWith('E_FORMAT_'))
}

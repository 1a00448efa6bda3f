import { hash } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import { VERSION } from '../../../shared/version.ts'
import { fieldsOf } from '../library/nameFields.ts'
import { blockBytesFor, blockCount, blockLength, fileDigest, type FileDigests, zeroDigest } from './blocks.ts'
import type { DeltaFacts, ManifestFacts, SourceFacts } from './facts.ts'
import { deltaOf, ManifestJson, sourceOf } from './manifestJson.ts'

/** How the file that a manifest describes is packed as it lies on the disk. */
export type Packing = 'none' | 'gzip' | 'zstd'

/** A side manifest in memory (docs/MANIFEST.md). */
export interface Manifest extends ManifestFacts {
  readonly packing: Packing
  /** Of the bytes as they lie on the disk. */
  readonly file: FileDigests
  readonly tool: { readonly name: string; readonly version: string }
  /** ISO 8601, UTC. */
  readonly createdAt: string
}

/** No manifest is larger, and a larger file is not read as one. */
export const MANIFEST_MAX_BYTES = 32 * 1024 * 1024

/**
 * What more zeros than these hash to takes from seconds to many minutes to say, and a text of half a MiB may ask for it: of files longer
 * than 16 TiB, block digests and file digest are not held against each other when the manifest is read.
 */
const HASHED_ZEROS_MAX_BYTES = 256 * 1024 * 1024

const SEAL_BEFORE = ',\n "self": "sha256:'
const SEAL_AFTER = '"\n}\n'
const SEAL_BYTES = SEAL_BEFORE.length + 64 + SEAL_AFTER.length
const encoder = new TextEncoder()

/** The manifest of a file that was just written by this program. */
export function newManifest(facts: ManifestFacts, file: FileDigests, packing: Packing): Manifest {
  const tool = { name: 'rbd-studio', version: VERSION }
  return { ...facts, file, packing, tool, createdAt: new Date().toISOString() }
}

/** The text of a manifest, sealed by its last line. Deltas are left out where they alone would make it too large. */
export function encodeManifest(manifest: Manifest): Uint8Array {
  const sealed = seal(toJson(manifest))
  return sealed.length <= MANIFEST_MAX_BYTES ? sealed : seal(toJson({ ...manifest, deltas: [] }))
}

function seal(json: object): Uint8Array {
  const body = JSON.stringify(json, null, 1).slice(0, -'\n}'.length)
  return encoder.encode(`${body}${SEAL_BEFORE}${hash('sha256', body, 'hex')}${SEAL_AFTER}`)
}

function toJson({ file, packing, source, parent, replaces = [], madeFrom, deltas, ...manifest }: Manifest): object {
  return {
    format: 'rbd-studio-manifest',
    version: 1,
    kind: manifest.kind,
    packing,
    lengthBytes: file.lengthBytes,
    digest: file.digest,
    ...(parent === null ? {} : { parent }),
    ...(replaces.length === 0 ? {} : { replaces }),
    ...(source === null ? {} : { source: sourceToJson(source) }),
    ...(madeFrom === undefined ? {} : { madeFrom }),
    ...(deltas.length === 0 ? {} : { deltas: deltas.map(deltaToJson) }),
    tool: manifest.tool,
    createdAt: manifest.createdAt,
    blockBytes: file.blockBytes,
    blocks: file.blocks,
  }
}

function sourceToJson({ fsid, pool, namespace, image, imageId }: SourceFacts): object {
  return {
    ...(fsid === undefined ? {} : { fsid }),
    ...fieldsOf('pool', pool),
    ...(namespace === '' ? {} : { namespace }),
    ...fieldsOf('image', image),
    imageId,
  }
}

function deltaToJson({ header, records, dataBytes, zeroBytes, fromId, toId, toCreatedAt }: DeltaFacts): object {
  return {
    ...(header.from === null ? {} : fieldsOf('from', header.from)),
    ...(fromId === undefined ? {} : { fromId }),
    ...(header.to === null ? {} : fieldsOf('to', header.to)),
    ...(toId === undefined ? {} : { toId }),
    ...(toCreatedAt === undefined ? {} : { toCreatedAt }),
    ...(header.isProtected === undefined ? {} : { protected: header.isProtected }),
    ...(header.sizeBytes === null ? {} : { sizeBytes: header.sizeBytes }),
    records,
    dataBytes,
    zeroBytes,
  }
}

/**
 * The manifest that some bytes hold. `path` is for the sentence.
 *
 * @throws AppError E_MANIFEST_INVALID when the seal is not that of the text (any byte of it changed), when the text does not have
 *   the shape, is of a later version, or contradicts itself.
 */
export function parseManifest(bytes: Uint8Array, path: string): Manifest {
  if (bytes.length > MANIFEST_MAX_BYTES) throw invalid(path, `is larger than ${MANIFEST_MAX_BYTES} bytes`)
  const body = bytes.subarray(0, Math.max(0, bytes.length - SEAL_BYTES))
  const sealText = `${SEAL_BEFORE}${hash('sha256', body, 'hex')}${SEAL_AFTER}`
  if (!Buffer.from(sealText).equals(bytes.subarray(body.length))) {
    throw invalid(path, 'was changed since it was written, or is cut: its last line does not fit what stands before it')
  }
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw invalid(path, 'is not readable as JSON')
  }
  const version = value !== null && typeof value === 'object' && 'version' in value ? value.version : null
  if (typeof version === 'number' && version > 1) throw invalid(path, `is of version ${version}, which is later than 1`)
  const parsed = ManifestJson.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw invalid(path, `does not hold what it should at ${issue?.path.join('.') ?? 'its beginning'}`)
  }
  const { lengthBytes, blockBytes, blocks, digest, ...json } = parsed.data
  const manifest: Manifest = {
    kind: json.kind,
    packing: json.packing,
    file: { lengthBytes, blockBytes, blocks, digest },
    parent: json.parent ?? null,
    replaces: json.replaces,
    source: json.source === undefined ? null : sourceOf(json.source),
    madeFrom: json.madeFrom,
    deltas: (json.deltas ?? []).map(deltaOf),
    tool: json.tool,
    createdAt: json.createdAt,
  }
  const contradiction = contradictionIn(manifest)
  if (contradiction !== null) throw invalid(path, `contradicts itself: ${contradiction}`)
  return manifest
}

/** What a manifest says that cannot be, or null. */
function contradictionIn({ file, deltas, kind, packing }: Manifest): string | null {
  const { lengthBytes, blockBytes, blocks, digest } = file
  if (blockBytes !== blockBytesFor(lengthBytes)) return `a file of ${lengthBytes} bytes has no blocks of ${blockBytes}`
  const count = blockCount(lengthBytes, blockBytes)
  if (blocks.length !== count) return `it has ${blocks.length} blocks instead of ${count}`
  if (blockBytes <= HASHED_ZEROS_MAX_BYTES) {
    const zero = blocks.findIndex(
      (block, number) => block !== null && block === zeroDigest(blockLength(number, lengthBytes, blockBytes)),
    )
    if (zero >= 0) return `block ${zero} is all zero and not null`
    if (digest !== fileDigest(lengthBytes, blockBytes, blocks)) return 'its digest is not that of its blocks'
  }
  if (kind !== 'image-v2' && deltas.length > 1) return `a file of kind ${kind} holds ${deltas.length} deltas`
  if (packing !== 'none') return null
  if (kind === 'raw' && deltas.some(({ header }) => header.sizeBytes !== lengthBytes))
    return 'a raw file is as long as its image'
  const dataBytes = deltas.reduce((sum, delta) => sum + delta.dataBytes, 0)
  return dataBytes > lengthBytes ? `${dataBytes} bytes of data do not fit into ${lengthBytes}` : null
}

function invalid(path: string, what: string): AppError {
  return new AppError('E_MANIFEST_INVALID', `${path} ${what}`, { detail: { path } })
}

import { AppError } from '../../../shared/errors.ts'
import { nameFromBytes, sameBytes } from '../../../shared/names.ts'
import type { DeltaHeader } from '../delta.ts'
import type { LinkFileOptions } from '../library/types.ts'
import { lengthDisagrees } from '../manifest/agree.ts'
import type { MadeFrom } from '../manifest/facts.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { readManifest } from '../manifest/manifestFile.ts'

/** A file that is to be applied, and what its manifest says it is. */
export interface Claim {
  readonly path: string
  readonly manifest: Manifest
  /** The bytes that pass are not those on the disk (it is packed), or not all of them: it must be read whole before. */
  readonly mustReadFirst: boolean
}

/** What was found of a file by its heads. */
export interface FoundFile {
  readonly path: string
  /** Length on the disk. */
  readonly fileBytes: number
  /** The bytes on the disk go into the link as they are, all of them. */
  readonly isCopied: boolean
  /** Of a v1 diff. */
  readonly header?: DeltaHeader | undefined
}

/**
 * The claim of a file that is to be applied, held against its length and its header; null when it has no manifest.
 *
 * @throws AppError E_MANIFEST_INVALID, E_MANIFEST_DISAGREES
 */
export async function claimOf({ path, fileBytes, isCopied, header }: FoundFile): Promise<Claim | null> {
  const manifest = await readManifest(path)
  if (manifest === null) return null
  if (manifest.file.lengthBytes !== fileBytes) throw lengthDisagrees(path, manifest.file.lengthBytes, fileBytes)
  const [delta] = manifest.deltas
  if (header !== undefined && (manifest.kind !== 'diff-v1' || (delta !== undefined && !isSame(delta.header, header)))) {
    throw new AppError(
      'E_MANIFEST_DISAGREES',
      `${path} is another file than its manifest describes: it leads ${wayOf(header)}${delta === undefined ? '' : `, not ${wayOf(delta.header)}`}`,
      { detail: { path } },
    )
  }
  return { path, manifest, mustReadFirst: !isCopied || manifest.packing !== 'none' }
}

/** Whether two headers say the same of their delta. */
export function isSame(a: DeltaHeader, b: DeltaHeader): boolean {
  return a.sizeBytes === b.sizeBytes && sameName(a.from, b.from) && sameName(a.to, b.to)
}

function sameName(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : sameBytes(a, b)
}

/** How a sentence says from where to where a delta leads. */
export function wayOf({ from, to, sizeBytes }: DeltaHeader): string {
  const begin = from === null ? 'from nothing' : `from “${nameFromBytes(from).text}”`
  const end = to === null ? 'to the head' : `to “${nameFromBytes(to).text}”`
  return `${begin} ${end}${sizeBytes === null ? '' : ` of ${sizeBytes} bytes`}`
}

/** What the link remembers of the file it is made of. */
export function madeFrom(claim: Claim | null | undefined): MadeFrom | undefined {
  if (claim === null || claim === undefined) return undefined
  const { file, source, deltas } = claim.manifest
  const toId = deltas.at(-1)?.toId
  return {
    digest: file.digest,
    ...(source === null ? {} : { imageId: source.imageId }),
    ...(toId === undefined ? {} : { toId }),
  }
}

/** How a link file is opened so that its commit fails when what has passed was not what the claim says. */
export function heldAgainst(claim: Claim | null | undefined): Pick<LinkFileOptions, 'mustAgree'> {
  return claim === null || claim === undefined || claim.mustReadFirst
    ? {}
    : { mustAgree: { path: claim.path, manifest: claim.manifest } }
}

import { AppError } from '../../../shared/errors.ts'
import { scanDiffV1 } from '../codec/diffV1Scan.ts'
import { scanImageV2 } from '../codec/imageV2Scan.ts'
import type { RecordTable } from '../codec/recordTable.ts'
import type { RandomAccess } from '../delta.ts'
import { type FileSource, openFileSource } from '../io/fileSource.ts'
import type { DamageByFile } from '../library/damage.ts'
import type { ImageIndex, Link } from '../library/types.ts'
import { hashFile } from '../manifest/hashFile.ts'
import type { OpContext } from './context.ts'

/** A link file that cannot be read, and the links in it. */
export interface BadFile {
  readonly file: string
  readonly links: readonly Link[]
  readonly fileBytes: number
  readonly digest: string | undefined
  /** How a sentence goes on that names it. */
  readonly state: 'is missing' | 'is damaged'
}

/** The link files of an image that are missing, of another length, or known to be damaged, in the order of the chain. */
export function badFiles(
  index: ImageIndex,
  { missing, damage }: { readonly missing: ReadonlySet<string>; readonly damage: DamageByFile },
): readonly BadFile[] {
  const files = new Map<string, BadFile>()
  for (const link of index.links) {
    const { file, fileBytes, digest } = link
    if (!missing.has(file) && !damage.has(file)) continue
    const links = [...(files.get(file)?.links ?? []), link]
    files.set(file, { file, links, fileBytes, digest, state: missing.has(file) ? 'is missing' : 'is damaged' })
  }
  return [...files.values()]
}

/** Which of the files given could be the copy of a link file: those of its length. */
export interface Candidates {
  readonly bad: BadFile
  readonly paths: readonly string[]
}

/** Sorts copies by what they could be of. @throws AppError E_FILE_NOT_FOUND and the like for a path that cannot be read. */
export async function candidatesFor(
  bad: readonly BadFile[],
  paths: readonly string[],
  context: OpContext,
): Promise<readonly Candidates[]> {
  const lengths = new Map<string, number>()
  for (const path of new Set(paths)) {
    const source = await openFileSource(path, { meter: context.meter })
    lengths.set(path, source.sizeBytes)
    await source.close()
  }
  return bad.map((one) => ({
    bad: one,
    paths: [...lengths].filter(([, bytes]) => bytes === one.fileBytes).map(([path]) => path),
  }))
}

/**
 * Opens the one of some files that is the copy of a link file: by its digest, where that is known; else by its structure, which must be whole
 * and say all that the index says of the links in it. The caller closes it.
 *
 * @throws AppError E_MEND_NO_COPY with what speaks against the last of them
 */
export async function openCopy({ bad, paths }: Candidates, context: OpContext): Promise<FileSource> {
  let reason = noneGiven(bad)
  for (const path of paths) {
    const source = await openFileSource(path, { meter: context.meter })
    let refusal: string | null = 'it could not be read'
    try {
      // The digest of the only one there is is computed as it is copied.
      refusal = bad.digest === undefined ? await otherStructure(bad, source, context) : null
      if (bad.digest !== undefined && paths.length > 1) {
        const { digest } = await hashFile(source, { signal: context.signal })
        refusal = digest === bad.digest ? null : `its digest is ${digest}`
      }
    } finally {
      if (refusal !== null) await source.close()
    }
    if (refusal === null) return source
    reason = `${path} has the length of ${bad.file}, which ${bad.state}, but it is not proven to be a copy of it: ${refusal}`
  }
  throw noCopy(reason, bad)
}

/** The sentence for a link file none of the files given could be a copy of. */
export function noneGiven({ file, fileBytes, state }: BadFile): string {
  return `None of the files given is a copy of ${file}, which ${state}: none has ${fileBytes} bytes`
}

/** E_MEND_NO_COPY for a link file. */
export function noCopy(sentence: string, { file, fileBytes, digest }: BadFile): AppError {
  return new AppError('E_MEND_NO_COPY', sentence, {
    detail: { file, expectedBytes: fileBytes, digest: digest ?? null },
  })
}

/** Why a file without a known digest is not, or cannot be shown to be, the one that holds these links; null: it is. */
async function otherStructure({ links }: BadFile, file: RandomAccess, { signal }: OpContext): Promise<string | null> {
  try {
    const [first] = links
    if (first === undefined || first.kind === 'raw') return 'a raw image has no structure, and its digest is not known'
    if (first.kind !== 'v2') {
      const { header, records, findings } = await scanDiffV1(file, { signal })
      if (findings.length > 0) return 'there is something in it that no diff has'
      if (header.sizeBytes !== null && header.sizeBytes !== first.sizeBytes) return 'it ends at another size'
      return isOf(first, records) ? null : 'it has other records'
    }
    const { diffs } = await scanImageV2(file, { signal })
    const isSame = links.every((link) => {
      const diff = diffs[link.part]
      return diff !== undefined && isOf(link, diff.records)
    })
    return isSame ? null : 'its diffs have other records'
  } catch (error) {
    if (error instanceof AppError && error.code.startsWith('E_STREAM_')) return error.message
    throw error
  }
}

function isOf(link: Link, { count, dataBytes, zeroBytes }: RecordTable): boolean {
  return link.records === count && link.dataBytes === dataBytes && link.zeroBytes === zeroBytes
}

import { randomInt } from 'node:crypto'
import { isAppError } from '../../../shared/errors.ts'
import type { FileInspection } from '../../../shared/inspection.ts'
import type { VerifiedFile, VerifyProblem } from '../../../shared/jobs.ts'
import { type FileSource, openFileSource } from '../io/fileSource.ts'
import { stat } from '../io/fs.ts'
import type { FileDigests } from '../manifest/blocks.ts'
import { checkBlocks } from '../manifest/checkBlocks.ts'
import { hashFile } from '../manifest/hashFile.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { readManifest } from '../manifest/manifestFile.ts'
import { ForeignTest } from './foreign.ts'
import { inspectFile } from './inspect.ts'
import type { OpContext } from './context.ts'

/** A file to be verified. `known`: what the index of a library says of it. */
export interface VerifyItem {
  readonly path: string
  readonly known?: { readonly digest: string | undefined; readonly fileBytes: number } | undefined
}

export interface VerifyFileOptions {
  /** How many of the blocks are looked at, chosen at random. */
  readonly percent: number
  readonly context: Pick<OpContext, 'meter' | 'signal'>
  /** Bytes whose digests were computed. */
  readonly onProgress: (checkedBytes: number) => void
}

/** What was found of one file. */
export interface FileVerdict {
  readonly file: VerifiedFile
  readonly problems: readonly VerifyProblem[]
  /** The digest it was proven to have; null where none was, or not all of it. */
  readonly digest: string | null
}

/** A manifest beside a file: there, not there, or broken. */
export type BesideManifest = Manifest | null | { readonly broken: VerifyProblem }

/** Reads the manifest beside a file; what is wrong with it is a problem of the file. */
export async function manifestBeside(path: string): Promise<BesideManifest> {
  try {
    return await readManifest(path)
  } catch (error) {
    if (!isAppError(error)) throw error
    return { broken: { path, kind: 'manifest', message: error.message, offset: null, length: null } }
  }
}

/**
 * Verifies one file: by its manifest's digests, or the one digest an index knows; else by its structure. Nothing that is wrong with the
 * file is thrown.
 */
export async function verifyFile(
  item: VerifyItem,
  beside: BesideManifest,
  options: VerifyFileOptions,
): Promise<FileVerdict> {
  const { path, known } = item
  let file: FileSource
  try {
    file = await openFileSource(path, { meter: options.context.meter })
  } catch (error) {
    if (!isAppError(error)) throw error
    const missing: VerifyProblem = { path, kind: 'missing', message: error.message, offset: null, length: null }
    return verdict({ path, proof: 'structure', fileBytes: 0, checkedBytes: 0 }, [missing])
  }
  try {
    if (beside !== null && 'broken' in beside) return await withoutManifest(item, file, options, [beside.broken])
    if (beside === null) return await withoutManifest(item, file, options, [])
    if (known?.digest !== undefined && known.digest !== beside.file.digest) {
      const message = `${path} has the manifest of another file than the one that belongs here`
      const foreign: VerifyProblem = { path, kind: 'foreign', message, offset: null, length: null }
      return verdict({ path, proof: 'digests', fileBytes: file.sizeBytes, checkedBytes: 0 }, [foreign])
    }
    return await withManifest(path, file, beside, options)
  } finally {
    await file.close()
  }
}

function verdict(
  file: Omit<VerifiedFile, 'ok'>,
  problems: readonly VerifyProblem[],
  digest: string | null = null,
): FileVerdict {
  return { file: { ...file, ok: problems.length === 0 }, problems, digest: problems.length === 0 ? digest : null }
}

async function withManifest(
  path: string,
  file: FileSource,
  manifest: Manifest,
  { percent, context, onProgress }: VerifyFileOptions,
): Promise<FileVerdict> {
  const { file: expected } = manifest
  const fileBytes = file.sizeBytes
  const isHole = (await stat(path)).blocks === 0 && fileBytes > 0
  // Of a file that is cut, the blocks that are still whole say whether the rest is as it was.
  const whole = Math.min(expected.blocks.length, Math.floor(fileBytes / expected.blockBytes))
  const count = fileBytes >= expected.lengthBytes ? expected.blocks.length : whole
  const numbers = sampleOf(count, percent)
  const { signal } = context
  const checked = await checkBlocks(file, expected, { signal, numbers, isHole, onProgress })
  const head = { path, proof: 'digests' as const, fileBytes, checkedBytes: checked.checkedBytes }
  const isPartial = numbers.length < expected.blocks.length
  const isRight = fileBytes === expected.lengthBytes && checked.badBlocks === 0
  // What the chosen blocks do not show, the heads may.
  const inspection = isRight && !isPartial ? null : await inspectFile(path, context)
  const foreign = inspection === null ? null : new ForeignTest(manifest, file, inspection).sentence(checked, numbers)
  if (foreign !== null) {
    return verdict(head, [{ path, kind: 'foreign', message: `${path} ${foreign}`, offset: null, length: null }])
  }
  const problems: VerifyProblem[] = lengthProblems(path, fileBytes, expected)
  for (const { offset, length } of checked.bad) {
    const message = `${path} has bytes that are not what they were, among the ${length} at byte ${offset}`
    problems.push({ path, kind: 'flipped', message, offset, length })
  }
  if (problems.length === 0 && inspection !== null) problems.push(...structureProblems(path, inspection))
  return verdict(head, problems, expected.digest)
}

function lengthProblems(path: string, fileBytes: number, { lengthBytes }: FileDigests): VerifyProblem[] {
  if (fileBytes === lengthBytes) return []
  const isCut = fileBytes < lengthBytes
  const by = Math.abs(fileBytes - lengthBytes)
  return [
    {
      path,
      kind: isCut ? 'cut' : 'longer',
      message: isCut
        ? `${path} ends at byte ${fileBytes}; the last ${by} of its bytes are gone`
        : `${path} has ${by} bytes behind its end at byte ${lengthBytes}`,
      offset: Math.min(fileBytes, lengthBytes),
      length: by,
    },
  ]
}

async function withoutManifest(
  { path, known }: VerifyItem,
  file: FileSource,
  { context, onProgress }: VerifyFileOptions,
  before: readonly VerifyProblem[],
): Promise<FileVerdict> {
  const fileBytes = file.sizeBytes
  const inspection = await inspectFile(path, context)
  if (known?.digest === undefined) {
    const problems = [...before, ...structureProblems(path, inspection)]
    return verdict({ path, proof: 'structure', fileBytes, checkedBytes: 0 }, problems)
  }
  // The index knows the digest of the whole, so every bit can be proven; only where a wrong one is cannot be said.
  const head = { path, proof: 'digests' as const, fileBytes }
  if (fileBytes !== known.fileBytes) {
    const expected = { lengthBytes: known.fileBytes } as FileDigests
    return verdict({ ...head, checkedBytes: 0 }, [...before, ...lengthProblems(path, fileBytes, expected)])
  }
  const { digest } = await hashFile(file, { signal: context.signal, onProgress })
  if (digest === known.digest) return verdict({ ...head, checkedBytes: fileBytes }, before, digest)
  const message = `${path} is not what it was; without its manifest nobody can say where`
  const flipped: VerifyProblem = { path, kind: 'flipped', message, offset: 0, length: fileBytes }
  return verdict({ ...head, checkedBytes: fileBytes }, [...before, flipped, ...structureProblems(path, inspection)])
}

/** What is wrong with a file by its structure alone. */
export function structureProblems(path: string, { problem, findings, packing }: FileInspection): VerifyProblem[] {
  if (problem !== null) {
    const offset = packing === undefined ? offsetIn(problem) : null
    const kind = kindOf(problem)
    return [{ path, kind, message: withPath(problem.message, path), offset, length: null }]
  }
  return findings.flatMap((finding): VerifyProblem[] => {
    const unknownAt = /^unknown tag at byte (\d+)$/.exec(finding)?.[1]
    if (unknownAt !== undefined) {
      const message = `${path} has a record of unknown kind at byte ${unknownAt}: what it holds is not known, and everything passes it over`
      return [{ path, kind: 'structure', message, offset: Number(unknownAt), length: null }]
    }
    const at = /^trailing bytes at byte (\d+)$/.exec(finding)?.[1]
    if (at === undefined) return []
    return [{ path, kind: 'longer', message: `${path} goes on behind its end mark`, offset: Number(at), length: null }]
  })
}

type Problem = NonNullable<FileInspection['problem']>

function kindOf({ code }: Problem): VerifyProblem['kind'] {
  if (code === 'E_STREAM_TRUNCATED') return 'cut'
  return code.startsWith('E_FILE_') && code !== 'E_FILE_EMPTY' ? 'missing' : 'structure'
}

function offsetIn({ detail }: Problem): number | null {
  const offset = detail?.['offset']
  return typeof offset === 'number' ? offset : null
}

function withPath(message: string, path: string): string {
  return message.includes(path) ? message : `${path}: ${message}`
}

/** Blocks of a file chosen at random, spread over all of it: one from each of as many equal stretches. */
export function sampleOf(count: number, percent: number): readonly number[] {
  if (percent >= 100) return Array.from({ length: count }, (_, number) => number)
  const chosen = Math.ceil((count * percent) / 100)
  return Array.from({ length: chosen }, (_, at) => {
    const begin = Math.floor((at * count) / chosen)
    return randomInt(begin, Math.floor(((at + 1) * count) / chosen))
  })
}

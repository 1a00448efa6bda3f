import { AppError } from '../../../shared/errors.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import type { JobReport, JobRequest } from '../../../shared/jobs.ts'
import type { ImageIndex, Transaction } from '../library/types.ts'
import { headSizeBytes, type NewLink, withLink } from '../library/chain.ts'
import { imageFacts } from '../library/imageOptions.ts'
import { appendWarnings, checkAppends } from './append.ts'
import { checkInputs } from './checkInputs.ts'
import { type Claim, claimOf, type FoundFile, heldAgainst, madeFrom } from './claim.ts'
import { type OpContext, type Plan, type Prepared, STANDARD_STREAM } from './context.ts'
import { readChunks } from './copyRange.ts'
import { closeDiffFiles, type DiffFile, openDiffFiles } from './diffFiles.ts'
import { prepareStreamedImportDiff } from './importStream.ts'
import { writeChunks } from './output.ts'
import { called, libraryRef } from './refs.ts'

/**
 * Appends diffs, in order, to an image: all of them or none (FORMATS §6.4, DESIGN §4).
 *
 * What has a manifest is held against it as it passes; the index changes only when the last digest agreed.
 * @throws AppError E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND, E_LIBRARY_LOCKED, E_DIFF_*, E_FILE_*, E_STREAM_*, E_FORMAT_*, E_MANIFEST_*,
 *   E_CHAIN_WRONG_PARENT
 */
export async function prepareImportDiff(
  request: Extract<JobRequest, { kind: 'import-diff' }>,
  context: OpContext,
): Promise<Prepared> {
  const ref = libraryRef(request.target)
  const index = await context.library.readImage(ref)
  if (request.paths.length === 1 && request.paths[0] === STANDARD_STREAM) {
    return prepareStreamedImportDiff(request.target, request.overlay, context)
  }
  return prepareFiles(request.paths, {
    index,
    overlay: request.overlay,
    target: request.target,
    context,
    begin: () =>
      context.library.begin(ref, { what: `import-diff into ${called(request.target)}`, signal: context.signal }),
  })
}

/** Makes a new image of a chain of diffs, the first of them from nothing; nothing is listed before all are in. */
export async function prepareImportDiffs(
  request: Extract<JobRequest, { kind: 'import' }>,
  context: OpContext,
): Promise<Prepared> {
  const ref = libraryRef(request.target)
  await context.library.checkNewImage(ref)
  const facts = imageFacts(request.image ?? {})
  return prepareFiles(request.paths, {
    index: null,
    overlay: false,
    target: request.target,
    context,
    begin: () =>
      context.library.begin(ref, {
        what: `import of ${called(request.target)}`,
        create: facts,
        signal: context.signal,
      }),
  })
}

/** Where diffs are appended, and how. */
interface AppendTarget {
  readonly begin: () => Promise<Transaction>
  /** The image as it stands now; null for one that is to be made. */
  readonly index: ImageIndex | null
  readonly overlay: boolean
  readonly target: ImageRef
  readonly context: OpContext
}

/** Reads the heads of all files, makes the checks and the plan; when one of them fails, nothing stays open. */
async function prepareFiles(paths: readonly string[], into: AppendTarget): Promise<Prepared> {
  const { index, overlay } = into
  const { library, meter, signal, onProgress } = into.context
  // What is packed is unpacked on the disk that the links will lie on.
  const files = await openDiffFiles(paths, { meter, signal, onProgress, spillFolder: library.folder })
  try {
    const claims: (Claim | null)[] = []
    for (const [number, file] of files.entries()) claims.push(await claimOf(foundFile(paths[number] ?? '', file)))
    const added = files.map((file, number) => newLinkOf(file, claims[number]))
    if (index === null) checkFromNothing(added, paths)
    checkAppends(index ?? emptyIndex, added, overlay, claims)
    return {
      plan: { ...appendPlan(index, added), ...spillOf(files) },
      run: () => appendFiles(files, { ...into, added, claims }),
      close: () => closeDiffFiles(files),
    }
  } catch (error) {
    await closeDiffFiles(files)
    throw error
  }
}

function checkFromNothing([first]: readonly NewLink[], paths: readonly string[]): void {
  if (first === undefined || first.header.from === null) return
  throw new AppError(
    'E_DIFF_START_SNAPSHOT_MISSING',
    `A new image begins from nothing, but ${paths[0]} begins at a snapshot`,
    {
      hint: 'Put the full export, or the diff that begins from nothing, first',
    },
  )
}

/** Of packed files, what is held unpacked. */
function spillOf(files: readonly DiffFile[]): Pick<Plan, 'spillBytes'> {
  const spillBytes = files.reduce((total, file) => total + file.spillBytes, 0)
  return spillBytes > 0 ? { spillBytes } : {}
}

/** A chain without links: what the checks of a new image start from. */
const emptyIndex: ImageIndex = {
  version: 1,
  generation: 0,
  id: '',
  name: new Uint8Array(0),
  namespace: '',
  order: 22,
  features: 61,
  stripeUnit: 0,
  stripeCount: 0,
  v2Dialect: null,
  meta: [],
  createdAt: '',
  nextLink: 1,
  nextSnapshotId: 1,
  links: [],
  snapshots: [],
}

function foundFile(path: string, { header, fileBytes, file, endPosition }: DiffFile): FoundFile {
  return { path, header, fileBytes, isCopied: file.sizeBytes === fileBytes && endPosition === fileBytes }
}

function newLinkOf(diff: DiffFile, claim: Claim | null | undefined): NewLink {
  const { header, records, endPosition } = diff
  return {
    kind: 'diff',
    header,
    fileBytes: endPosition,
    dataBytes: records.dataBytes,
    zeroBytes: records.zeroBytes,
    records: records.count,
    madeFrom: madeFrom(claim),
  }
}

function sum(added: readonly NewLink[], of: (link: NewLink) => number): number {
  return added.reduce((total, link) => total + of(link), 0)
}

function appendPlan(index: ImageIndex | null, added: readonly NewLink[]): Plan {
  const bytes = sum(added, (link) => link.fileBytes)
  return {
    outputBytes: bytes,
    readBytes: bytes,
    dataBytes: sum(added, (link) => link.dataBytes),
    zeroBytes: sum(added, (link) => link.zeroBytes),
    records: sum(added, (link) => link.records),
    sizeBytes: added.at(-1)?.header.sizeBytes ?? (index === null ? 0 : headSizeBytes(index)),
    checks: [
      { label: 'Records ascend, none overlaps, end records are present', state: 'ok' },
      {
        label:
          index === null
            ? 'The diffs follow each other from nothing'
            : 'The image stands where the first diff begins, and lacks what they bring',
        state: 'ok',
      },
    ],
    warnings: appendWarnings(index, added),
  }
}

/** Copies files that were checked into links, checks once more under the lock, and commits them as one change. */
async function appendFiles(
  files: readonly DiffFile[],
  into: AppendTarget & { readonly added: readonly NewLink[]; readonly claims: readonly (Claim | null)[] },
): Promise<JobReport> {
  const { context, added, claims } = into
  const totalBytes = sum(added, (link) => link.fileBytes)
  await checkInputs(
    claims.flatMap((claim) => (claim?.mustReadFirst === true ? [claim.path] : [])),
    context,
  )
  const transaction = await into.begin()
  try {
    checkAppends(transaction.index, added, into.overlay, claims)
    const warnings = appendWarnings(transaction.index.links.length === 0 ? null : transaction.index, added)
    let index = transaction.index
    let before = 0
    for (const [number, { file }] of files.entries()) {
      const link = added[number] as NewLink
      const output = await transaction.newLinkFile('diff', {
        meter: context.meter,
        expectedBytes: link.fileBytes,
        ...heldAgainst(claims[number]),
      })
      const offset = before
      const shifted: OpContext = {
        ...context,
        onProgress: (progress) =>
          context.onProgress({ ...progress, doneBytes: offset + progress.doneBytes, totalBytes }),
      }
      await writeChunks(readChunks(file, link.fileBytes, context), output, shifted, totalBytes)
      before += link.fileBytes
      index = withLink(index, link, output.file, new Date().toISOString())
    }
    context.onProgress({ phase: 'finishing', doneBytes: totalBytes, totalBytes })
    await transaction.commit(index)
    return {
      readBytes: context.meter.readBytes,
      writtenBytes: context.meter.writtenBytes,
      dataBytes: sum(added, (link) => link.dataBytes),
      zeroBytes: sum(added, (link) => link.zeroBytes),
      records: sum(added, (link) => link.records),
      sizeBytes: headSizeBytes(index),
      path: null,
      target: into.target,
      warnings: [...warnings],
    }
  } finally {
    await transaction.abort()
  }
}

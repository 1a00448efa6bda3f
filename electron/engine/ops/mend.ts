import { isAppError } from '../../../shared/errors.ts'
import type { JobReport, JobRequest } from '../../../shared/jobs.ts'
import type { FileSource } from '../io/fileSource.ts'
import { headSizeBytes } from '../library/chain.ts'
import type { ImageIndex, LibraryRef, LinkFile, Transaction } from '../library/types.ts'
import { VerifiedTimes } from '../manifest/verifiedTimes.ts'
import type { OpContext, Plan, Prepared } from './context.ts'
import { readChunks } from './copyRange.ts'
import { giveUpPlan, restOf, type Wreck } from './giveUp.ts'
import { badFiles, type BadFile, type Candidates, candidatesFor, noCopy, noneGiven, openCopy } from './mendCopies.ts'
import { prepareMendIndex } from './mendIndex.ts'
import { called, libraryRef } from './refs.ts'

type MendRequest = Extract<JobRequest, { kind: 'mend' }>

/**
 * Puts link files that are missing or damaged back from copies: each as a new link file that takes the place of the bad one in the chain, all
 * of them as one change of the image, so that the rules of every change hold. Only what is proven to be a copy is taken. The damaged files go to the trash.
 * With `giveUp` the links from the first bad one on go instead, and the points on them. With `index` a lost index is rebuilt.
 *
 * @throws AppError E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND, E_LIBRARY_LOCKED; E_MEND_NO_COPY; to give up, E_SNAPSHOT_PROTECTED for a point
 *   that would go, E_LIBRARY_CHAIN_GAP where nothing would be left
 */
export async function prepareMend(request: MendRequest, context: OpContext): Promise<Prepared> {
  const ref = libraryRef(request.target)
  const close = (): Promise<void> => Promise.resolve()
  if (request.index !== undefined) return prepareMendIndex(request, request.index, context)
  if (request.giveUp === true) {
    const plan = giveUpPlan(request, await lookAt(ref, context))
    return {
      plan,
      run: () => inTransaction(request, context, (transaction) => giveUp(request, transaction, context)),
      close,
    }
  }
  const { bad, index } = await lookAt(ref, context)
  const plan = mendPlan(await workOf(bad, request, context), request, index)
  return {
    plan,
    run: () => inTransaction(request, context, (transaction) => putBack(request, transaction, context)),
    close,
  }
}

interface Look extends Wreck {
  readonly folder: string
}

async function lookAt(ref: LibraryRef, { library }: OpContext): Promise<Look> {
  const { entry, missing, damage, folder } = await library.inspectImage(ref)
  if (entry.index === null) throw new Error('an image was inspected that has no index')
  return { index: entry.index, bad: badFiles(entry.index, { missing, damage }), folder }
}

async function inTransaction(
  request: MendRequest,
  context: OpContext,
  work: (transaction: Transaction) => Promise<Plan>,
): Promise<JobReport> {
  const what = `mend of ${called(request.target)}`
  const transaction = await context.library.begin(libraryRef(request.target), { what, signal: context.signal })
  try {
    const { dataBytes, zeroBytes, records, sizeBytes, warnings } = await work(transaction)
    return {
      readBytes: context.meter.readBytes,
      writtenBytes: context.meter.writtenBytes,
      dataBytes,
      zeroBytes,
      records,
      sizeBytes,
      path: null,
      target: request.target,
      warnings: [...warnings],
    }
  } finally {
    await transaction.abort()
  }
}

/** What is put back from what, and what stays bad. */
interface Work {
  readonly puts: readonly Candidates[]
  readonly left: readonly BadFile[]
  /** Paths that are a copy of nothing that is bad. */
  readonly unused: readonly string[]
}

async function workOf(bad: readonly BadFile[], { paths }: MendRequest, context: OpContext): Promise<Work> {
  const all = await candidatesFor(bad, paths, context)
  const puts = all.filter((candidates) => candidates.paths.length > 0)
  const left = all.filter((candidates) => candidates.paths.length === 0).map((candidates) => candidates.bad)
  const [first] = left
  if (first !== undefined && puts.length === 0) throw noCopy(noneGiven(first), first)
  // Where a digest is known, it is told only by reading the copy whole; a structure is looked at now.
  for (const candidates of puts) {
    if (candidates.bad.digest === undefined) await (await openCopy(candidates, context)).close()
  }
  const used = new Set(puts.flatMap((candidates) => candidates.paths))
  return { puts, left, unused: paths.filter((path) => !used.has(path)) }
}

function mendPlan({ puts, left, unused }: Work, request: MendRequest, index: ImageIndex): Plan {
  const links = puts.flatMap(({ bad }) => bad.links)
  const bytes = sum(puts, ({ bad }) => bad.fileBytes)
  const nothing = puts.length + left.length === 0
  return {
    outputBytes: bytes,
    readBytes: bytes,
    ...countsOf(links),
    sizeBytes: headSizeBytes(index),
    checks: puts.map(({ bad, paths }) => ({ label: checkOf(bad, paths), state: 'ok' as const })),
    warnings: [
      ...(nothing
        ? [`No file of ${called(request.target)} is missing or known to be damaged, so there is nothing to mend`]
        : []),
      ...left.map(({ file, state }) => `${file} ${state}, and no copy of it was given`),
      ...(nothing ? [] : unused.map((path) => `${path} is a copy of nothing that is missing or damaged`)),
    ],
    reads: puts.map(({ bad, paths }) => ({ called: paths[0] ?? '', bytes: bad.fileBytes })),
    writes: puts.map(({ bad }) => ({ called: `${called(request.target)}: ${bad.file}`, bytes: bad.fileBytes })),
    drops: [],
  }
}

function checkOf({ file, digest }: BadFile, [path, ...more]: readonly string[]): string {
  if (digest === undefined) return `${path} has the structure of ${file}`
  const which = more.length === 0 ? path : `${path}, or another of ${more.length + 1} of its length,`
  return `${which} has the length of ${file}; its digest is proven as it is put back`
}

async function putBack(request: MendRequest, transaction: Transaction, context: OpContext): Promise<Plan> {
  const { index } = transaction
  // Under the lock: what is bad now.
  const { bad, folder } = await lookAt(transaction.ref, context)
  const work = await workOf(bad, request, context)
  const plan = mendPlan(work, request, index)
  if (work.puts.length === 0) return plan
  const newFiles = new Map<string, string>()
  const totalBytes = plan.outputBytes
  let doneBytes = 0
  for (const candidates of work.puts) {
    const { file, fileBytes, digest, links } = candidates.bad
    const source = await openCopy(candidates, context)
    try {
      const output = await transaction.newLinkFile(links[0]?.kind ?? 'diff', {
        meter: context.meter,
        expectedBytes: fileBytes,
        ...(digest === undefined ? {} : { mustBe: { digest, file, path: source.path } }),
      })
      const before = doneBytes
      await copyInto(source, output, context, (bytes) =>
        context.onProgress({ phase: 'copying', doneBytes: before + bytes, totalBytes }),
      )
      newFiles.set(file, output.file)
      doneBytes += fileBytes
    } finally {
      await source.close()
    }
  }
  context.onProgress({ phase: 'finishing', doneBytes, totalBytes })
  const links = index.links.map((link) => ({ ...link, file: newFiles.get(link.file) ?? link.file }))
  const written = await transaction.commit({ ...index, links })
  await remember(written, new Set(newFiles.values()), { folder, ref: transaction.ref }, context)
  return plan
}

const ZEROS = Buffer.alloc(65536)

/** Copies a file; runs of zeros become holes. */
async function copyInto(
  source: FileSource,
  output: LinkFile,
  context: OpContext,
  onProgress: (doneBytes: number) => void,
): Promise<void> {
  let position = 0
  for await (const chunk of readChunks(source, source.sizeBytes, context)) {
    for (let at = 0; at < chunk.length; at += ZEROS.length) {
      const piece = chunk.subarray(at, at + ZEROS.length)
      if (ZEROS.compare(piece, 0, piece.length, 0, piece.length) !== 0) await output.writeAt(position + at, piece)
    }
    position += chunk.length
    onProgress(position)
  }
  await output.truncate(position)
}

/** The mended files were just proven, and what was known of the bad ones is over. It decides nothing, so a failure is none of the job's. */
async function remember(
  index: ImageIndex,
  files: ReadonlySet<string>,
  { folder, ref }: { readonly folder: string; readonly ref: LibraryRef },
  { library }: OpContext,
): Promise<void> {
  try {
    await library.noteDamage(ref, new Map())
    const times = await VerifiedTimes.open(folder)
    for (const { file, digest } of index.links) {
      if (files.has(file) && digest !== undefined) times.note(`links/${file}`, { percent: 100, digest })
    }
    await times.save()
  } catch (error) {
    if (!isAppError(error)) throw error
  }
}

async function giveUp(request: MendRequest, transaction: Transaction, context: OpContext): Promise<Plan> {
  const { index } = transaction
  const look = { index, bad: (await lookAt(transaction.ref, context)).bad }
  const rest = restOf(request, look)
  if (rest !== null) {
    const written = await transaction.commit(rest.next)
    const { folder } = await context.library.inspectImage(transaction.ref)
    await remember(written, new Set(), { folder, ref: transaction.ref }, context)
  }
  return giveUpPlan(request, look)
}

function countsOf(links: BadFile['links']): Pick<Plan, 'dataBytes' | 'zeroBytes' | 'records'> {
  return {
    dataBytes: sum(links, ({ dataBytes }) => dataBytes),
    zeroBytes: sum(links, ({ zeroBytes }) => zeroBytes),
    records: sum(links, ({ records }) => records),
  }
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}

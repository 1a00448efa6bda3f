import { basename, join, resolve } from 'node:path'
import { isAppError } from '../../../shared/errors.ts'
import type { FileInspection } from '../../../shared/inspection.ts'
import type { JobReport, JobRequest, VerifiedFile, VerifyProblem } from '../../../shared/jobs.ts'
import { stat } from '../io/fs.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { VerifiedTimes } from '../manifest/verifiedTimes.ts'
import { type OpContext, type Prepared, UNKNOWN_PLAN } from './context.ts'
import { exportsIn } from './folderFiles.ts'
import { inspectFile } from './inspect.ts'
import { libraryRef } from './refs.ts'
import { verifyChains, wrongParent } from './verifyChain.ts'
import { manifestBeside, verifyFile, type VerifyItem } from './verifyFile.ts'

type VerifyRequest = Extract<JobRequest, { kind: 'verify' }>

/** The files that are verified, and how they stand to each other. */
interface Work {
  readonly items: readonly VerifyItem[]
  /** Key of a file in the list of times, and the folder of that list; null: nothing is remembered. */
  readonly keyOf: (item: VerifyItem) => string
  readonly timesFolder: string | null
  /** Remembers what is wrong with the files that were looked at (null: nothing), where there is a place for that. */
  readonly noteDamage: ((found: ReadonlyMap<string, VerifyProblem | null>) => Promise<void>) | null
  /** Problems that only show between files. */
  readonly between: (manifests: ReadonlyMap<string, Manifest>) => Promise<readonly VerifyProblem[]>
}

/** A list in a report has so many entries; what is beyond is counted only. */
const LISTED_MAX = 1000

/**
 * Verifies files, a folder or an image of the library: every bit where digests are known, else the structure; and whether files continue
 * each other. Nothing is written but when that was. Damage is no failure of the job: it is in the report.
 *
 * @throws AppError E_FILE_NOT_FOUND for the folder, E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND, E_LIBRARY_DAMAGED
 */
export async function prepareVerify(request: VerifyRequest, context: OpContext): Promise<Prepared> {
  const work = await workOf(request.what, context)
  const percent = request.percent ?? 100
  const sizes = await Promise.all(work.items.map(({ path }) => sizeOf(path)))
  const totalBytes = sizes.reduce((sum, size) => sum + size, 0)
  return {
    plan: {
      ...UNKNOWN_PLAN,
      outputBytes: 0,
      readBytes: Math.round((totalBytes * percent) / 100),
      checks: [{ label: `${work.items.length} files are looked at, and nothing is changed`, state: 'ok' }],
      reads: work.items.map(({ path }, number) => ({ called: path, bytes: sizes[number] ?? 0 })),
    },
    run: () => run(work, request, { percent, totalBytes }, context),
    close: () => Promise.resolve(),
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (stats) => (stats.isFile() ? stats.size : 0),
    () => 0,
  )
}

async function run(
  work: Work,
  request: VerifyRequest,
  { percent, totalBytes }: { readonly percent: number; readonly totalBytes: number },
  context: OpContext,
): Promise<JobReport> {
  const { meter, signal, onProgress } = context
  const times = await VerifiedTimes.open(work.timesFolder)
  const files: VerifiedFile[] = []
  const problems: VerifyProblem[] = []
  const manifests = new Map<string, Manifest>()
  let doneBytes = 0
  for (const item of work.items) {
    signal.throwIfAborted()
    const beside = await manifestBeside(item.path)
    if (beside !== null && !('broken' in beside)) manifests.set(item.path, withoutBlocks(beside))
    const digest = item.known?.digest ?? (beside === null || 'broken' in beside ? undefined : beside.file.digest)
    const key = work.keyOf(item)
    if (digest !== undefined && !times.isDue(key, { digest, percent, olderThanMs: request.olderThanMs })) {
      files.push({ path: item.path, proof: 'skipped', fileBytes: await sizeOf(item.path), checkedBytes: 0, ok: true })
      continue
    }
    const before = doneBytes
    const verdict = await verifyFile(item, beside, {
      percent,
      context: { meter, signal },
      onProgress: (bytes) =>
        onProgress({ phase: 'verifying', doneBytes: before + bytes, totalBytes: Math.max(totalBytes, before + bytes) }),
    })
    doneBytes += verdict.file.checkedBytes
    files.push(verdict.file)
    problems.push(...verdict.problems)
    // In a library another file may bring its own manifest, which proves nothing about the neighbours of the one that belongs here.
    if (item.known !== undefined && verdict.problems.some(({ kind }) => kind === 'foreign')) manifests.delete(item.path)
    times.note(key, verdict.digest === null ? null : { percent, digest: verdict.digest })
  }
  problems.push(...(await work.between(manifests)))
  const warnings: string[] = []
  try {
    await times.save()
    await work.noteDamage?.(damageFound(files, problems, percent))
  } catch (error) {
    if (!isAppError(error)) throw error
    warnings.push(`When this was verified could not be remembered: ${error.message}`)
  }
  const bad = new Set(problems.map(({ path }) => path))
  return {
    readBytes: meter.readBytes,
    writtenBytes: meter.writtenBytes,
    dataBytes: 0,
    zeroBytes: 0,
    records: 0,
    sizeBytes: 0,
    path: null,
    target: null,
    warnings,
    verification: {
      ok: problems.length === 0,
      fileCount: files.length,
      problemCount: problems.length,
      files: files.slice(0, LISTED_MAX).map((file) => ({ ...file, ok: !bad.has(file.path) })),
      problems: problems.slice(0, LISTED_MAX),
    },
  }
}

/**
 * What is wrong with each file that was looked at, null: nothing. A file of which only some blocks were read is not found good by that. What is missing
 * everybody sees without being told, and a bad manifest beside a good file spoils nothing that is read.
 */
function damageFound(
  files: readonly VerifiedFile[],
  problems: readonly VerifyProblem[],
  percent: number,
): ReadonlyMap<string, VerifyProblem | null> {
  const found = new Map<string, VerifyProblem | null>()
  for (const { path, proof } of files) {
    if (proof === 'structure' || (proof === 'digests' && percent >= 100)) found.set(path, null)
  }
  for (const problem of problems) {
    const isDamage = problem.kind !== 'missing' && problem.kind !== 'manifest'
    if (isDamage && (found.get(problem.path) ?? null) === null) found.set(problem.path, problem)
  }
  return found
}

/** What a comparison of neighbours needs of a manifest: of ten thousand files nobody holds all digests. */
function withoutBlocks(manifest: Manifest): Manifest {
  return { ...manifest, file: { ...manifest.file, blocks: [] } }
}

async function workOf(what: VerifyRequest['what'], context: OpContext): Promise<Work> {
  switch (what.kind) {
    case 'files':
      return looseWork(what.paths, { inspections: null, context })
    case 'folder': {
      const inspections = await exportsIn(what.path, context)
      const paths = inspections.map(({ path }) => path)
      return looseWork(paths, { inspections, context })
    }
    case 'image':
      return imageWork(what.image, context)
  }
}

/** `inspections`: of all files of a folder; null for files that were picked, which need not be all there is. */
function looseWork(
  paths: readonly string[],
  { inspections, context }: { readonly inspections: readonly FileInspection[] | null; readonly context: OpContext },
): Work {
  return {
    items: paths.map((path) => ({ path })),
    keyOf: ({ path }) => resolve(path),
    timesFolder: context.verifiedFolder ?? null,
    noteDamage: null,
    async between(manifests) {
      const manifestOf = (path: string): Manifest | null => manifests.get(path) ?? null
      if (inspections !== null) return verifyChains(inspections, { manifestOf, isAll: true })
      if (paths.length < 2) return []
      const files: FileInspection[] = []
      for (const path of paths) files.push(await inspectFile(path, context))
      return verifyChains(files, { manifestOf, isAll: false })
    },
  }
}

async function imageWork(
  image: Extract<VerifyRequest['what'], { kind: 'image' }>['image'],
  context: OpContext,
): Promise<Work> {
  const { folder, entry } = await context.library.inspectImage(libraryRef(image))
  // A link file may hold several deltas, and is verified once.
  const links = [...new Map((entry.index?.links ?? []).map((link) => [link.file, link])).values()]
  const pathOf = (file: string): string => join(folder, 'links', file)
  return {
    items: links.map(({ file, digest, fileBytes }) => ({ path: pathOf(file), known: { digest, fileBytes } })),
    keyOf: ({ path }) => `links/${basename(path)}`,
    timesFolder: folder,
    noteDamage: (found) =>
      context.library.noteDamage(
        libraryRef(image),
        new Map([...found].map(([path, problem]) => [basename(path), problem])),
      ),
    between(manifests) {
      // A fold may leave out links, and what stood behind them names them still; the index says what follows what.
      if (entry.index?.foldedBelowId !== undefined) return Promise.resolve([])
      return Promise.resolve(
        links.flatMap(({ file }, number): VerifyProblem[] => {
          const before = links[number - 1]
          const manifest = manifests.get(pathOf(file))
          if (before === undefined || manifest === undefined) return []
          const wrong = wrongParent(manifests.get(pathOf(before.file)) ?? null, manifest)
          if (wrong === null) return []
          const message = `${pathOf(file)} does not continue ${before.file}: ${wrong}`
          return [{ path: pathOf(file), kind: 'wrong-parent', message, offset: null, length: null }]
        }),
      )
    },
  }
}

import { AppError } from '../../../shared/errors.ts'
import type { FileInspection } from '../../../shared/inspection.ts'
import type { JobReport, JobRequest } from '../../../shared/jobs.ts'
import { type Name, nameToBytes } from '../../../shared/names.ts'
import { openFileSource } from '../io/fileSource.ts'
import { checkFree } from '../io/partFile.ts'
import type { DeltaFacts, ManifestFacts } from '../manifest/facts.ts'
import { hashFile } from '../manifest/hashFile.ts'
import { newManifest } from '../manifest/manifest.ts'
import { beginManifest, manifestPath, readManifest } from '../manifest/manifestFile.ts'
import { type OpContext, type Prepared, UNKNOWN_PLAN } from './context.ts'
import { inspectFile } from './inspect.ts'

/** A file that will get a manifest, or has one (`digest`). */
interface Described {
  readonly inspection: FileInspection
  readonly digest: string | null
}

/**
 * Writes manifests beside files of somebody else's that have none; a file that has one keeps it. The files follow each other as they are
 * given, so each names the one before it as its parent.
 *
 * @throws AppError for a file that cannot be used (its structure is broken); E_MANIFEST_INVALID for a broken manifest that is there;
 *   E_FILE_*
 */
export async function prepareManifests(
  { paths }: Extract<JobRequest, { kind: 'manifest' }>,
  context: OpContext,
): Promise<Prepared> {
  const files: Described[] = []
  for (const path of paths) files.push(await describe(path, context))
  const missing = files.filter(({ digest }) => digest === null)
  const readBytes = missing.reduce((sum, { inspection }) => sum + inspection.fileBytes, 0)
  const kept = files.length - missing.length
  return {
    plan: {
      ...UNKNOWN_PLAN,
      readBytes,
      checks: [{ label: 'What has no manifest yet is whole by its structure', state: 'ok' }],
      warnings: kept === 0 ? [] : [`${kept} of the files have a manifest and keep it`],
      reads: missing.map(({ inspection: { path, fileBytes } }) => ({ called: path, bytes: fileBytes })),
      writes: missing.map(({ inspection: { path } }) => ({ called: manifestPath(path), bytes: null })),
    },
    run: () => run(files, readBytes, context),
    close: () => Promise.resolve(),
  }
}

async function describe(path: string, context: OpContext): Promise<Described> {
  const inspection = await inspectFile(path, context)
  const { problem } = inspection
  if (problem !== null) {
    throw new AppError(problem.code as AppError['code'], problem.message, {
      hint: problem.hint,
      detail: { ...problem.detail, path },
    })
  }
  const manifest = await readManifest(path)
  if (manifest === null) await checkFree(manifestPath(path))
  return { inspection, digest: manifest?.file.digest ?? null }
}

async function run(files: readonly Described[], totalBytes: number, context: OpContext): Promise<JobReport> {
  const written: string[] = []
  let parent: string | null = null
  let before = 0
  for (const { inspection, digest } of files) {
    const { path, packing = 'none', fileBytes } = inspection
    if (digest !== null) {
      parent = digest
      continue
    }
    const file = await openFileSource(path, { meter: context.meter })
    try {
      const offset = before
      const digests = await hashFile(file, {
        signal: context.signal,
        onProgress: (done) => context.onProgress({ phase: 'verifying', doneBytes: offset + done, totalBytes }),
      })
      const manifest = newManifest(factsOf(inspection, parent), digests, packing)
      const part = await beginManifest(path, manifest, context.onPart)
      await part.commit()
      written.push(manifestPath(path))
      parent = digests.digest
    } finally {
      await file.close()
    }
    before += fileBytes
  }
  return {
    readBytes: context.meter.readBytes,
    writtenBytes: context.meter.writtenBytes,
    dataBytes: 0,
    zeroBytes: 0,
    records: 0,
    sizeBytes: 0,
    path: null,
    paths: written,
    target: null,
    warnings: [],
  }
}

function factsOf(file: FileInspection, parent: string | null): ManifestFacts {
  if (file.kind !== 'raw' && file.kind !== 'diff-v1' && file.kind !== 'image-v2')
    throw new Error(`a file of kind ${file.kind} was found to be whole`)
  return { kind: file.kind, deltas: deltasOf(file), source: null, parent }
}

/** What the heads say; of a raw file how much is data is not known before all of it is read. */
function deltasOf(file: FileInspection): readonly DeltaFacts[] {
  const { kind, from, to, sizeBytes, records, dataBytes, zeroBytes } = file
  if (kind === 'image-v2' || records === null || dataBytes === null || zeroBytes === null) return []
  return [{ header: { from: bytesOf(from), to: bytesOf(to), sizeBytes }, records, dataBytes, zeroBytes }]
}

const bytesOf = (name: Name | null): Uint8Array | null => (name === null ? null : nameToBytes(name))

import type { JobReport, JobRequest } from '../../../shared/jobs.ts'
import { apply } from '../algebra/apply.ts'
import { encodeRaw } from '../codec/raw.ts'
import type { DeltaHeader, DeltaReader } from '../delta.ts'
import type { ManifestFacts } from '../manifest/facts.ts'
import { type OpContext, type Prepared, STANDARD_STREAM } from './context.ts'
import { checkOutput, eachWritten, openOutput, openSparseOutput, type OutputWork } from './output.ts'
import { countStretch, readStretch, type Stretch } from './rangePlan.ts'
import { libraryPoint } from './refs.ts'

/**
 * Exports one point of an image as a raw file (FORMATS §2): sparse into a file, every byte to standard output.
 *
 * @throws AppError E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND, E_SNAPSHOT_NOT_FOUND, E_LIBRARY_CHAIN_GAP, E_FILE_EXISTS, E_FILE_NOT_FOUND …
 */
export async function prepareExportRaw(
  request: Extract<JobRequest, { kind: 'export' }>,
  context: OpContext,
): Promise<Prepared> {
  const { ref, snapshot } = libraryPoint(request.source)
  const range = await context.library.openRange(ref, null, snapshot, { signal: context.signal, meter: context.meter })
  const outputChecks = await checkOutput(request.path, request.output).catch(async (error: unknown) => {
    await range.close()
    throw error
  })
  const stretch: Stretch = { layers: range.layers, files: range.files, fromNothing: true }
  const totals = countStretch(stretch)
  const { sizeBytes } = range
  const toStream = request.path === STANDARD_STREAM
  const header: DeltaHeader = { from: null, to: null, sizeBytes }
  return {
    plan: {
      outputBytes: sizeBytes,
      readBytes: totals.dataBytes,
      dataBytes: totals.dataBytes,
      zeroBytes: sizeBytes - totals.dataBytes,
      records: totals.count,
      sizeBytes,
      checks: [{ label: 'Every file of the chain is there', state: 'ok' }, ...outputChecks],
      warnings: [],
    },
    async run(): Promise<JobReport> {
      const reader = readStretch(header, stretch)
      let digest: string | null = null
      try {
        const work: OutputWork = { path: request.path, options: request.output, expectedBytes: sizeBytes }
        if (toStream) {
          const output = await openOutput(work, context)
          await eachWritten(encodeRaw(reader, sizeBytes), output, context, sizeBytes)
        } else {
          const delta = { header, records: totals.count, dataBytes: totals.dataBytes, zeroBytes: totals.zeroBytes }
          const facts: ManifestFacts = { kind: 'raw', deltas: [delta], source: null, parent: null }
          digest = await writeSparse(work, reader, facts, totals.dataBytes, context)
        }
      } finally {
        await reader.close()
      }
      return {
        readBytes: context.meter.readBytes,
        writtenBytes: context.meter.writtenBytes,
        dataBytes: totals.dataBytes,
        zeroBytes: sizeBytes - totals.dataBytes,
        records: totals.count,
        sizeBytes,
        path: toStream ? null : request.path,
        target: null,
        warnings: [],
        ...(digest === null ? {} : { digest }),
      }
    },
    close: () => range.close(),
  }
}

/** Writes a delta from nothing as a sparse file with its manifest. Gives the digest. */
export async function writeSparse(
  work: OutputWork,
  reader: DeltaReader,
  facts: ManifestFacts,
  totalBytes: number,
  context: OpContext,
): Promise<string | null> {
  const output = await openSparseOutput(work, context)
  try {
    await apply(reader, output.target, {
      signal: context.signal,
      onProgress: (doneBytes) => context.onProgress({ phase: 'copying', doneBytes, totalBytes }),
    })
    context.onProgress({ phase: 'finishing', doneBytes: totalBytes, totalBytes })
    return await output.finish(facts)
  } finally {
    await output.abandon()
  }
}

import type { JobReport, JobRequest } from '../../../shared/jobs.ts'
import { apply } from '../algebra/apply.ts'
import { encodeRaw } from '../codec/raw.ts'
import type { DeltaHeader } from '../delta.ts'
import { sparseFileTarget } from '../io/sparseFile.ts'
import { type OpContext, type Prepared, STANDARD_STREAM } from './context.ts'
import { beginFile, checkOutput, eachWritten, openOutput } from './output.ts'
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
  const outputChecks = await checkOutput(request.path).catch(async (error: unknown) => {
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
      try {
        if (toStream) {
          const output = await openOutput(request.path, context)
          await eachWritten(encodeRaw(reader, sizeBytes), output, context, sizeBytes)
        } else {
          await writeSparse(request.path, reader, totals.dataBytes, context)
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
      }
    },
    close: () => range.close(),
  }
}

async function writeSparse(
  path: string,
  reader: ReturnType<typeof readStretch>,
  totalBytes: number,
  context: OpContext,
): Promise<void> {
  const part = await beginFile(path, context)
  try {
    const target = sparseFileTarget(part)
    await apply(reader, target, {
      signal: context.signal,
      onProgress: (doneBytes) => context.onProgress({ phase: 'copying', doneBytes, totalBytes }),
    })
    context.onProgress({ phase: 'finishing', doneBytes: totalBytes, totalBytes })
    await target.finish()
    await part.commit()
  } finally {
    await part.discard()
  }
}

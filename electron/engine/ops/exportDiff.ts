import type { JobReport, JobRequest, OutputOptions } from '../../../shared/jobs.ts'
import { nameToBytes } from '../../../shared/names.ts'
import { encodeDiffV1, encodedSizeBytes } from '../codec/diffV1Encode.ts'
import type { DeltaHeader } from '../delta.ts'
import { type OpContext, type Prepared, STANDARD_STREAM } from './context.ts'
import { checkOutput, openOutput, writeChunks } from './output.ts'
import { countStretch, readStretch, type Stretch, type StretchTotals } from './rangePlan.ts'
import { libraryPoint } from './refs.ts'

/**
 * Exports what changed between two points of an image as a v1 diff (FORMATS §3, §6.3).
 *
 * @throws AppError E_SNAPSHOT_NOT_FOUND for either point, E_DIFF_SNAPSHOT_ORDER, and as `prepareExportRaw`.
 */
export async function prepareExportDiff(
  request: Extract<JobRequest, { kind: 'export-diff' }>,
  context: OpContext,
): Promise<Prepared> {
  const { ref, snapshot } = libraryPoint(request.source)
  const from = request.fromSnapshot === null ? null : nameToBytes(request.fromSnapshot)
  const range = await context.library.openRange(ref, from, snapshot, { signal: context.signal, meter: context.meter })
  const stretch: Stretch = { layers: range.layers, files: range.files, fromNothing: from === null }
  const header: DeltaHeader = { from, to: snapshot, sizeBytes: range.sizeBytes }
  return prepareEncode({
    header,
    stretch,
    path: request.path,
    options: request.output,
    context,
    checks: ['Every file of the chain is there'],
    warnings: [],
    close: () => range.close(),
  })
}

/** A stretch that will be written as one v1 diff: what export-diff and merge come down to. */
export interface EncodeWork {
  readonly header: DeltaHeader
  readonly stretch: Stretch
  readonly path: string
  readonly options?: OutputOptions | undefined
  readonly context: OpContext
  readonly checks: readonly string[]
  readonly warnings: readonly string[]
  /** Bytes of packed inputs that are held unpacked. */
  readonly spillBytes?: number | undefined
  readonly close: () => Promise<void>
}

/** Plans the writing of a stretch as one v1 diff; the plan's `outputBytes` is exact. A refusal closes the stretch. */
export async function prepareEncode(work: EncodeWork): Promise<Prepared> {
  const { header, stretch, path, context, warnings } = work
  const outputChecks = await checkOutput(path, work.options).catch(async (error: unknown) => {
    await work.close()
    throw error
  })
  const totals = countStretch(stretch)
  const outputBytes = encodedSizeBytes(header, totals)
  return {
    plan: {
      outputBytes,
      readBytes: totals.dataBytes,
      dataBytes: totals.dataBytes,
      zeroBytes: totals.zeroBytes,
      records: totals.count,
      sizeBytes: header.sizeBytes ?? 0,
      checks: [...work.checks.map((label) => ({ label, state: 'ok' as const })), ...outputChecks],
      warnings,
      ...(work.spillBytes ? { spillBytes: work.spillBytes } : {}),
    },
    async run() {
      let digest: string | null = null
      const reader = readStretch(header, stretch)
      try {
        const output = await openOutput({ path, options: work.options, expectedBytes: outputBytes }, context)
        try {
          await writeChunks(encodeDiffV1(reader), output, context, outputBytes)
          context.onProgress({ phase: 'finishing', doneBytes: outputBytes, totalBytes: outputBytes })
          const { count: records, dataBytes, zeroBytes } = totals
          const deltas = [{ header, records, dataBytes, zeroBytes }]
          digest = await output.finish({ kind: 'diff-v1', deltas, source: null, parent: null })
        } finally {
          await output.abandon()
        }
      } finally {
        await reader.close()
      }
      return { ...encodeReport(header, totals, path, context, warnings), ...(digest === null ? {} : { digest }) }
    },
    close: work.close,
  }
}

function encodeReport(
  header: DeltaHeader,
  totals: StretchTotals,
  path: string,
  context: OpContext,
  warnings: readonly string[],
): JobReport {
  return {
    readBytes: context.meter.readBytes,
    writtenBytes: context.meter.writtenBytes,
    dataBytes: totals.dataBytes,
    zeroBytes: totals.zeroBytes,
    records: totals.count,
    sizeBytes: header.sizeBytes ?? 0,
    path: path === STANDARD_STREAM ? null : path,
    target: null,
    warnings: [...warnings],
  }
}

import type { Comparison, Difference, JobReport, JobRequest } from '../../../shared/jobs.ts'
import { composePieces } from '../algebra/compose.ts'
import type { Content } from '../algebra/content.ts'
import { subtract } from '../algebra/subtract.ts'
import type { OpContext, Prepared } from './context.ts'
import { type OpenContent, openTwo } from './contents.ts'

/** No more differences are listed; all are counted. */
const LISTED_MAX = 1000

/**
 * Whether two contents are the same, and where not, by blocks of 4 KiB: reads both, expects an empty difference, writes nothing.
 *
 * @throws AppError as `openContent`
 */
export async function prepareCompare(
  request: Extract<JobRequest, { kind: 'compare' }>,
  context: OpContext,
): Promise<Prepared> {
  const { meter, signal, onProgress } = context
  const both = await openTwo(request.a, request.b, context, { meter, signal, onProgress })
  const { a, b } = both
  const totalBytes = dataOf(a.content) + dataOf(b.content)
  const inputs = [...a.chain.inputs, ...b.chain.inputs]
  const spillBytes = inputs.reduce((sum, input) => sum + input.spillBytes, 0)
  const warnings = [...a.chain.warnings, ...b.chain.warnings]
  return {
    plan: {
      outputBytes: 0,
      readBytes: totalBytes,
      dataBytes: totalBytes,
      zeroBytes: 0,
      records: 0,
      sizeBytes: b.content.sizeBytes,
      checks: [{ label: 'Both can be read as whole images', state: 'ok' }],
      warnings,
      reads: inputs.map(({ called, fileBytes }) => ({ called, bytes: fileBytes })),
      writes: [],
      ...(spillBytes === 0 ? {} : { spillBytes }),
    },
    async run(): Promise<JobReport> {
      const comparison = await compare(a, b, context, totalBytes)
      onProgress({ phase: 'verifying', doneBytes: totalBytes, totalBytes })
      return {
        readBytes: meter.readBytes,
        writtenBytes: 0,
        ...comparison.totals,
        sizeBytes: b.content.sizeBytes,
        path: null,
        target: null,
        warnings,
        comparison: comparison.found,
      }
    },
    close: () => both.close(),
  }
}

interface Compared {
  readonly found: Comparison
  readonly totals: { readonly records: number; readonly dataBytes: number; readonly zeroBytes: number }
}

async function compare(a: OpenContent, b: OpenContent, context: OpContext, totalBytes: number): Promise<Compared> {
  const { signal, onProgress } = context
  const report = (doneBytes: number): void =>
    onProgress({ phase: 'verifying', doneBytes: Math.min(doneBytes, totalBytes), totalBytes })
  report(0)
  const reader = subtract({ from: null, to: null, sizeBytes: null }, a.content, b.content, {
    signal,
    onProgress: report,
  })
  const differences: Difference[] = []
  const totals = { records: 0, dataBytes: 0, zeroBytes: 0 }
  let last: { offset: number; length: number; kind: Difference['kind'] } | null = null
  let count = 0
  try {
    for (let record = await reader.next(); record !== null; record = await reader.next()) {
      const { kind, offset, length } = record
      totals.records++
      totals[kind === 'data' ? 'dataBytes' : 'zeroBytes'] += length
      if (joins(last, record)) {
        last.length += length
        continue
      }
      last = { offset, length, kind }
      count++
      if (count <= LISTED_MAX) differences.push(last)
    }
  } finally {
    await reader.close()
  }
  const [aSizeBytes, bSizeBytes] = [a.content.sizeBytes, b.content.sizeBytes]
  const differingBytes = totals.dataBytes + totals.zeroBytes
  const equal = count === 0 && aSizeBytes === bSizeBytes
  return { found: { equal, aSizeBytes, bSizeBytes, differingBytes, differenceCount: count, differences }, totals }
}

function joins<T extends Difference>(last: T | null, { kind, offset }: Difference): last is T {
  return last !== null && last.kind === kind && last.offset + last.length === offset
}

/** Bytes of data of a content, known from headers. */
export function dataOf({ layers }: Content): number {
  let bytes = 0
  for (const piece of composePieces(layers)) if (piece.kind === 'data') bytes += piece.length
  return bytes
}

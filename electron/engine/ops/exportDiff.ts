import type { JobRequest } from '../../../shared/jobs.ts'
import type { OpContext, Prepared } from './context.ts'
import { closingOnRefusal, prepareDiff } from './encode.ts'
import { openPoint } from './point.ts'
import { writtenStep } from './written.ts'

/**
 * Exports what changed between two points of an image as a v1 diff (FORMATS §3, §6.3).
 *
 * @throws AppError E_SNAPSHOT_NOT_FOUND for either point, E_DIFF_SNAPSHOT_ORDER, and as `prepareExportRaw`.
 */
export async function prepareExportDiff(
  request: Extract<JobRequest, { kind: 'export-diff' }>,
  context: OpContext,
): Promise<Prepared> {
  const { chain, step } = await openPoint(request.source, request.fromSnapshot, context)
  return closingOnRefusal(
    () => chain.close(),
    () =>
      prepareDiff({
        deltas: [writtenStep(chain, step, { reading: 'chain' })],
        origin: chain,
        path: request.path,
        options: request.output,
        context,
        checks: ['Every file of the chain is there'],
      }),
  )
}

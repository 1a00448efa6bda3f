import type { JobRequest } from '../../../shared/jobs.ts'
import type { OpContext, Prepared } from './context.ts'
import { closingOnRefusal } from './encode.ts'
import { prepareRaw } from './encodeRaw.ts'
import { openPoint } from './point.ts'
import { writtenStep } from './written.ts'

/**
 * Exports one point of an image as a raw file (FORMATS §2): sparse into a file, every byte to standard output.
 *
 * @throws AppError E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND, E_SNAPSHOT_NOT_FOUND, E_LIBRARY_CHAIN_GAP, E_FILE_EXISTS, E_FILE_NOT_FOUND …
 */
export async function prepareExportRaw(
  request: Extract<JobRequest, { kind: 'export' }>,
  context: OpContext,
): Promise<Prepared> {
  const { chain, step } = await openPoint(request.source, null, context)
  return closingOnRefusal(
    () => chain.close(),
    () =>
      prepareRaw({
        deltas: [writtenStep(chain, step, { reading: 'chain' })],
        origin: chain,
        path: request.path,
        options: request.output,
        context,
        checks: ['Every file of the chain is there'],
      }),
  )
}

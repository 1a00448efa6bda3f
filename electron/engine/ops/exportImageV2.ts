import type { JobRequest } from '../../../shared/jobs.ts'
import { chainPoints, stepsToHead } from '../chain/steps.ts'
import type { OpContext, Prepared } from './context.ts'
import { closingOnRefusal } from './encode.ts'
import { imageHeader, prepareImageV2, protectionLength } from './encodeImageV2.ts'
import { openPoint } from './point.ts'
import { writtenStep } from './written.ts'

/**
 * Exports a point of an image with its whole history as format 2 (FORMATS §5): all snapshots up to it, then the head. Of `IMAGE@SNAP` the
 * history ends at that snapshot, so the head in the file is the snapshot too: a last diff that changes nothing. Imported again, that is an
 * image with those snapshots whose head is the last of them.
 *
 * @throws AppError as `prepareExportRaw`
 */
export async function prepareExportV2(
  request: Extract<JobRequest, { kind: 'export' }>,
  context: OpContext,
): Promise<Prepared> {
  const { chain } = await openPoint(request.source, null, context)
  return closingOnRefusal(
    () => chain.close(),
    () => {
      const steps = stepsToHead(chainPoints(chain), chain.links.length)
      return prepareImageV2({
        deltas: steps.map((step) => writtenStep(chain, step, { reading: 'chain' })),
        origin: chain,
        path: request.path,
        options: request.output,
        context,
        checks: ['Every file of the chain is there'],
        header: imageHeader(chain.facts),
        protectionBytes: protectionLength(chain.facts, request.dialect),
      })
    },
  )
}

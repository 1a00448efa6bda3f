import type { JobRequest } from '../../../shared/jobs.ts'
import type { DeltaRecord } from '../delta.ts'
import { wholeObjects } from '../algebra/wholeObjects.ts'
import type { OpenChain } from '../chain/types.ts'
import { contentOf } from './contents.ts'
import type { OpContext, Prepared } from './context.ts'
import { closingOnRefusal, prepareDiff } from './encode.ts'
import { openPoint } from './point.ts'
import { type Stretch, stretchPieces } from './rangePlan.ts'
import { stretchOf, writtenStep, type Written } from './written.ts'

type ExportDiffRequest = Extract<JobRequest, { kind: 'export-diff' }>

/**
 * Exports what changed between two points of an image as a v1 diff (FORMATS §3, §6.3). `wholeObject`: extents are rounded out to objects.
 *
 * @throws AppError E_SNAPSHOT_NOT_FOUND for either point, E_DIFF_SNAPSHOT_ORDER, and as `prepareExportRaw`.
 */
export async function prepareExportDiff(request: ExportDiffRequest, context: OpContext): Promise<Prepared> {
  const { chain, step } = await openPoint(request.source, request.fromSnapshot, context)
  const write = (delta: Written, close: () => Promise<void>): Promise<Prepared> =>
    closingOnRefusal(close, () =>
      prepareDiff({
        deltas: [delta],
        origin: { ...chain, close },
        path: request.path,
        options: request.output,
        context,
        checks: ['Every file of the chain is there'],
      }),
    )
  const delta = writtenStep(chain, step, { reading: 'chain' })
  if (request.wholeObject !== true) return write(delta, () => chain.close())
  const full = await openPoint(request.source, null, context).catch(async (error: unknown) => {
    await chain.close()
    throw error
  })
  const close = async (): Promise<void> => {
    await chain.close()
    await full.chain.close()
  }
  return write(inObjects(delta, chain, full.chain, request.fromSnapshot === null), close)
}

/** A delta whose extents are whole objects, with the content that the image has there at its end. */
function inObjects(delta: Written, chain: OpenChain, full: OpenChain, fromNothing: boolean): Written {
  const { order, stripeCount } = full.facts
  // On a striped image what comes as one is a stripe period, as for the real exporter.
  const objectBytes = 2 ** (order ?? 22) * Math.max(stripeCount ?? 1, 1)
  const content = contentOf(full, full.links.length)
  const fromBytes = fromNothing ? 0 : (full.links[full.links.length - chain.links.length - 1]?.layer.sizeBytes ?? 0)
  const stretch = stretchOf(chain, { first: 0, end: chain.links.length }, { reading: 'chain' })
  const open = (): ReturnType<typeof wholeObjects> =>
    wholeObjects(delta.header, touched(stretch, fromBytes), content, objectBytes)
  const { count, dataBytes, zeroBytes } = delta.totals
  const most = Math.min(content.sizeBytes, (dataBytes + zeroBytes) * 2 + count * objectBytes)
  return {
    ...delta,
    totals: { count, dataBytes: most, zeroBytes: 0 },
    isExact: false,
    open,
    openAsIs: open,
    preview: undefined,
  }
}

/** What changed, without the zeros of a growth over what was not there before either: growing alone touches no object. */
function* touched(stretch: Stretch, fromBytes: number): Generator<DeltaRecord, void, undefined> {
  for (const piece of stretchPieces(stretch)) {
    if (!piece.virtual || piece.offset + piece.length <= fromBytes) yield piece
    else if (piece.offset < fromBytes) yield { ...piece, length: fromBytes - piece.offset }
  }
}

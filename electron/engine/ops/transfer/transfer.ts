import { formatSpec } from '../../../../shared/imageSpec.ts'
import type { JobReport } from '../../../../shared/jobs.ts'
import { nameFromBytes } from '../../../../shared/names.ts'
import { encodedSizeBytes } from '../../codec/diffV1Encode.ts'
import { type Check, contextWith, type OpContext, type Prepared, type WorkProgress } from '../context.ts'
import type { Counted } from '../counting.ts'
import type { Consent } from '../live/target.ts'
import { newFacts } from '../live/newLive.ts'
import { sumTotals, type Written } from '../written.ts'
import { checkSameImage } from './identity.ts'
import type { EndPoint, Opened, TransferSource, TransferTarget } from './types.ts'

/** A transfer whose ends were opened and whose deltas are known. */
export interface Transfer {
  readonly source: TransferSource
  readonly target: TransferTarget
  /** The point both have, where the first delta begins; null: from nothing. */
  readonly common: EndPoint | null
  readonly deltas: Opened<readonly Written[]>
  readonly consent: Consent
  readonly context: OpContext
  /** Whether the report names the snapshots that came over. */
  readonly isReplica: boolean
}

/**
 * One or more deltas on their way from one image into another: all checks before the first byte, then one after the other, each whole or not at all.
 * What the library can hold under its lock it checks there once more.
 *
 * @throws AppError E_CHAIN_WRONG_PARENT, E_DIFF_*, E_IMAGE_SHRINKS, E_CLUSTER_*, E_LIBRARY_*
 */
export async function prepareTransfer(transfer: Transfer): Promise<Prepared> {
  const { source, target, deltas, context } = transfer
  const headers = deltas.it.map(({ header }) => header)
  const checks = [source.check, ...(await checked(transfer))]
  const create = target.isNew ? newFacts(source.facts) : null
  const totals = sumTotals(deltas.it)
  const outputBytes = exactBytes(deltas.it)
  const warnings = [...source.warnings, ...target.warningsOf(deltas.it), ...(create?.warnings ?? [])]
  return {
    plan: {
      outputBytes,
      readBytes: totals.dataBytes,
      dataBytes: totals.dataBytes,
      zeroBytes: totals.zeroBytes,
      records: totals.count,
      sizeBytes: headers.at(-1)?.sizeBytes ?? 0,
      checks,
      warnings,
      reads: [{ called: formatSpec(source.ref, true), bytes: totals.dataBytes }],
      writes: [{ called: formatSpec(target.ref, true), bytes: outputBytes }],
    },
    async run() {
      const sum: Counted = { records: 0, dataBytes: 0, zeroBytes: 0 }
      const progress = progressOf(deltas.it, context)
      for (const [number, delta] of deltas.it.entries()) {
        const isFirst = number === 0
        const counted = await target.apply(
          delta,
          progress.next(delta),
          isFirst && create !== null ? create.facts : null,
        )
        for (const key of ['records', 'dataBytes', 'zeroBytes'] as const) sum[key] += counted[key]
      }
      return { ...reportOf(transfer, warnings), ...sum }
    },
    close: () => deltas.close(),
  }
}

async function checked({ source, target, common, deltas, consent }: Transfer): Promise<readonly Check[]> {
  // Names first: they cost nothing, and content of an image that lacks the point cannot be looked at.
  const checks = await target.check(deltas.it, consent)
  return common === null ? checks : [...checks, await checkSameImage(source, target, common)]
}

function exactBytes(deltas: readonly Written[]): number | null {
  if (!deltas.every(({ isExact }) => isExact)) return null
  return deltas.reduce((sum, { header, totals }) => sum + encodedSizeBytes(header, totals), 0)
}

/**
 * Work as one count over all deltas: bytes that are written where their number is known, else bytes that are read, of as many at most as the object maps
 * tell; null where one of the deltas tells nothing.
 */
function progressOf(deltas: readonly Written[], context: OpContext): { next(delta: Written): OpContext } {
  const exact = exactBytes(deltas)
  const isStream = deltas.some((delta) => delta.isStream === true)
  const totalBytes = exact ?? (isStream ? null : sumTotals(deltas).dataBytes)
  const begin = context.meter.readBytes
  let before = 0
  let end = 0
  return {
    next(delta) {
      before = end
      end += exact === null ? delta.totals.dataBytes : encodedSizeBytes(delta.header, delta.totals)
      const offset = before
      const most = end
      const onProgress = (progress: WorkProgress): void => {
        if (progress.phase === 'undoing') return context.onProgress(progress)
        const read = context.meter.readBytes - begin
        const doneBytes = exact === null ? (isStream ? read : Math.min(read, most)) : offset + progress.doneBytes
        context.onProgress({ phase: progress.phase, doneBytes, totalBytes })
      }
      return contextWith(context, { onProgress })
    },
  }
}

function reportOf({ target, deltas, context, isReplica }: Transfer, warnings: readonly string[]): JobReport {
  const ends = deltas.it.flatMap(({ header: { to } }) => (to === null ? [] : [nameFromBytes(to)]))
  return {
    readBytes: context.meter.readBytes,
    writtenBytes: context.meter.writtenBytes,
    records: 0,
    dataBytes: 0,
    zeroBytes: 0,
    sizeBytes: deltas.it.at(-1)?.header.sizeBytes ?? 0,
    path: null,
    target: target.ref,
    warnings: [...warnings],
    ...(isReplica ? { snapshots: ends } : {}),
  }
}

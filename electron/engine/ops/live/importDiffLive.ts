import { formatSpec } from '../../../../shared/imageSpec.ts'
import type { JobReport, JobRequest } from '../../../../shared/jobs.ts'
import { askRoom, type Room } from '../../ceph/room.ts'
import { openChain } from '../../chain/openChain.ts'
import type { OpenChain } from '../../chain/types.ts'
import { encodedSizeBytes } from '../../codec/diffV1Encode.ts'
import { checkInputs } from '../checkInputs.ts'
import { type OpContext, type Prepared, STANDARD_STREAM } from '../context.ts'
import { closingOnRefusal } from '../encode.ts'
import { openStandardDiff, requireStandardInput } from '../standardInput.ts'
import { sumTotals, type Written, writtenStep } from '../written.ts'
import { applyDeltas, putBack } from './apply.ts'
import { checkLiveIdentity } from './claimLive.ts'
import { checkLiveAppend, checkLiveRoom, type Consent, type LiveTarget, openLiveTarget } from './target.ts'

type ImportDiffRequest = Extract<JobRequest, { kind: 'import-diff' }>

/**
 * Applies diffs, in order, to a live image. All heads are read and all checks made before the first byte; files with manifests are read whole before,
 * since the head of a live image cannot be changed in one step. What fails or is cancelled leaves the head at the last whole point.
 *
 * @throws AppError E_DIFF_*, E_IMAGE_SHRINKS, E_CLUSTER_*, E_IMAGE_NOT_FOUND, E_FILE_*, E_STREAM_*, E_FORMAT_*, E_CHAIN_*, E_MANIFEST_*
 */
export async function prepareLiveImportDiff(request: ImportDiffRequest, context: OpContext): Promise<Prepared> {
  const asked = askRoom(context.connections.get(request.target.connection), context.signal)
  const target = await openLiveTarget(request.target, context)
  const consent: Consent = { overlay: request.overlay, allowShrink: request.allowShrink === true }
  if (request.paths.length === 1 && request.paths[0] === STANDARD_STREAM)
    return fromStandardInput(target, consent, asked, context)
  const inputs = request.paths.map((path) => ({ kind: 'file' as const, path }))
  const { meter, signal, onProgress } = context
  const chain = await openChain(inputs, context, { reading: 'merge', files: { meter, signal, onProgress } })
  return closingOnRefusal(
    () => chain.close(),
    async () => {
      const deltas = linksWritten(chain)
      const headers = deltas.map(({ header }) => header)
      const checks = await checkLiveAppend(target, headers, consent, context)
      const identity = await checkLiveIdentity(target, headers[0], request.paths[0], context)
      const totals = sumTotals(deltas)
      const { connection, ref } = target
      const need = { dataBytes: totals.dataBytes, isExact: deltas.every(({ isExact }) => isExact) }
      const room = await checkLiveRoom({ connection, ref, dataPool: target.image.dataPool }, need, asked)
      const totalBytes = deltas.reduce((sum, { header, totals: of }) => sum + encodedSizeBytes(header, of), 0)
      return {
        plan: {
          outputBytes: totalBytes,
          readBytes: totals.dataBytes,
          dataBytes: totals.dataBytes,
          zeroBytes: totals.zeroBytes,
          records: totals.count,
          sizeBytes: headers.at(-1)?.sizeBytes ?? target.image.sizeBytes,
          checks: [
            { label: 'Records ascend, none overlaps, end records are present', state: 'ok' },
            ...checks,
            ...identity,
            ...room,
          ],
          warnings: chain.warnings,
          reads: chain.inputs.map(({ called, fileBytes }) => ({ called, bytes: fileBytes })),
          writes: [{ called: formatSpec(target.ref, true), bytes: totalBytes }],
        },
        async run() {
          await checkInputs(request.paths, context)
          // What was true when it was planned may be so no more.
          const now = await openLiveTarget(request.target, context)
          await checkLiveAppend(now, headers, consent, context)
          const warnings = [...chain.warnings]
          return applied({ target: placeOf(now), deltas, consent, totalBytes, warnings, context })
        },
        close: () => chain.close(),
      }
    },
  )
}

/** Every link of a chain as a delta of its own. */
function linksWritten(chain: OpenChain): readonly Written[] {
  return chain.links.map(({ header, fromId, toId, toCreatedAt }, number) =>
    writtenStep(chain, { header, first: number, end: number + 1, fromId, toId, toCreatedAt }, { reading: 'merge' }),
  )
}

/** The image that deltas are applied to, and its size before the first. */
export interface ApplyPlace extends Pick<LiveTarget, 'connection' | 'ref'> {
  readonly sizeBytes: number
}

/** What is applied, and to what. */
interface Applied {
  readonly target: ApplyPlace
  readonly deltas: readonly Written[]
  readonly consent: Consent
  readonly totalBytes: number | null
  readonly warnings: readonly string[]
  readonly context: OpContext
}

const placeOf = ({ connection, ref, image }: LiveTarget): ApplyPlace => ({
  connection,
  ref,
  sizeBytes: image.sizeBytes,
})

/** Applies deltas that were checked, and puts the head back where that fails. */
export async function applied(work: Applied): Promise<JobReport> {
  const { target, deltas, consent, totalBytes, context } = work
  const { connection, ref: image } = target
  const [first] = deltas
  let stands = pointBefore(first, target, consent)
  try {
    const counted = await applyDeltas({
      connection,
      image,
      deltas,
      context,
      totalBytes,
      onWhole: ({ header }) => {
        // Behind a delta to a head there is no name to go back to.
        stands = header.to === null ? null : { snapshot: header.to }
      },
    })
    return {
      readBytes: context.meter.readBytes,
      writtenBytes: context.meter.writtenBytes,
      ...counted,
      sizeBytes: deltas.at(-1)?.header.sizeBytes ?? target.sizeBytes,
      path: null,
      target: image,
      warnings: [...work.warnings],
    }
  } catch (error) {
    return putBack({ connection, image, context }, stands, error)
  }
}

/** Where the head goes back to when the first delta fails; null: nowhere, since it is laid over content that is kept nowhere else. */
function pointBefore(
  first: Written | undefined,
  { sizeBytes }: ApplyPlace,
  { overlay }: Consent,
): { readonly snapshot: Uint8Array } | { readonly emptyOf: number } | null {
  const from = first?.header.from ?? null
  if (from !== null) return { snapshot: from }
  return overlay ? null : { emptyOf: sizeBytes }
}

function fromStandardInput(
  target: LiveTarget,
  consent: Consent,
  asked: Promise<Room | null>,
  context: OpContext,
): Prepared {
  requireStandardInput(context)
  return {
    plan: {
      outputBytes: null,
      readBytes: 0,
      dataBytes: 0,
      zeroBytes: 0,
      records: 0,
      sizeBytes: 0,
      checks: [],
      warnings: [],
    },
    async run() {
      const reader = await openStandardDiff(context, { toEnd: false })
      const { header } = reader
      try {
        await checkLiveAppend(target, [header], consent, context)
        const { connection, ref, image } = target
        const need = { dataBytes: 0, isExact: true }
        await checkLiveRoom({ connection, ref, dataPool: image.dataPool }, need, asked)
      } catch (error) {
        await reader.close()
        throw error
      }
      const open = () => reader
      const totals = { count: 0, dataBytes: 0, zeroBytes: 0 }
      const delta: Written = { header, totals, isExact: false, isStream: true, open, openAsIs: open }
      return applied({ target: placeOf(target), deltas: [delta], consent, totalBytes: null, warnings: [], context })
    },
    close: () => Promise.resolve(),
  }
}

import { formatSpec } from '../../../../shared/imageSpec.ts'
import type { JobReport, JobRequest } from '../../../../shared/jobs.ts'
import { askRoom } from '../../ceph/room.ts'
import { openChain } from '../../chain/openChain.ts'
import { checkFull, checkNamesOnce, chainPoints } from '../../chain/steps.ts'
import type { OpenChain } from '../../chain/types.ts'
import { detect } from '../../codec/detect.ts'
import { checkInputs } from '../checkInputs.ts'
import { type OpContext, type Prepared, STANDARD_STREAM } from '../context.ts'
import { closingOnRefusal } from '../encode.ts'
import { openContentFile } from '../inputFile.ts'
import { importKind } from '../kinds.ts'
import { sumTotals, type Written, writtenStep } from '../written.ts'
import { applyDeltas } from './apply.ts'
import { prepareStreamedLiveImport } from './importLiveStream.ts'
import { checkNewLive, makeWhole, type NewLive } from './newImage.ts'
import { newLive } from './newLive.ts'
import { checkLiveRoom } from './target.ts'

type ImportRequest = Extract<JobRequest, { kind: 'import' }>

/**
 * Makes a live image of a raw file, an export of format 2 or a chain of diffs: each of its deltas goes through `rbd import-diff`, so that what is zero is
 * never sent. It has another name until it is whole. Files with manifests are read whole before.
 *
 * @throws AppError E_IMAGE_EXISTS, E_POOL_NOT_FOUND, E_CLUSTER_*, E_FORMAT_*, E_FILE_*, E_STREAM_*, E_CHAIN_*, E_MANIFEST_*
 */
export async function prepareLiveImport(request: ImportRequest, context: OpContext): Promise<Prepared> {
  const { paths, target } = request
  const asked = askRoom(context.connections.get(target.connection), context.signal)
  const connection = await checkNewLive(target, context)
  if (paths[0] === STANDARD_STREAM) return prepareStreamedLiveImport(request, { connection, asked }, context)
  await checkKind(request, context)
  const inputs = paths.map((path) => ({ kind: 'file' as const, path }))
  const { meter, signal, onProgress } = context
  const chain = await openChain(inputs, context, { reading: 'chain', files: { meter, signal, onProgress } })
  return closingOnRefusal(
    () => chain.close(),
    async () => {
      checkFull(chain)
      checkNamesOnce(chainPoints(chain))
      const deltas = linksFromNothing(chain)
      const totals = sumTotals(deltas)
      const need = { dataBytes: totals.dataBytes, isExact: deltas.every(({ isExact }) => isExact) }
      const room = await checkLiveRoom({ connection, ref: target, dataPool: null }, need, asked)
      const { image: made, warnings } = newLive(request, chain.facts)
      const protect = deltas.flatMap(({ header: { to, isProtected } }) =>
        isProtected === true && to !== null ? [to] : [],
      )
      const image: NewLive = { ...made, sizeBytes: deltas[0]?.header.sizeBytes ?? 0, protect }
      return {
        plan: {
          outputBytes: null,
          readBytes: totals.dataBytes,
          dataBytes: totals.dataBytes,
          zeroBytes: totals.zeroBytes,
          records: totals.count,
          sizeBytes: deltas.at(-1)?.header.sizeBytes ?? 0,
          checks: [
            { label: 'The files follow each other from nothing', state: 'ok' },
            { label: `The name is free in ${formatSpec(target, true)}`, state: 'ok' },
            ...room,
          ],
          warnings: [...chain.warnings, ...warnings],
          reads: chain.inputs.map(({ called, fileBytes }) => ({ called, bytes: fileBytes })),
          writes: [{ called: formatSpec(target, true), bytes: null }],
        },
        async run(): Promise<JobReport> {
          await checkInputs(paths, context)
          const work = { connection, ref: target, context }
          const counted = await makeWhole(work, image, (temporary) =>
            applyDeltas({ connection, image: temporary, deltas, context, totalBytes: totals.dataBytes }),
          )
          return {
            readBytes: meter.readBytes,
            writtenBytes: meter.writtenBytes,
            ...counted,
            sizeBytes: deltas.at(-1)?.header.sizeBytes ?? 0,
            path: null,
            target,
            warnings: [...chain.warnings, ...warnings],
          }
        },
        close: () => chain.close(),
      }
    },
  )
}

/** Holds what the request says a file is against what it is. @throws AppError E_FORMAT_* */
async function checkKind({ paths, format, anyBytes }: ImportRequest, context: OpContext): Promise<void> {
  const [path = ''] = paths
  if (format === 'diffs' || anyBytes === true) return
  const content = await openContentFile(path, context)
  try {
    importKind(detect(content.head, content.sizeBytes), { format, anyBytes }, path)
  } finally {
    await content.close()
  }
}

function linksFromNothing(chain: OpenChain): readonly Written[] {
  return chain.links.map(({ header, fromId, toId, toCreatedAt }, number) =>
    writtenStep(chain, { header, first: number, end: number + 1, fromId, toId, toCreatedAt }, { reading: 'chain' }),
  )
}

import type { Connection } from '../../../../shared/connections.ts'
import { AppError } from '../../../../shared/errors.ts'
import type { ImageRef } from '../../../../shared/imageSpec.ts'
import type { JobReport, JobRequest } from '../../../../shared/jobs.ts'
import { nameFromBytes } from '../../../../shared/names.ts'
import { startChild } from '../../ceph/child.ts'
import { optionArgs } from '../../ceph/imageArgs.ts'
import { answerOf, imageArgs, textOf } from '../../ceph/rbd.ts'
import type { Room } from '../../ceph/room.ts'
import { detect } from '../../codec/detect.ts'
import { decodeImageV2 } from '../../codec/imageV2Decode.ts'
import { type OpContext, type Prepared, UNKNOWN_PLAN } from '../context.ts'
import { type Counted, counting } from '../counting.ts'
import { importKind, STANDARD_INPUT } from '../kinds.ts'
import type { ContentStream } from '../packing.ts'
import { openStandardInput, requireStandardInput } from '../standardInput.ts'
import { applyOne } from './apply.ts'
import { makeWhole, nameWhole } from './newImage.ts'
import { newLive } from './newLive.ts'
import { checkLiveRoom } from './target.ts'

type ImportRequest = Extract<JobRequest, { kind: 'import' }>

/** An import of what comes over standard input, under way. */
interface Streamed {
  readonly request: ImportRequest
  readonly connection: Connection
  readonly content: ContentStream
  readonly context: OpContext
}

/**
 * Makes a live image of what comes over standard input: an export of format 2 diff by diff, checked as it passes; a raw image, whose length nobody knows
 * before its end, through `rbd import -`. An empty stream is refused, and so is what is plainly something else. `asked`: what the monitors say of the room.
 */
export function prepareStreamedLiveImport(
  request: ImportRequest,
  { connection, asked }: { readonly connection: Connection; readonly asked: Promise<Room | null> },
  context: OpContext,
): Prepared {
  requireStandardInput(context)
  return {
    plan: UNKNOWN_PLAN,
    async run() {
      const place = { connection, ref: request.target, dataPool: null }
      await checkLiveRoom(place, { dataBytes: 0, isExact: true }, asked)
      const content = await openStandardInput(context)
      try {
        const { format, anyBytes } = request
        const said = { format: format === 'diffs' ? 'auto' : format, anyBytes } as const
        const kind = importKind(detect(content.head, null), said, STANDARD_INPUT)
        const work = { request, connection, content, context }
        return await (kind === 'raw' ? importRaw(work) : importV2(work))
      } finally {
        await content.close()
      }
    },
    close: () => Promise.resolve(),
  }
}

async function importRaw({ request, connection, content, context }: Streamed): Promise<JobReport> {
  const { target, image = {} } = request
  let bytes = 0
  await nameWhole({ connection, ref: target, context }, async (temporary) => {
    const args = ['import', '--path=-', ...destination(temporary), ...optionArgs(image), '--no-progress']
    const child = startChild({ connection, args, signal: context.signal, meter: context.meter, isWriter: true })
    try {
      for (let chunk = await content.read(); chunk !== null; chunk = await content.read()) {
        await child.write(chunk)
        bytes += chunk.length
        context.meter.writtenBytes += chunk.length
        context.onProgress({ phase: 'copying', doneBytes: bytes, totalBytes: null })
      }
      if (bytes === 0) {
        throw new AppError('E_FILE_EMPTY', 'Nothing came over standard input', {
          hint: 'Look at what the command before the pipe said',
        })
      }
      child.end()
      await child.succeeded()
    } finally {
      await child.stop()
    }
  })
  const counted = { records: 0, dataBytes: bytes, zeroBytes: 0 }
  return reportOf(target, counted, bytes, context, [
    'Raw from a pipe has no end mark: whether all of it came cannot be known',
  ])
}

function destination({ pool, namespace, image }: ImageRef): readonly string[] {
  const inNamespace = namespace === '' ? [] : [`--dest-namespace=${namespace}`]
  return [`--dest-pool=${textOf(pool)}`, ...inNamespace, `--dest=${textOf(image)}`]
}

async function importV2({ request, connection, content, context }: Streamed): Promise<JobReport> {
  const { target } = request
  const decoded = await decodeImageV2(content)
  const { image, warnings } = newLive(request, decoded.header)
  const sum: Counted = { records: 0, dataBytes: 0, zeroBytes: 0 }
  let sizeBytes = 0
  await makeWhole({ connection, ref: target, context }, { ...image, sizeBytes: 0, protect: [] }, async (temporary) => {
    for (let diff = await decoded.nextDiff(); diff !== null; diff = await decoded.nextDiff()) {
      const reader = counting(diff)
      await applyOne({ connection, image: temporary, context, totalBytes: null }, reader, content.workBytes)
      for (const key of ['records', 'dataBytes', 'zeroBytes'] as const) sum[key] += reader.counted[key]
      const { to, isProtected } = reader.header
      sizeBytes = reader.header.sizeBytes ?? sizeBytes
      if (to === null || isProtected !== true) continue
      const args = ['snap', 'protect', ...imageArgs(temporary, nameFromBytes(to))]
      await answerOf({ connection, args, signal: context.signal })
    }
  })
  return reportOf(target, sum, sizeBytes, context, warnings)
}

function reportOf(
  target: ImageRef,
  counted: Counted,
  sizeBytes: number,
  { meter }: OpContext,
  warnings: readonly string[],
): JobReport {
  const { readBytes, writtenBytes } = meter
  return { readBytes, writtenBytes, ...counted, sizeBytes, path: null, target, warnings: [...warnings] }
}

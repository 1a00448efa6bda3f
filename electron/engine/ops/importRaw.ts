import { AppError } from '../../../shared/errors.ts'
import type { JobReport, JobRequest } from '../../../shared/jobs.ts'
import { apply } from '../algebra/apply.ts'
import { decodeRaw, type RawReader } from '../codec/raw.ts'
import type { ByteStream } from '../delta.ts'
import { sparseFileTarget } from '../io/sparseFile.ts'
import { withLink } from '../library/chain.ts'
import { imageFacts } from '../library/imageOptions.ts'
import { checkInputs } from './checkInputs.ts'
import { claimOf, heldAgainst, madeFrom } from './claim.ts'
import { type OpContext, type Prepared, STANDARD_STREAM } from './context.ts'
import { counting } from './counting.ts'
import type { ContentStream } from './packing.ts'
import { called, libraryRef } from './refs.ts'

type ImportRequest = Extract<JobRequest, { kind: 'import' }>

/**
 * Imports a raw image as a new image's first link, sparse (FORMATS §6.5). Work is counted in bytes read: what will be written is known only
 * then. Blocks of 4 KiB of zeros are never written, whatever `sparseBytes` asks for: a coarser grain would only write more, and what is read back
 * is the same. Closing what comes back closes `source`.
 *
 * @throws AppError E_IMAGE_OPTIONS, E_MANIFEST_INVALID, E_MANIFEST_DISAGREES; `source` is then the caller's to close
 */
export async function prepareImportRaw(
  request: ImportRequest,
  source: ContentStream,
  context: OpContext,
): Promise<Prepared> {
  const [path = ''] = request.paths
  const ref = libraryRef(request.target)
  const facts = imageFacts(request.image ?? {})
  const { sizeBytes, fileBytes } = source
  const isFile = path !== STANDARD_STREAM && fileBytes !== null
  const claim = isFile ? await claimOf({ path, fileBytes, isCopied: source.packing === 'none' }) : null
  return {
    plan: {
      outputBytes: null,
      readBytes: source.fileBytes ?? 0,
      dataBytes: 0,
      zeroBytes: 0,
      records: 0,
      sizeBytes: sizeBytes ?? 0,
      checks: [
        {
          label:
            request.anyBytes === true
              ? 'Its bytes are taken as the image, whatever they are'
              : 'No file of another kind, so its bytes are taken as the image',
          state: 'ok',
        },
      ],
      warnings: [],
    },
    async run(): Promise<JobReport> {
      if (claim?.mustReadFirst === true) await checkInputs([path], context)
      const transaction = await context.library.begin(ref, {
        what: `import of ${called(request.target)}`,
        create: facts,
        signal: context.signal,
      })
      try {
        const link = await transaction.newLinkFile('raw', {
          meter: context.meter,
          expectedBytes: sizeBytes ?? undefined,
          ...heldAgainst(claim),
        })
        const target = sparseFileTarget(link, (bytes) => {
          context.meter.skippedBytes += bytes
        })
        const raw = decodeRaw(metered(source, context), sizeBytes === null ? {} : { sizeBytes })
        const reader = counting(raw)
        await apply(reader, target, { signal: context.signal })
        const finalBytes = finalSize(raw, request.paths[0] === STANDARD_STREAM)
        await target.resize(finalBytes)
        await target.finish()
        context.onProgress({ phase: 'finishing', doneBytes: finalBytes, totalBytes: finalBytes })
        const header = { from: null, to: null, sizeBytes: finalBytes }
        const added = {
          kind: 'raw' as const,
          header,
          fileBytes: finalBytes,
          ...reader.counted,
          madeFrom: madeFrom(claim),
        }
        await transaction.commit(withLink(transaction.index, added, link.file, new Date().toISOString()))
        return {
          readBytes: context.meter.readBytes,
          writtenBytes: context.meter.writtenBytes,
          dataBytes: reader.counted.dataBytes,
          zeroBytes: finalBytes - reader.counted.dataBytes,
          records: reader.counted.records,
          sizeBytes: finalBytes,
          path: null,
          target: request.target,
          warnings:
            path === STANDARD_STREAM ? ['Raw from a pipe has no end mark: whether all of it came cannot be known'] : [],
        }
      } finally {
        await transaction.abort()
      }
    },
    close: () => source.close(),
  }
}

function finalSize(raw: RawReader, fromPipe: boolean): number {
  const bytes = raw.totalBytes ?? 0
  if (bytes > 0 || !fromPipe) return bytes
  throw new AppError('E_FILE_EMPTY', 'Nothing came over standard input', {
    hint: 'Look at what the command before the pipe said',
  })
}

/** Counts what is read of the file, packed as it may be, as work done. */
function metered(content: ContentStream, context: OpContext): ByteStream {
  const progress = (): void =>
    context.onProgress({ phase: 'copying', doneBytes: content.workBytes, totalBytes: content.fileBytes })
  progress()
  const count = (chunk: Uint8Array | null): Uint8Array | null => {
    progress()
    return chunk
  }
  return {
    read() {
      const chunk = content.read()
      return chunk instanceof Promise ? chunk.then(count) : count(chunk)
    },
  }
}

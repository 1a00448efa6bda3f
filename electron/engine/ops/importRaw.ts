import { AppError } from '../../../shared/errors.ts'
import type { JobReport, JobRequest } from '../../../shared/jobs.ts'
import { apply } from '../algebra/apply.ts'
import { detect } from '../codec/detect.ts'
import { decodeRaw, type RawReader } from '../codec/raw.ts'
import type { ByteStream } from '../delta.ts'
import { sparseFileTarget } from '../io/sparseFile.ts'
import { withLink } from '../library/chain.ts'
import { checkInputs } from './checkInputs.ts'
import { claimOf, heldAgainst, madeFrom } from './claim.ts'
import { type OpContext, type Prepared, STANDARD_STREAM } from './context.ts'
import { counting } from './counting.ts'
import { closingOnRefusal } from './encode.ts'
import { openContentFile } from './inputFile.ts'
import { rawOrRefuse, STANDARD_INPUT } from './kinds.ts'
import type { ContentStream } from './packing.ts'
import { called, libraryRef } from './refs.ts'
import { openStandardInput } from './standardInput.ts'

type ImportRequest = Extract<JobRequest, { kind: 'import' }>

/**
 * Imports a raw image as a new image's first link, sparse (FORMATS §6.5). What is plainly something else is refused by name
 * (DESIGN §3). Work is counted in bytes read: what will be written is known only then.
 *
 * @throws AppError E_IMAGE_EXISTS, E_POOL_NOT_FOUND, E_FILE_*, E_FORMAT_*
 */
export async function prepareImportRaw(request: ImportRequest, context: OpContext): Promise<Prepared> {
  const [path = '', ...more] = request.paths
  if (more.length > 0) throw new AppError('E_UNSUPPORTED', 'A raw image is one file')
  const ref = libraryRef(request.target)
  await context.library.checkNewImage(ref)
  const source = await openRawInput(path, context)
  const { sizeBytes, fileBytes } = source
  const isFile = path !== STANDARD_STREAM && fileBytes !== null
  const claim = await closingOnRefusal(
    () => source.close(),
    () => (isFile ? claimOf({ path, fileBytes, isCopied: source.packing === 'none' }) : null),
  )
  return {
    plan: {
      outputBytes: null,
      readBytes: source.fileBytes ?? 0,
      dataBytes: 0,
      zeroBytes: 0,
      records: 0,
      sizeBytes: sizeBytes ?? 0,
      checks: [{ label: 'No file of another kind, so its bytes are taken as the image', state: 'ok' }],
      warnings: [],
    },
    async run(): Promise<JobReport> {
      if (claim?.mustReadFirst === true) await checkInputs([path], context)
      const transaction = await context.library.begin(ref, {
        what: `import of ${called(request.target)}`,
        create: {},
        signal: context.signal,
      })
      try {
        const link = await transaction.newLinkFile('raw', {
          meter: context.meter,
          expectedBytes: sizeBytes ?? undefined,
          ...heldAgainst(claim),
        })
        const target = sparseFileTarget(link)
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

/** Opens the input as what it holds, and refuses what is plainly no raw image. */
async function openRawInput(path: string, context: OpContext): Promise<ContentStream> {
  const isPipe = path === STANDARD_STREAM
  const content = isPipe ? await openStandardInput(context) : await openContentFile(path, context)
  try {
    rawOrRefuse(detect(content.head, content.sizeBytes), isPipe ? STANDARD_INPUT : path)
    return content
  } catch (error) {
    await content.close()
    throw error
  }
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

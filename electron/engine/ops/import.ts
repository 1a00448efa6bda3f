import { AppError } from '../../../shared/errors.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { detect } from '../codec/detect.ts'
import { openByteStream } from '../io/byteStream.ts'
import { type OpContext, type Prepared, STANDARD_STREAM } from './context.ts'
import { prepareImportDiffs } from './importDiff.ts'
import { prepareImportRaw } from './importRaw.ts'
import { prepareImportV2, prepareStreamedImportV2 } from './importV2.ts'
import { openContentFile } from './inputFile.ts'
import { importKind, STANDARD_INPUT } from './kinds.ts'
import type { ContentStream } from './packing.ts'
import { libraryRef } from './refs.ts'
import { openStandardInput, requireStandardInput } from './standardInput.ts'

type ImportRequest = Extract<JobRequest, { kind: 'import' }>

/**
 * Makes a new image: of a raw file or an export of format 2, told from its content and held against what the request says; or of a chain of
 * diffs (FORMATS §6.5, §6.6; DESIGN §3).
 *
 * @throws AppError E_IMAGE_EXISTS, E_POOL_NOT_FOUND, E_IMAGE_OPTIONS, E_FILE_*, E_FORMAT_*, E_STREAM_*, E_DIFF_*
 */
export async function prepareImport(request: ImportRequest, context: OpContext): Promise<Prepared> {
  const { format, anyBytes, paths } = request
  if (format === 'diffs') return prepareImportDiffs(request, context)
  const [path = '', ...more] = paths
  if (more.length > 0) throw new AppError('E_UNSUPPORTED', 'An image is made of one file, or of a chain of diffs')
  await context.library.checkNewImage(libraryRef(request.target))
  const isPipe = path === STANDARD_STREAM
  const content = anyBytes === true ? await openBytes(path, context) : await openContent(path, context)
  try {
    const called = isPipe ? STANDARD_INPUT : path
    if (importKind(detect(content.head, content.sizeBytes), { format, anyBytes }, called) === 'raw') {
      return await prepareImportRaw(request, content, context)
    }
    // What cannot be read out of order is checked as it comes; of a file all heads are checked first.
    if (isPipe || content.fileBytes === null) return prepareStreamedImportV2(request, content, context)
  } catch (error) {
    await content.close()
    throw error
  }
  await content.close()
  return prepareImportV2(request, path, context)
}

function openContent(path: string, context: OpContext): Promise<ContentStream> {
  return path === STANDARD_STREAM ? openStandardInput(context) : openContentFile(path, context)
}

/** The bytes as they are, packed or not, and nothing looked at. */
async function openBytes(path: string, context: OpContext): Promise<ContentStream> {
  const { signal, meter } = context
  const file = path === STANDARD_STREAM ? null : await openByteStream(path, { signal, meter })
  const stream = file ?? requireStandardInput(context)
  let workBytes = 0
  return {
    packing: 'none',
    head: new Uint8Array(0),
    sizeBytes: file?.sizeBytes ?? null,
    fileBytes: file?.sizeBytes ?? null,
    get workBytes() {
      return workBytes
    },
    async read() {
      const chunk = await stream.read()
      workBytes += chunk?.length ?? 0
      return chunk
    },
    close: async () => file?.close(),
  }
}

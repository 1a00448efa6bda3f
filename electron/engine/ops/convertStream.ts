import { AppError } from '../../../shared/errors.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { nameFromBytes, nameToBytes, sameBytes } from '../../../shared/names.ts'
import { decodeDiffV1 } from '../codec/diffV1Decode.ts'
import type { DeltaReader } from '../delta.ts'
import type { OpContext, Prepared } from './context.ts'
import { closingOnRefusal } from './encode.ts'
import { prepareRaw } from './encodeRaw.ts'
import { STANDARD_INPUT } from './kinds.ts'
import type { ContentStream } from './packing.ts'
import type { Written } from './written.ts'

type ConvertRequest = Extract<JobRequest, { kind: 'convert' }>

/** Whether a diff from a pipe can be applied as it comes: to a raw image, as it is. Everything else needs to be read out of order. */
export function isApplied({ to, edits, sort }: ConvertRequest): boolean {
  return to === 'raw' && edits === undefined && sort !== true
}

/**
 * Applies a v1 diff from nothing to a new raw image while it comes over standard input; nothing of it is held.
 *
 * @throws AppError E_DIFF_START_SNAPSHOT_MISSING, E_SNAPSHOT_NOT_FOUND, E_STREAM_*; what follows the header is checked as it passes
 */
export async function prepareAppliedStream(
  request: ConvertRequest,
  content: ContentStream,
  context: OpContext,
): Promise<Prepared> {
  const reader = await closingOnRefusal(
    () => content.close(),
    () => decodeDiffV1(content, { close: () => content.close() }),
  )
  return closingOnRefusal(
    () => reader.close(),
    () => {
      checkHeader(reader, request)
      const open = (): DeltaReader => reader
      const delta: Written = {
        header: reader.header,
        totals: { count: 0, dataBytes: 0, zeroBytes: 0 },
        isExact: false,
        isStream: true,
        open,
        openAsIs: open,
      }
      return prepareRaw({
        deltas: [delta],
        origin: {
          inputs: [{ called: STANDARD_INPUT, fileBytes: 0, spillBytes: 0 }],
          source: null,
          warnings: [],
          close: () => reader.close(),
        },
        path: request.path,
        options: request.output,
        context,
        checks: ['The diff begins from nothing and says its size'],
      })
    },
  )
}

function checkHeader({ header }: DeltaReader, { at }: ConvertRequest): void {
  const { from, to, sizeBytes } = header
  if (from !== null) {
    const text = nameFromBytes(from).text
    throw new AppError(
      'E_DIFF_START_SNAPSHOT_MISSING',
      `The diff starts at snapshot “${text}”, so what the image held before is not in it`,
      { detail: { snapshot: text } },
    )
  }
  if (sizeBytes === null) {
    throw new AppError('E_UNSUPPORTED', 'The diff does not say how large the image is', {
      hint: 'Create the image, then import-diff it there',
    })
  }
  const isThere = (at ?? null) === null || (to !== null && sameBytes(to, nameToBytes(at ?? { text: '' })))
  if (!isThere) throw new AppError('E_SNAPSHOT_NOT_FOUND', `The diff does not end at snapshot “${at?.text ?? ''}”`)
}

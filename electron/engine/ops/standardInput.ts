import { AppError } from '../../../shared/errors.ts'
import type { DecodeOptions } from '../codec/diffDecoder.ts'
import { decodeDiffV1, type DiffV1Reader } from '../codec/diffV1Decode.ts'
import type { ByteStream } from '../delta.ts'
import type { OpContext } from './context.ts'
import { STANDARD_INPUT } from './kinds.ts'
import { type ContentStream, contentStream, PACKING_HEAD_BYTES } from './packing.ts'

/** The standard input of this operation. @throws AppError E_UNSUPPORTED where there is none: only the command line has one. */
export function requireStandardInput({ streams: { input } }: OpContext): ByteStream {
  if (input !== undefined) return input
  throw new AppError('E_UNSUPPORTED', 'There is no standard input here', { hint: 'Name a file' })
}

/**
 * Standard input as what it holds: unpacked where it is packed. `headBytes` as for `contentStream`. The stream itself stays open when this is closed.
 *
 * @throws AppError E_UNSUPPORTED, E_FORMAT_COMPRESSED, E_FORMAT_PACKING_DAMAGED, and what reading throws
 */
export function openStandardInput(context: OpContext, headBytes?: number): Promise<ContentStream> {
  const input = requireStandardInput(context)
  return contentStream(input, { signal: context.signal, name: STANDARD_INPUT, sizeBytes: null, headBytes })
}

/** The diff that comes over standard input, its header read. No more is waited for than it needs. @throws AppError as {@link openStandardInput}, and as `decodeDiffV1` */
export async function openStandardDiff(
  context: OpContext,
  options: Omit<DecodeOptions, 'close'> = {},
): Promise<DiffV1Reader> {
  const input = await openStandardInput(context, PACKING_HEAD_BYTES)
  try {
    return await decodeDiffV1(input, { ...options, close: () => input.close() })
  } catch (error) {
    await input.close()
    throw error
  }
}

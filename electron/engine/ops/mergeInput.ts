import { AppError } from '../../../shared/errors.ts'
import { decodeDiffV1 } from '../codec/diffV1Decode.ts'
import { BANNER_DIFF_V1 } from '../codec/diffFormat.ts'
import type { OpContext } from './context.ts'
import { PACKING_HEAD_BYTES } from './packing.ts'
import { openStandardInput } from './standardInput.ts'
import type { Awaitable, ByteStream, DeltaHeader, DeltaReader, DeltaRecord } from '../delta.ts'

/**
 * Says in which input of a merge a fault is, 0 or 1, as `detail.layer`: the real tool's lines name the first or the second. `banner`:
 * what stands where the banner should, which it quotes; it need not be text.
 */
export function inLayer(thrown: unknown, layer: number, banner: Uint8Array | null = null): unknown {
  if (!(thrown instanceof AppError) || thrown.detail?.['layer'] !== undefined) return thrown
  const isBanner = banner !== null && thrown.detail?.['part'] === 'banner' && thrown.code !== 'E_STREAM_TRUNCATED'
  return withDetail(thrown, { layer, ...(isBanner ? { banner: base64Of(banner) } : {}) })
}

/** The same error with more to its detail. */
export function withDetail(error: AppError, detail: Readonly<Record<string, string | number | boolean>>): AppError {
  const { code, message, hint } = error
  return new AppError(code, message, { hint, detail: { ...error.detail, ...detail }, cause: error })
}

function base64Of(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes.subarray(0, BANNER_DIFF_V1.length)) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/**
 * Opens the diff that comes over standard input as the first of a merge. Its faults say so; one met while payload is passed over, not
 * copied, has `detail.skipped` (FORMATS §9).
 *
 * @throws AppError as `openStandardInput` and `decodeDiffV1`.
 */
export async function openFirstInput(context: OpContext): Promise<DeltaReader> {
  const input = await openStandardInput(context, PACKING_HEAD_BYTES)
  const kept = keepBeginning(input)
  try {
    return new FirstInput(await decodeDiffV1(kept.stream, { close: () => input.close() }))
  } catch (error) {
    await input.close()
    throw inLayer(error, 0, kept.bytes())
  }
}

/** A stream whose first bytes can be had again. */
function keepBeginning(stream: ByteStream): { readonly stream: ByteStream; readonly bytes: () => Uint8Array } {
  const kept = new Uint8Array(BANNER_DIFF_V1.length)
  let length = 0
  const keep = (chunk: Uint8Array | null): Uint8Array | null => {
    if (chunk === null || length === kept.length) return chunk
    const more = chunk.subarray(0, kept.length - length)
    kept.set(more, length)
    length += more.length
    return chunk
  }
  return {
    bytes: () => kept.subarray(0, length),
    stream: {
      read() {
        const chunk = stream.read()
        return chunk instanceof Promise ? chunk.then(keep) : keep(chunk)
      },
    },
  }
}

class FirstInput implements DeltaReader {
  readonly header: DeltaHeader
  readonly #reader: DeltaReader

  constructor(reader: DeltaReader) {
    this.header = reader.header
    this.#reader = reader
  }

  next(): Awaitable<DeltaRecord | null> {
    return guarded(() => this.#reader.next(), true)
  }

  payload(maxBytes: number): Awaitable<Uint8Array | null> {
    return guarded(() => this.#reader.payload(maxBytes), false)
  }

  close(): Promise<void> {
    return this.#reader.close()
  }
}

/** Payload that breaks off while the next record is asked for is payload nobody wanted. */
function guarded<T>(work: () => Awaitable<T>, isSkipping: boolean): Awaitable<T> {
  const mark = (thrown: unknown): unknown => {
    const error = inLayer(thrown, 0)
    const isSkipped = isSkipping && error instanceof AppError && error.detail?.['part'] === 'payload'
    return isSkipped ? withDetail(error, { skipped: true }) : error
  }
  try {
    const done = work()
    if (!(done instanceof Promise)) return done
    return done.catch((error: unknown) => {
      throw mark(error)
    })
  } catch (error) {
    throw mark(error)
  }
}

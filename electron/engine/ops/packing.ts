import { AppError } from '../../../shared/errors.ts'
import { detect, DETECT_BYTES } from '../codec/detect.ts'
import type { ByteStream } from '../delta.ts'
import { type Packing, unpack } from '../io/unpack.ts'
import { peeked } from '../io/peeked.ts'
import { compressed, unpackCommand } from './kinds.ts'

/**
 * Whether some first bytes are those of a file that is read as what it unpacks to. Null: it is not packed.
 *
 * @throws AppError E_FORMAT_COMPRESSED for a packing that is not read here.
 */
export function packingOf(head: Uint8Array, fileBytes: number | null, name: string): Packing | null {
  const detected = detect(head, fileBytes)
  if (detected.kind !== 'foreign' || !detected.compressed) return null
  if (detected.format === 'gzip' || detected.format === 'zstd') return detected.format
  throw compressed(detected.format, name)
}

/** A stream as what it holds: packed or not, its content. */
export interface ContentStream extends ByteStream {
  readonly packing: 'none' | Packing
  /** The content's first 4 KiB, or all there is; of a stream that was not looked at, none. */
  readonly head: Uint8Array
  /** Length of the content where it is known beforehand. */
  readonly sizeBytes: number | null
  /** Length of the stream as it lies there, where it is known. */
  readonly fileBytes: number | null
  /** Bytes of the stream that have been read, packed as it is, for progress against its own length. */
  readonly workBytes: number
  /** Lets go of the unpacker; the stream itself is its owner's to close. */
  close(): Promise<void>
}

/** What is asked of {@link contentStream}. */
export interface ContentOptions {
  readonly signal: AbortSignal
  /** What sentences call the stream. */
  readonly name: string
  /** Length of the stream where it is known. */
  readonly sizeBytes: number | null
  /** How much of the content is looked at; default {@link DETECT_BYTES}. Less for a stream that may pause early: no more is waited for. */
  readonly headBytes?: number | undefined
}

/** Enough to tell what is packed from what is not. Every stream that is something has as many. */
export const PACKING_HEAD_BYTES = 4

/**
 * Reads a stream as its content: what is packed with gzip or zstd is unpacked on the way.
 *
 * @throws AppError E_FORMAT_COMPRESSED for another packing, and when the content is packed once more; E_FORMAT_PACKING_DAMAGED, from `read` too.
 */
export async function contentStream(stream: ByteStream, options: ContentOptions): Promise<ContentStream> {
  const { signal, name, sizeBytes, headBytes = DETECT_BYTES } = options
  let workBytes = 0
  const counted: ByteStream = {
    read() {
      const chunk = stream.read()
      return chunk instanceof Promise ? chunk.then(count) : count(chunk)
    },
  }
  const count = (chunk: Uint8Array | null): Uint8Array | null => {
    workBytes += chunk?.length ?? 0
    return chunk
  }
  const outer = await peeked(counted, headBytes)
  const packing = packingOf(outer.head, sizeBytes, name)
  if (packing === null) {
    return {
      packing: 'none',
      head: outer.head,
      sizeBytes,
      fileBytes: sizeBytes,
      read: () => outer.stream.read(),
      get workBytes() {
        return workBytes
      },
      close: () => Promise.resolve(),
    }
  }
  const unpacked = unpack(outer.stream, packing, { signal, name })
  try {
    const inner = await peeked(unpacked, headBytes)
    refusePackedAgain(inner.head, packing, name)
    return {
      packing,
      head: inner.head,
      sizeBytes: null,
      fileBytes: sizeBytes,
      read: () => inner.stream.read(),
      get workBytes() {
        return workBytes
      },
      close: () => unpacked.close(),
    }
  } catch (error) {
    await unpacked.close()
    throw error
  }
}

/** What is packed twice is unpacked once by its owner: two unpackers, two spills, would surprise more than they help. */
export function refusePackedAgain(head: Uint8Array, packing: Packing, name: string): void {
  const detected = detect(head, null)
  if (detected.kind !== 'foreign' || !detected.compressed) return
  throw new AppError('E_FORMAT_COMPRESSED', `${name} is packed twice: ${detected.format} inside ${packing}`, {
    hint: `Unpack it first: ${unpackCommand(packing, name)}`,
    detail: { format: detected.format, outer: packing },
  })
}

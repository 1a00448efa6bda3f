import { createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from 'node:zlib'
import { AppError } from '../../../shared/errors.ts'
import { PackingError, type PackingFault, ZstdFrames } from '../codec/zstdFrames.ts'
import type { ByteStream } from '../delta.ts'

/** The ways of packing that are read as if they were not there. */
export type Packing = 'gzip' | 'zstd'

/** Options of {@link unpack}. */
export interface UnpackOptions {
  readonly signal: AbortSignal
  /** What sentences call the packed file or stream. */
  readonly name: string
}

/** The content of a packed stream, which must be closed. */
export interface UnpackedStream extends ByteStream {
  /** Bytes of the packed stream that have been read. */
  readonly packedBytes: number
  /** Lets go of the unpacker, at any moment; the packed stream is its owner's to close. */
  close(): Promise<void>
}

/** What is given to the unpacker at once: little, so that a damaged place is found nearly where it is. */
const PIECE_BYTES = 128 * 1024
const CHUNK_BYTES = 256 * 1024

/**
 * Unpacks a stream while it is read: gzip of any number of members, zstd of any number of frames. A chunk is valid until the next pull.
 *
 * Memory: one chunk of 256 KiB each way, and the unpacker's window: 32 KiB for gzip, at most 128 MiB for zstd, whatever the file says.
 * @throws AppError from `read`: E_FORMAT_PACKING_DAMAGED with `detail.offset` in the packed bytes, near what is damaged; E_FORMAT_COMPRESSED for a
 *   zstd file that needs a larger window; what the packed stream throws; the signal's reason when aborted.
 */
export function unpack(packed: ByteStream, packing: Packing, options: UnpackOptions): UnpackedStream {
  return new Unpacker(packed, packing, options)
}

class Unpacker implements UnpackedStream {
  packedBytes = 0
  readonly #packed: ByteStream
  readonly #packing: Packing
  readonly #options: UnpackOptions
  readonly #frames: ZstdFrames | null
  readonly #engine: Gunzip | ZstdDecompress
  readonly #onAbort: () => void
  #failure: { readonly error: unknown } | null = null
  #isFeeding = false
  #hasEnded = false
  #isClosed = false
  #hasFed = false
  /** Where the part that is being unpacked begins in the packed stream. */
  #partStart = 0
  #wake: (() => void) | null = null
  #atEnd: (() => void) | null = null

  constructor(packed: ByteStream, packing: Packing, options: UnpackOptions) {
    this.#packed = packed
    this.#packing = packing
    this.#options = options
    this.#frames = packing === 'zstd' ? new ZstdFrames() : null
    this.#engine =
      packing === 'zstd' ? createZstdDecompress({ chunkSize: CHUNK_BYTES }) : createGunzip({ chunkSize: CHUNK_BYTES })
    this.#engine.on('readable', () => this.#stir())
    this.#engine.on('error', (error) => this.#fail(this.#damaged(error)))
    this.#engine.on('end', () => {
      this.#hasEnded = true
      this.#atEnd?.()
      this.#stir()
    })
    this.#onAbort = () => this.#stir()
    options.signal.addEventListener('abort', this.#onAbort)
  }

  async read(): Promise<Uint8Array | null> {
    for (;;) {
      this.#options.signal.throwIfAborted()
      if (!this.#isFeeding) {
        this.#isFeeding = true
        void this.#feed().catch((error: unknown) => this.#fail(this.#damaged(error)))
      }
      const chunk = this.#engine.read() as Uint8Array | null
      if (chunk !== null) return chunk
      if (this.#failure !== null) throw this.#failure.error
      // The end of what is unpacked is believed only once all that is packed has been looked at.
      if (this.#hasEnded && this.#hasFed) return null
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        if (this.#failure !== null || this.#options.signal.aborted || (this.#hasEnded && this.#hasFed)) this.#stir()
      })
    }
  }

  close(): Promise<void> {
    this.#isClosed = true
    this.#options.signal.removeEventListener('abort', this.#onAbort)
    this.#engine.destroy()
    return Promise.resolve()
  }

  /** Gives the unpacker all there is, each piece when it has taken the one before: backpressure all the way. */
  async #feed(): Promise<void> {
    for (;;) {
      const pulled = this.#packed.read()
      const chunk = pulled instanceof Promise ? await pulled : pulled
      if (chunk === null || this.#isClosed) break
      const start = this.packedBytes
      this.packedBytes += chunk.length
      if (this.#frames === null) {
        await this.#give(chunk, start)
        continue
      }
      for (const piece of this.#frames.pieces(chunk)) await this.#give(piece, this.#frames.position - piece.length)
    }
    if (this.#isClosed) return
    this.#frames?.end()
    this.#hasFed = true
    if (this.#hasEnded) this.#stir()
    else this.#engine.end()
  }

  /** Gives a piece of which `start` says where in the packed stream it begins. */
  async #give(piece: Uint8Array, start: number): Promise<void> {
    for (let at = 0; at < piece.length && !this.#isClosed; at += PIECE_BYTES) {
      const part = piece.subarray(at, at + PIECE_BYTES)
      this.#partStart = start + at
      let taken = 0
      if (!this.#hasEnded) {
        const before = this.#engine.bytesWritten
        await this.#put(part)
        taken = this.#engine.bytesWritten - before
      }
      // gzip may be followed by zeros, as on tapes, and by nothing else.
      const rest = part.subarray(taken).findIndex((byte) => byte !== 0)
      if (rest >= 0) throw new PackingError('trailing', this.#partStart + taken + rest)
    }
  }

  /** Settles when the unpacker has taken a part, or has come to its end within it: then Node never answers. */
  #put(part: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#atEnd = resolve
      this.#engine.write(part, (error) => (error ? reject(error) : resolve()))
    })
  }

  #fail(error: unknown): void {
    this.#failure ??= { error }
    this.#stir()
  }

  #stir(): void {
    this.#wake?.()
    this.#wake = null
  }

  /** What an unpacker says, as a sentence about the file. */
  #damaged(error: unknown): unknown {
    const { name, signal } = this.#options
    if (signal.aborted || this.#isClosed || !(error instanceof Error)) return error
    const { code = '' } = error as NodeJS.ErrnoException
    const fault = error instanceof PackingError ? error.fault : (FAULTS[code] ?? null)
    // A failure of the disk or of the pipe is none of the packing.
    if (fault === null && !/^(Z_|ZSTD_error_)/.test(code)) return error
    if (fault === 'window') {
      return new AppError('E_FORMAT_COMPRESSED', `${name} is packed with a zstd window larger than 128 MiB`, {
        hint: 'Unpack it first: zstd -d --long=31 FILE',
        detail: { format: 'zstd' },
      })
    }
    const offset = error instanceof PackingError ? error.offset : fault === 'cut' ? this.packedBytes : this.#partStart
    return new AppError('E_FORMAT_PACKING_DAMAGED', `${name} ${sentenceOf(fault, this.#packing, offset)}`, {
      detail: { offset, format: this.#packing },
      cause: error,
    })
  }
}

const FAULTS: Readonly<Record<string, PackingFault>> = {
  Z_BUF_ERROR: 'cut',
  ZSTD_error_frameParameter_windowTooLarge: 'window',
}

function sentenceOf(fault: PackingFault | null, packing: Packing, offset: number): string {
  switch (fault) {
    case 'cut':
      return `is cut off: its ${packing} packing goes on behind its last byte, ${offset}`
    case 'trailing':
      return `is damaged: at byte ${offset}, behind the end of its ${packing} packing, stands something else`
    case 'no-frame':
      return `is damaged: at byte ${offset} no frame of zstd begins`
    default:
      return `is damaged: its ${packing} packing cannot be read from about byte ${offset} on`
  }
}

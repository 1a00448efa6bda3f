import { getU32 } from './littleEndian.ts'

/** What is wrong with packed bytes, and where: `offset` counts bytes of the packed file. */
export type PackingFault = 'no-frame' | 'reserved' | 'window' | 'cut' | 'trailing'

/** Thrown where packed bytes are found wanting; whoever knows the file makes the error of it. */
export class PackingError extends Error {
  readonly fault: PackingFault
  readonly offset: number

  constructor(fault: PackingFault, offset: number) {
    super(`${fault} at byte ${offset}`)
    this.fault = fault
    this.offset = offset
  }
}

/** `28 b5 2f fd`: a frame follows. */
const ZSTD_MAGIC = 0xfd2fb528
/** `5x 2a 4d 18`: a frame to be passed over, whatever `x` is. */
const SKIPPABLE_MAGIC = 0x184d2a50
/** What the decoder itself takes at most, so that no file decides an allocation beyond it. */
const ZSTD_WINDOW_MAX_BYTES = 128 * 1024 * 1024

const BLOCK_HEAD_BYTES = 3
const BLOCK_RLE = 1
const BLOCK_RESERVED = 3
const CHECKSUM_BYTES = 4

type Step = 'magic' | 'skip-size' | 'skip' | 'descriptor' | 'header' | 'block-head' | 'block' | 'checksum'

function isSkippableMagic(field: Uint8Array): boolean {
  return (getU32(field, 0) & 0xfffffff0) === SKIPPABLE_MAGIC
}

/**
 * Cuts a zstd file into pieces of which none reaches over the end of a frame, and leaves skippable frames out.
 *
 * Node's decoder stops without a word behind the first frame of a piece, so what it is given must be cut there. Heads of frames and blocks
 * are read, payload is passed on as it is; nothing is copied but the four bytes of each magic.
 *
 * ```
 * frame:  28 b5 2f fd | descriptor | [window] [dictionary] [content size] | blocks | [checksum, 4]
 * block:  3 bytes: last (1 bit), type (2: raw, one byte repeated, packed, reserved), size (21) | payload
 * skippable: 5x 2a 4d 18 | size, 4 | payload
 * ```
 */
export class ZstdFrames {
  #step: Step = 'magic'
  /** Bytes of the field at hand, gathered where it straddles two chunks. */
  readonly #field = new Uint8Array(14)
  #have = 0
  /** How long the field at hand is, or how much payload is left. */
  #want = 4
  #descriptor = 0
  #isLast = false
  #position = 0
  #frameStart = 0

  /** Bytes passed so far. */
  get position(): number {
    return this.#position
  }

  /** The pieces of a chunk, in order; views of it, or of the magic. @throws PackingError */
  *pieces(chunk: Uint8Array): Generator<Uint8Array, void, undefined> {
    for (let at = 0, from = 0; at < chunk.length; ) {
      const wasOutside = this.#isOutside
      const step = Math.min(this.#want - this.#have, chunk.length - at)
      if (this.#step !== 'skip' && this.#step !== 'block') this.#field.set(chunk.subarray(at, at + step), this.#have)
      this.#have += step
      at += step
      this.#position += step
      const isWhole = this.#have === this.#want
      const isMagic = this.#step === 'magic'
      if (isWhole) this.#next()
      if (wasOutside) {
        from = at
        if (isWhole && isMagic && this.#step === 'descriptor') yield MAGIC
      } else if (this.#step === 'magic' || at === chunk.length) {
        yield chunk.subarray(from, at)
        from = at
      }
    }
  }

  /** To be called behind the last chunk. @throws PackingError `cut` when the file ends within a frame. */
  end(): void {
    if (this.#step !== 'magic' || this.#have > 0) throw new PackingError('cut', this.#position)
  }

  get #isOutside(): boolean {
    return this.#step === 'magic' || this.#step === 'skip-size' || this.#step === 'skip'
  }

  #go(step: Step, want: number): void {
    this.#step = step
    this.#want = want
    this.#have = 0
    // A payload of no bytes is over at once.
    if (want === 0) this.#next()
  }

  #next(): void {
    const field = this.#field
    switch (this.#step) {
      case 'magic':
        this.#frameStart = this.#position - 4
        if (getU32(field, 0) === ZSTD_MAGIC) return this.#go('descriptor', 1)
        if (isSkippableMagic(field)) return this.#go('skip-size', 4)
        throw new PackingError('no-frame', this.#frameStart)
      case 'skip-size':
        return this.#go('skip', getU32(field, 0))
      case 'skip':
      case 'checksum':
        return this.#go('magic', 4)
      case 'descriptor':
        this.#descriptor = field[0] as number
        if ((this.#descriptor & 0x08) !== 0) throw new PackingError('reserved', this.#frameStart)
        return this.#go('header', headerBytes(this.#descriptor))
      case 'header':
        if (windowBytes(this.#descriptor, field) > ZSTD_WINDOW_MAX_BYTES) {
          throw new PackingError('window', this.#frameStart)
        }
        return this.#go('block-head', BLOCK_HEAD_BYTES)
      case 'block-head': {
        const head = (field[0] as number) | ((field[1] as number) << 8) | ((field[2] as number) << 16)
        const type = (head >> 1) & 3
        if (type === BLOCK_RESERVED) throw new PackingError('reserved', this.#position - BLOCK_HEAD_BYTES)
        this.#isLast = (head & 1) === 1
        return this.#go('block', type === BLOCK_RLE ? 1 : head >> 3)
      }
      case 'block':
        if (!this.#isLast) return this.#go('block-head', BLOCK_HEAD_BYTES)
        return (this.#descriptor & 0x04) === 0 ? this.#go('magic', 4) : this.#go('checksum', CHECKSUM_BYTES)
    }
  }
}

const MAGIC = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd)

/** How long the content of the first frame is, where its head says so; null where it does not, or where no frame stands. */
export function zstdContentBytes(head: Uint8Array): number | null {
  if (head.length < 18 || getU32(head, 0) !== ZSTD_MAGIC) return null
  const descriptor = head[4] as number
  if ((descriptor & 0x20) === 0 && descriptor >> 6 === 0) return null
  return contentBytes(descriptor, head.subarray(5), (descriptor & 0x20) === 0 ? 1 : 0)
}

/** Length of what stands between the descriptor and the first block. */
function headerBytes(descriptor: number): number {
  const isSingle = (descriptor & 0x20) !== 0
  const size = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] as number
  return (isSingle ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] as number) + size
}

/** What a frame wants its decoder to keep. A frame of one segment names its content's size instead. */
function windowBytes(descriptor: number, field: Uint8Array): number {
  if ((descriptor & 0x20) === 0) {
    const value = field[0] as number
    const base = 2 ** (10 + (value >> 3))
    return base + (base / 8) * (value & 7)
  }
  return contentBytes(descriptor, field, 0)
}

/** The content's size, behind the dictionary's id that stands at `from`. */
function contentBytes(descriptor: number, field: Uint8Array, from: number): number {
  const at = from + ([0, 1, 2, 4][descriptor & 3] as number)
  switch (descriptor >> 6) {
    case 0:
      return field[at] as number
    case 1:
      return (field[at] as number) + (field[at + 1] as number) * 256 + 256
    case 2:
      return getU32(field, at)
    default:
      return getU32(field, at) + getU32(field, at + 4) * 2 ** 32
  }
}

import type { Awaitable, ByteStream, DeltaReader } from '../delta.ts'
import { ByteReader } from './byteReader.ts'
import { type DecodeOptions, DiffDecoder, hasEnded } from './diffDecoder.ts'
import { BANNER_DIFF_V2, DIFF_V2, startsWith } from './diffFormat.ts'
import { decodeDiffHeader } from './diffHeader.ts'
import { addFinding, type Finding } from './finding.ts'
import { decodeImageV2Header, type ImageV2Header } from './imageV2Header.ts'
import { moreDiffs } from './imageV2Scan.ts'
import { PointRules } from './pointRules.ts'

/**
 * An export of format 2 being decoded.
 *
 * `nextDiff` gives the diffs in stream order, oldest first, and null behind the last; what is left of the one before is passed
 * over. Closing a diff does not end the stream; `close` does, and releases its source. `findings` grow while it is read.
 * `header.protectionBytes` is that of the first `p` record, so it is null until a diff that has one is reached.
 */
export interface ImageV2Reader {
  readonly header: ImageV2Header
  readonly diffCount: number
  readonly findings: readonly Finding[]
  nextDiff(): Promise<DeltaReader | null>
  close(): Promise<void>
}

/**
 * Decodes an export of format 2, in stream order; the promise settles when the header and the number of diffs are read.
 *
 * Payload slices are views of the stream's own chunks. Nothing is allocated by a length from the stream. Unknown records are
 * passed over and are findings, and so are bytes behind the last diff, unless they are another diff. Source: FORMATS §4, §5, §13.
 * @throws AppError E_STREAM_TRUNCATED, E_STREAM_BAD_MAGIC, E_STREAM_BAD_RECORD, E_STREAM_TOO_LARGE, E_STREAM_COUNT,
 *   E_FORMAT_IS_DIFF, E_FORMAT_UNSUPPORTED — each with `detail.offset`, `detail.part` and `detail.field`; from here, from
 *   `nextDiff`, and from `next` and `payload` of a diff.
 */
export async function decodeImageV2(stream: ByteStream, options: DecodeOptions = {}): Promise<ImageV2Reader> {
  const reader = new ByteReader(stream)
  const findings: Finding[] = []
  const { header, diffCount } = await decodeImageV2Header(reader, options.strict ?? true, findings)
  return new ImageDecoder(reader, header, diffCount, findings, options)
}

class ImageDecoder implements ImageV2Reader {
  header: ImageV2Header
  readonly diffCount: number
  readonly findings: Finding[]
  readonly #reader: ByteReader
  readonly #options: DecodeOptions
  readonly #strict: boolean
  readonly #points: PointRules
  #current: DiffDecoder | null = null
  #closed = false

  constructor(
    reader: ByteReader,
    header: ImageV2Header,
    diffCount: number,
    findings: Finding[],
    options: DecodeOptions,
  ) {
    this.header = header
    this.diffCount = diffCount
    this.findings = findings
    this.#reader = reader
    this.#options = options
    this.#strict = options.strict ?? true
    this.#points = new PointRules(diffCount, this.#strict, findings)
  }

  async nextDiff(): Promise<DeltaReader | null> {
    if (this.#closed) return null
    await this.#current?.drain()
    if (this.#points.index === this.diffCount) return null
    const at = this.#reader.pos
    const decoded = await decodeDiffHeader(this.#reader, DIFF_V2, this.#strict, this.findings)
    this.#points.check(decoded, at)
    const { protectionBytes } = this.#points
    if (protectionBytes !== this.header.protectionBytes) this.header = { ...this.header, protectionBytes }
    this.#current = new DiffDecoder(this.#reader, DIFF_V2, decoded.header, {
      strict: this.#strict,
      findings: this.findings,
      ended: () => {
        if (this.#points.index === this.diffCount) return this.#ended()
      },
    })
    return this.#current
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#current?.close()
    await this.#options.close?.()
  }

  /** Looks at what follows the last diff. */
  #ended(): Awaitable<void> {
    const ended = hasEnded(this.#reader, this.#options)
    if (ended === true) return
    return this.#trailing(ended)
  }

  async #trailing(ended: Awaitable<boolean>): Promise<void> {
    if (await ended) return
    const reader = this.#reader
    const at = reader.pos
    if (this.#options.toEnd !== false) await reader.buffer(BANNER_DIFF_V2.length)
    if (startsWith(reader.ahead(), BANNER_DIFF_V2)) throw moreDiffs(at, this.diffCount)
    addFinding(this.findings, { code: 'trailing-bytes', offset: at })
  }
}

import { AppError } from '../../../shared/errors.ts'
import type { ByteStream, DeltaHeader, RandomAccess } from '../delta.ts'
import { ByteReader } from './byteReader.ts'
import { RECORD_HEAD_BYTES, TAG_DATA, TAG_END, TAG_ZERO } from './diffV1Format.ts'
import { decodeDiffV1Header } from './diffV1Header.ts'
import { addFinding, type Finding } from './finding.ts'
import { getU64 } from './littleEndian.ts'
import { RecordRules } from './recordRules.ts'
import { RecordTable } from './recordTable.ts'
import { type StreamField, tooLarge, truncated } from './streamErrors.ts'

/** What the heads of a v1 diff say. `endPosition` is just behind the end mark. */
export interface ScannedDiff {
  readonly header: DeltaHeader
  readonly records: RecordTable
  readonly endPosition: number
  readonly trailingBytes: number
  readonly findings: readonly Finding[]
}

export interface ScanDiffV1Options {
  readonly signal: AbortSignal
  /** As {@link DecodeDiffV1Options.strict}. Default true. */
  readonly strict?: boolean
  /** Bytes of the file passed so far; called at every yield and once at the end. */
  readonly onProgress?: (position: number) => void
  /** Lets the event loop turn, so that a cancel is heard; default `setImmediate`. */
  readonly yieldNow?: () => Promise<void>
}

/** Heads closer together than this are read in one go with what lies between; farther apart, each by a read of its own. */
const NEAR_BYTES = 8192
const WIDE_WINDOW_BYTES = 1024 * 1024
const NARROW_WINDOW_BYTES = 512
/** Reads of a cold disk take milliseconds each, so the loop turns after few of them; heads at hand cost nothing. */
const READS_PER_TURN = 64
const HEADS_PER_TURN = 16384

/**
 * Reads the heads of a v1 diff and none of its payload: the plan of every operation on a seekable file.
 *
 * Makes the same checks and errors as the decoder, and knows besides at once whether a payload reaches past the end of
 * the file. Dense small records are read through a 1 MiB window, sparse ones by 512-byte reads.
 * Source: FORMATS §3, §13.
 * @throws AppError as `decodeDiffV1`; the signal's reason when aborted.
 */
export async function scanDiffV1(file: RandomAccess, options: ScanDiffV1Options): Promise<ScannedDiff> {
  const findings: Finding[] = []
  const reader = new ByteReader(headerStream(file))
  const header = await decodeDiffV1Header(reader, findings)
  const scan = new HeadScan(file, reader.pos, new RecordRules(header, options.strict ?? true, findings))
  const yieldNow = options.yieldNow ?? turn
  while (!scan.run()) {
    options.onProgress?.(scan.position)
    await yieldNow()
    options.signal.throwIfAborted()
  }
  options.onProgress?.(scan.position)
  const trailingBytes = file.sizeBytes - scan.position
  if (trailingBytes > 0)
    addFinding(findings, { code: 'trailing-bytes', offset: scan.position, detail: { trailingBytes } })
  return { header, records: scan.records, endPosition: scan.position, trailingBytes, findings }
}

/** What the heads of a v1 diff say up to the first thing that makes it unreadable. */
export interface ScannedToFault {
  readonly header: DeltaHeader
  /** Records out of order, overlapping, empty or past the size are among them. */
  readonly records: RecordTable
  /** Why nothing more could be read; null: the end mark is there. */
  readonly fault: AppError | null
  /** The record whose payload breaks off, behind all in `records`, and how much of the payload there is. */
  readonly cut: { readonly offset: number; readonly length: number; readonly haveBytes: number } | null
}

/**
 * Reads the heads of a v1 diff as far as they can be read: for a diff that is damaged, to say what somebody else would meet first.
 *
 * @throws AppError what the header throws, as `decodeDiffV1`; the signal's reason when aborted.
 */
export async function scanToFault(file: RandomAccess, { signal }: ScanDiffV1Options): Promise<ScannedToFault> {
  const reader = new ByteReader(headerStream(file))
  const header = await decodeDiffV1Header(reader, [])
  const scan = new HeadScan(file, reader.pos, new RecordRules(header, false, []))
  try {
    while (!scan.run()) {
      await turn()
      signal.throwIfAborted()
    }
    return { header, records: scan.records, fault: null, cut: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { header, records: scan.records, fault: error, cut: cutRecord(file, scan.position, error) }
  }
}

function cutRecord(file: RandomAccess, at: number, { detail }: AppError): ScannedToFault['cut'] {
  if (detail?.['part'] !== 'payload') return null
  const head = new Uint8Array(RECORD_HEAD_BYTES)
  file.readAtSync(at, head)
  const [offset, length] = [getU64(head, 1), getU64(head, 9)]
  if (offset === null || length === null) return null
  return { offset, length, haveBytes: file.sizeBytes - at - RECORD_HEAD_BYTES }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** The file from its start in small pieces: a header is some dozen bytes, two long names at most. */
function headerStream(file: RandomAccess): ByteStream {
  const buffer = new Uint8Array(NARROW_WINDOW_BYTES)
  let position = 0
  return {
    read() {
      const count = file.readAtSync(position, buffer)
      position += count
      return count === 0 ? null : buffer.subarray(0, count)
    },
  }
}

class HeadScan {
  readonly records = new RecordTable()
  position: number
  readonly #file: RandomAccess
  readonly #rules: RecordRules
  #wide: Uint8Array | null = null
  readonly #narrow = new Uint8Array(NARROW_WINDOW_BYTES)
  #window: Uint8Array = this.#narrow
  #windowStart = 0
  #windowEnd = 0
  /** Running mean of the distance from head to head. */
  #meanStep = 0

  constructor(file: RandomAccess, position: number, rules: RecordRules) {
    this.#file = file
    this.position = position
    this.#rules = rules
  }

  /** Reads heads until the end mark (true) or until it is time to let the event loop turn (false). */
  run(): boolean {
    let reads = 0
    for (let heads = 0; heads < HEADS_PER_TURN; heads++) {
      if (this.position + RECORD_HEAD_BYTES > this.#windowEnd || this.position < this.#windowStart) {
        if (reads === READS_PER_TURN) return false
        reads += this.#window.length > NARROW_WINDOW_BYTES ? 8 : 1
        if (reads > READS_PER_TURN) reads = READS_PER_TURN
        this.#load()
      }
      if (this.#head()) return true
    }
    return false
  }

  #head(): boolean {
    const at = this.position
    const window = this.#window
    const from = at - this.#windowStart
    const have = this.#windowEnd - at
    if (have <= 0) throw truncated('end', 'tag', at)
    const tag = window[from] as number
    if (tag === TAG_END) {
      this.position = at + 1
      return true
    }
    if (tag !== TAG_DATA && tag !== TAG_ZERO) this.#rules.refuseTag(at, tag)
    const offset = this.#number(from + 1, have - 1, 'offset')
    const length = this.#number(from + 9, have - 9, 'length')
    const isData = tag === TAG_DATA
    this.#rules.check(at, isData, offset, length)
    const payload = at + RECORD_HEAD_BYTES
    if (isData) {
      if (payload + length > this.#file.sizeBytes) throw truncated('payload', 'data', this.#file.sizeBytes)
      this.records.push('data', offset, length, payload)
      this.position = payload + length
    } else {
      this.records.push('zero', offset, length)
      this.position = payload
    }
    this.#meanStep += (this.position - at - this.#meanStep) / 8
    return false
  }

  #number(from: number, have: number, field: StreamField): number {
    if (have < 8) throw truncated('record', field, this.#windowEnd)
    const value = getU64(this.#window, from)
    if (value === null) throw tooLarge('record', field, this.#windowStart + from)
    return value
  }

  #load(): void {
    // The window begins narrow, so that a diff of a few large records costs a few small reads.
    if (this.#meanStep > 0 && this.#meanStep <= NEAR_BYTES)
      this.#window = this.#wide ??= new Uint8Array(WIDE_WINDOW_BYTES)
    else this.#window = this.#narrow
    this.#windowStart = this.position
    this.#windowEnd = this.position + this.#file.readAtSync(this.position, this.#window)
  }
}

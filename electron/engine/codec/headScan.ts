import type { DeltaHeader, RandomAccess } from '../delta.ts'
import { type DiffGrammar, isKnownTag, TAG_DATA, TAG_END, TAG_ZERO } from './diffFormat.ts'
import { addFinding, type Finding } from './finding.ts'
import { getU64 } from './littleEndian.ts'
import type { RecordRules } from './recordRules.ts'
import { RecordTable } from './recordTable.ts'
import { type StreamField, tooLarge, truncated } from './streamErrors.ts'

/** What the heads of a diff say. Positions are bytes of the file: of its banner, and just behind its end mark. */
export interface ScannedDiff {
  readonly header: DeltaHeader
  readonly records: RecordTable
  readonly startPosition: number
  readonly endPosition: number
}

/** How a file's heads are read, of either format. */
export interface ScanOptions {
  readonly signal: AbortSignal
  /** False: what `ToleratedFault` names becomes a finding instead of an error. Default true. */
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
 * Reads the record heads of one diff after another in a seekable file, and none of their payload.
 *
 * Dense small records are read through a 1 MiB window, sparse ones by 512-byte reads. Works in turns: `run` comes back
 * after so many reads or heads, so that whoever calls it can let the event loop turn.
 */
export class HeadScan {
  records = new RecordTable()
  position = 0
  readonly #file: RandomAccess
  readonly #findings: Finding[]
  readonly #prefixBytes: number
  readonly #headBytes: number
  #rules: RecordRules | null = null
  #wide: Uint8Array | null = null
  readonly #narrow = new Uint8Array(NARROW_WINDOW_BYTES)
  #window: Uint8Array = this.#narrow
  #windowStart = 0
  #windowEnd = 0
  /** Running mean of the distance from head to head. */
  #meanStep = 0
  #readsLeft = READS_PER_TURN
  #headsLeft = HEADS_PER_TURN

  constructor(file: RandomAccess, grammar: DiffGrammar, findings: Finding[]) {
    this.#file = file
    this.#findings = findings
    this.#prefixBytes = grammar.prefixBytes
    this.#headBytes = grammar.recordHeadBytes
  }

  /** Begins a diff whose header ends at `position`, with a table of its own. Its header counts as a read of the turn. */
  begin(position: number, rules: RecordRules): void {
    this.records = new RecordTable()
    this.position = position
    this.#rules = rules
    this.#readsLeft--
  }

  /** Reads heads until the end mark (true) or until it is time to let the event loop turn (false). */
  run(): boolean {
    const rules = this.#rules as RecordRules
    for (; this.#headsLeft > 0; this.#headsLeft--) {
      if (this.position + this.#headBytes > this.#windowEnd || this.position < this.#windowStart) {
        if (this.#readsLeft <= 0) break
        this.#readsLeft -= this.#window.length > NARROW_WINDOW_BYTES ? 8 : 1
        this.#load()
      }
      if (this.#head(rules)) return true
    }
    this.#readsLeft = READS_PER_TURN
    this.#headsLeft = HEADS_PER_TURN
    return false
  }

  #head(rules: RecordRules): boolean {
    const at = this.position
    const window = this.#window
    const prefixBytes = this.#prefixBytes
    let from = at - this.#windowStart
    let have = this.#windowEnd - at
    if (have <= 0) throw truncated('end', 'tag', at)
    const tag = window[from] as number
    if (tag === TAG_END) {
      this.position = at + 1
      return true
    }
    if (tag !== TAG_DATA && tag !== TAG_ZERO) {
      if (prefixBytes === 0 || isKnownTag(tag)) rules.refuseTag(at, tag)
      this.#skipUnknown(at, tag)
      return false
    }
    from += 1 + prefixBytes
    have -= 1 + prefixBytes
    const bodyBytes = prefixBytes === 0 ? 0 : this.#number(from - 8, have + 8, 'tag-length')
    const offset = this.#number(from, have, 'offset')
    const length = this.#number(from + 8, have - 8, 'length')
    const isData = tag === TAG_DATA
    if (prefixBytes !== 0) rules.checkBody(at, bodyBytes, isData ? length : 0)
    rules.check(at, isData, offset, length)
    const payload = at + this.#headBytes
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

  #skipUnknown(at: number, tag: number): void {
    const bodyBytes = this.#number(at + 1 - this.#windowStart, this.#windowEnd - at - 1, 'tag-length')
    addFinding(this.#findings, { code: 'unknown-tag', offset: at, detail: { tag, bodyBytes } })
    this.position = at + 9 + bodyBytes
    if (this.position > this.#file.sizeBytes) throw truncated('record', 'body', this.#file.sizeBytes)
  }

  /** What is left of the file, though never less than a narrow window: of many small files none costs a wide one. */
  #bytesAhead(): number {
    return Math.max(NARROW_WINDOW_BYTES, this.#file.sizeBytes - this.position)
  }

  #load(): void {
    // The window begins narrow, so that a diff of a few large records costs a few small reads.
    if (this.#meanStep > 0 && this.#meanStep <= NEAR_BYTES)
      this.#window = this.#wide ??= new Uint8Array(Math.min(WIDE_WINDOW_BYTES, this.#bytesAhead()))
    else this.#window = this.#narrow
    this.#windowStart = this.position
    this.#windowEnd = this.position + this.#file.readAtSync(this.position, this.#window)
  }
}

/** Reads the records of the diff a scan has begun, to its end mark, letting the event loop turn. */
export async function scanRecords(scan: HeadScan, options: ScanOptions): Promise<void> {
  const yieldNow = options.yieldNow ?? turn
  while (!scan.run()) {
    options.onProgress?.(scan.position)
    await yieldNow()
    options.signal.throwIfAborted()
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

import type { DeltaHeader } from '../delta.ts'
import {
  DATA_RECORD_MAX_BYTES,
  type DiffGrammar,
  isHeaderTag,
  RECORD_BODY_BYTES,
  TAG_PROTECTION,
} from './diffFormat.ts'
import { addFinding, type Finding, type ToleratedFault } from './finding.ts'
import { badRecord, fault, type StreamField, tooLarge, unknownTag } from './streamErrors.ts'

/**
 * The rules every data record of a diff must keep (FORMATS §7.2, §13): ascending, disjoint, not empty, within the
 * image size where the stream says one, ending at 2^53-1 at most.
 *
 * Strict: a breach throws E_STREAM_BAD_RECORD. Tolerant: it becomes a finding, so that an inspector can list them all.
 * An end above 2^53-1 is refused either way.
 */
export class RecordRules {
  readonly #grammar: DiffGrammar
  readonly #sizeBytes: number
  readonly #strict: boolean
  readonly #findings: Finding[]
  #previousOffset = -1
  #previousEnd = 0

  constructor(grammar: DiffGrammar, header: DeltaHeader, strict: boolean, findings: Finding[]) {
    this.#grammar = grammar
    this.#sizeBytes = header.sizeBytes ?? Number.POSITIVE_INFINITY
    this.#strict = strict
    this.#findings = findings
  }

  /** Checks one record; `at` is the byte of its tag in the stream. */
  check(at: number, isData: boolean, offset: number, length: number): void {
    const end = offset + length
    if (end > Number.MAX_SAFE_INTEGER) throw tooLarge('record', 'length', at + 9 + this.#grammar.prefixBytes)
    if (length === 0) this.#breach('zero-length', 'length', at, { recordOffset: offset })
    if (offset < this.#previousEnd) {
      const what = offset < this.#previousOffset ? 'out-of-order' : 'overlap'
      this.#breach(what, 'offset', at, { recordOffset: offset, previousEnd: this.#previousEnd })
    }
    if (end > this.#sizeBytes) {
      this.#breach('past-size', 'length', at, {
        recordOffset: offset,
        recordLength: length,
        sizeBytes: this.#sizeBytes,
      })
    }
    if (isData && length > DATA_RECORD_MAX_BYTES) {
      addFinding(this.#findings, { code: 'long-data', offset: at, detail: { recordLength: length } })
    }
    this.#previousOffset = offset
    this.#previousEnd = end
  }

  /** Checks the length a v2 record says of itself: that of its own offset and length, and of its data. */
  checkBody(at: number, bodyBytes: number, dataBytes: number): void {
    if (bodyBytes === RECORD_BODY_BYTES + dataBytes) return
    this.#breach('wrong-length', 'tag-length', at, { bodyBytes, rightBytes: RECORD_BODY_BYTES + dataBytes })
  }

  /** Refuses a tag that is neither data, zero nor end: a header record that comes too late, or an unknown one of v1. */
  refuseTag(at: number, tag: number): never {
    if (isHeaderTag(tag) || (tag === TAG_PROTECTION && this.#grammar.version === 2)) {
      throw badRecord('record', 'tag', 'header-after-data', at, { tag })
    }
    throw unknownTag('record', tag, at)
  }

  #breach(what: ToleratedFault, field: StreamField, at: number, facts: Readonly<Record<string, number>>): void {
    fault(this.#strict, this.#findings, { part: 'record', field, fault: what }, at, facts)
  }
}

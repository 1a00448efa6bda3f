import type { DeltaHeader } from '../delta.ts'
import { DATA_RECORD_MAX_BYTES, TAG_FROM, TAG_SIZE, TAG_TO } from './diffV1Format.ts'
import { addFinding, type Finding } from './finding.ts'
import { badRecord, type RecordFault, type StreamField, tooLarge, unknownTag } from './streamErrors.ts'

/**
 * The rules every data record of a v1 diff must keep (FORMATS §7.2, §13): ascending, disjoint, not empty, within the
 * image size where the stream says one, ending at 2^53-1 at most.
 *
 * Strict: a breach throws E_STREAM_BAD_RECORD. Tolerant: it becomes a finding, so that an inspector can list them all.
 * An end above 2^53-1 is refused either way.
 */
export class RecordRules {
  readonly #sizeBytes: number
  readonly #strict: boolean
  readonly #findings: Finding[]
  #previousOffset = -1
  #previousEnd = 0

  constructor(header: DeltaHeader, strict: boolean, findings: Finding[]) {
    this.#sizeBytes = header.sizeBytes ?? Number.POSITIVE_INFINITY
    this.#strict = strict
    this.#findings = findings
  }

  /** Checks one record; `at` is the byte of its tag in the stream. */
  check(at: number, isData: boolean, offset: number, length: number): void {
    const end = offset + length
    if (end > Number.MAX_SAFE_INTEGER) throw tooLarge('record', 'length', at + 9)
    if (length === 0) this.#breach('zero-length', 'length', at, { recordOffset: offset })
    if (offset < this.#previousEnd) {
      const fault = offset < this.#previousOffset ? 'out-of-order' : 'overlap'
      this.#breach(fault, 'offset', at, { recordOffset: offset, previousEnd: this.#previousEnd })
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

  /** Refuses a tag that is neither data, zero nor end: a header record that comes too late, or an unknown one. */
  refuseTag(at: number, tag: number): never {
    if (tag === TAG_FROM || tag === TAG_TO || tag === TAG_SIZE) {
      throw badRecord('record', 'tag', 'header-after-data', at, { tag })
    }
    throw unknownTag('record', tag, at)
  }

  #breach(
    fault: Exclude<RecordFault, 'name-too-long' | 'header-after-data'>,
    field: StreamField,
    at: number,
    facts: Readonly<Record<string, number>>,
  ): void {
    if (this.#strict) throw badRecord('record', field, fault, at, facts)
    addFinding(this.#findings, { code: fault, offset: at, detail: facts })
  }
}

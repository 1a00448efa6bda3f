import { sameBytes } from '../../../shared/names.ts'
import type { DecodedDiffHeader } from './diffHeader.ts'
import { badRecord, fault, type StreamField, wrongCount } from './streamErrors.ts'
import { addFinding, type Finding, type ToleratedFault } from './finding.ts'
import { bytesKey } from './imageV2Header.ts'
import { DIFFS_MAX, HELD_MAX_BYTES } from './imageV2Format.ts'

const NO_NAME = new Uint8Array(0)

/**
 * The rules the diffs of an export of format 2 must keep among themselves (FORMATS §5.3): each begins where the one in front
 * of it ends, the first from nothing, and no two end at snapshots of one name.
 *
 * Strict: a breach throws E_STREAM_BAD_RECORD. Tolerant: it becomes a finding.
 */
export class PointRules {
  /** The length of the first `p` record. */
  protectionBytes: 1 | 8 | null = null
  readonly #diffCount: number
  readonly #strict: boolean
  readonly #findings: Finding[]
  readonly #names = new Set<string>()
  #index = 0
  #to: Uint8Array = NO_NAME
  #heldBytes = 0

  constructor(diffCount: number, strict: boolean, findings: Finding[]) {
    this.#diffCount = diffCount
    this.#strict = strict
    this.#findings = findings
  }

  /** How many diffs have been checked. */
  get index(): number {
    return this.#index
  }

  /**
   * Checks one more diff; `at` is the byte of its banner.
   * @throws AppError E_STREAM_BAD_RECORD, E_STREAM_COUNT for more diffs than can be held.
   */
  check({ header, protectionBytes }: DecodedDiffHeader, at: number): void {
    if (this.#index === DIFFS_MAX) {
      throw wrongCount(`The stream has more than ${DIFFS_MAX} diffs`, at, this.#diffCount)
    }
    const isLast = ++this.#index === this.#diffCount
    const to = header.to ?? NO_NAME
    this.#heldBytes += to.length + (header.from?.length ?? 0)
    if (this.#heldBytes > HELD_MAX_BYTES) throw badRecord('header', 'to', 'header-too-long', at)
    if (!sameBytes(this.#to, header.from ?? NO_NAME)) this.#breach('not-continuous', 'from', at)
    this.#to = to
    if (to.length === 0) {
      if (!isLast) addFinding(this.#findings, { code: 'unnamed-point', offset: at })
    } else {
      const key = bytesKey(to)
      if (this.#names.has(key)) this.#breach('name-twice', 'to', at)
      this.#names.add(key)
      if (isLast) addFinding(this.#findings, { code: 'no-head', offset: at })
    }
    if (protectionBytes === null) return
    this.protectionBytes ??= protectionBytes
    if (protectionBytes !== this.protectionBytes) addFinding(this.#findings, { code: 'mixed-protection', offset: at })
  }

  #breach(what: ToleratedFault, field: StreamField, at: number): void {
    fault(this.#strict, this.#findings, { part: 'header', field, fault: what }, at)
  }
}

import type { ErrorDetail } from '../../../shared/errors.ts'

/**
 * What is odd about a stream without making it unreadable (FORMATS §13): listed by the inspector, and a strict
 * operation may refuse it.
 */
export type FindingCode =
  | 'trailing-bytes'
  | 'repeated-header'
  | 'empty-name'
  | 'no-size'
  | 'long-data'
  /** Format 2 alone: a record of a tag no release writes, passed over by its length. */
  | 'unknown-tag'
  /** Format 2 alone: a diff that is not the last and has no end snapshot. */
  | 'unnamed-point'
  /** Format 2 alone: the last diff ends at a snapshot, so nothing says what the head is but that snapshot. */
  | 'no-head'
  /** Format 2 alone: `p` records of 16.2's length and of 18.2's in one stream; written again they would all have one. */
  | 'mixed-protection'
  | ToleratedFault

/** Faults that are errors for a strict reader and findings for a tolerant one. */
export type ToleratedFault =
  | 'past-size'
  | 'out-of-order'
  | 'overlap'
  | 'zero-length'
  | 'wrong-length'
  | 'not-continuous'
  | 'name-twice'

/** One finding: its code, the byte of the stream it is about, and flat facts. */
export interface Finding {
  readonly code: FindingCode
  readonly offset: number
  readonly detail?: ErrorDetail
}

/** No stream may make the list of findings longer than this: what comes after is not listed. */
export const FINDINGS_MAX = 1000

/** Adds a finding as long as the list is within {@link FINDINGS_MAX}. */
export function addFinding(findings: Finding[], finding: Finding): void {
  if (findings.length < FINDINGS_MAX) findings.push(finding)
}

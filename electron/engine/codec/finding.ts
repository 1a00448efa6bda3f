import type { ErrorDetail } from '../../../shared/errors.ts'

/**
 * What is odd about a stream without making it unreadable (FORMATS §13): listed by the inspector, and a strict
 * operation may refuse it. The last four are errors for a strict reader and findings for a tolerant one.
 */
export type FindingCode =
  | 'trailing-bytes'
  | 'repeated-header'
  | 'empty-name'
  | 'no-size'
  | 'long-data'
  | 'past-size'
  | 'out-of-order'
  | 'overlap'
  | 'zero-length'

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

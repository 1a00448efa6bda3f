import type { Finding } from '../codec/finding.ts'

/**
 * What has to be said of a file of format 2 with records of unknown kind: they are passed over, as the format wants it (FORMATS §4, §13), but a
 * tag of which one bit has flipped is such a record too, and then data is missing.
 */
export function passedOverWarnings(called: string, findings: readonly Finding[]): readonly string[] {
  const unknown = findings.filter(({ code }) => code === 'unknown-tag')
  const [first] = unknown
  if (first === undefined) return []
  const records = unknown.length === 1 ? 'a record' : `${unknown.length} records`
  return [
    `${called} has ${records} of unknown kind, the first at byte ${first.offset}: passed over. Made by a later rbd, or damaged; then data is missing`,
  ]
}

import type { JobLogLine } from '../../shared/job.ts'

/** A folder of somebody's own, whatever the system: its name says who they are. */
const HOMES = /(?:\/home\/[^/\s"']+|\/Users\/[^/\s"']+|[A-Za-z]:\\Users\\[^\\\s"']+|\/root)(?=[/\\\s"']|$)/g
/** `token=…`, `key: …`, `--password …`, and what Ceph writes behind `key = `. */
const SECRETS =
  /\b(token|secret|password|passwd|passphrase|authorization|bearer|key)(["']?\s*[=:]\s*["']?|\s+)([^\s"'&,;]{6,})/gi
/** A key of Ceph's, wherever it stands. */
const CEPH_KEY = /\bAQ[A-Za-z0-9+/]{36,}={0,2}/g
/** Thirty-two hexadecimal digits or more: what opens a window's connection. A digest names itself before them, and is no secret. */
const LONG_HEX = /(sha256:)?\b[0-9a-f]{32,}\b/gi

/** A text without what must not leave the machine: names of home folders, tokens, keys. */
export function withoutSecrets(text: string): string {
  return text
    .replaceAll(CEPH_KEY, '(removed)')
    .replaceAll(SECRETS, '$1$2(removed)')
    .replaceAll(LONG_HEX, (all, digest: string | undefined) => (digest === undefined ? '(removed)' : all))
    .replaceAll(HOMES, '~')
}

/** So many of a log's lines are shown with a failure. */
export const LAST_LINES = 20

/** What a report is made of; empty and absent parts are left out. */
export interface ReportParts {
  readonly version: string
  readonly title: string
  readonly lines: readonly (readonly [label: string, value: string | null])[]
  readonly command: readonly string[]
  readonly log: readonly JobLogLine[]
  /** A time of day with its date. */
  readonly formatTime: (at: number) => string
}

/** A failure as plain text, to be sent to somebody who may help. */
export function reportOf({ version, title, lines, command, log, formatTime }: ReportParts): string {
  const facts = lines.flatMap(([label, value]) => (value === null || value === '' ? [] : [`${label}: ${value}`]))
  const logged = log.slice(-LAST_LINES).map(({ at, level, text }) => `${formatTime(at)} ${level} ${text}`)
  return withoutSecrets(
    [
      `RBD Studio ${version}`,
      title,
      ...facts,
      ...(command.length === 0 ? [] : ['', ...command.map((line) => `$ ${line}`)]),
      ...(logged.length === 0 ? [] : ['', ...logged]),
    ].join('\n'),
  )
}

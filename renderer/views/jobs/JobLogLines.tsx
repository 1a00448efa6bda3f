import { TriangleAlert } from 'lucide-react'
import type { JobLogLine } from '../../../shared/job.ts'
import { jobCardText as t } from '../../jobCardText.ts'
import { formatClock } from '../../strings.ts'

/** A job's log, oldest line first. */
export function JobLogLines({ lines, label }: { readonly lines: readonly JobLogLine[]; readonly label: string }) {
  if (lines.length === 0) return <p className="job-log is-empty">{t.noLog}</p>
  return (
    // A scroll area that keys can move needs a place in the order of the keys.
    <ol className="job-log" aria-label={label} tabIndex={0}>
      {lines.map((line, index) => (
        <li key={`${index} ${line.at}`} className={`log-line is-${line.level}`}>
          <time>{formatClock(line.at, true)}</time>
          {line.level === 'info' ? null : <TriangleAlert size={12} aria-label={t.logLevel[line.level]} />}
          <span>{line.text}</span>
        </li>
      ))}
    </ol>
  )
}

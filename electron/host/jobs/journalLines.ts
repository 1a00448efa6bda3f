import { z } from 'zod'
import { Job, JobLog } from '../../../shared/job.ts'
import { isOver } from '../../../shared/jobs.ts'
import { ProcessIdentity } from '../../process/processIdentity.ts'

/**
 * The lines of a journal file, one JSON value each. A file begins with `process`; a job's first line holds all of it, later ones what
 * changes, and `log` what it did once it is over. What does not parse, such as a last line that was cut off, is passed over.
 */
const Line = z.discriminatedUnion('t', [
  z.object({ t: z.literal('process'), version: z.literal(1), identity: ProcessIdentity }),
  z.object({ t: z.literal('job'), job: Job }),
  z.object({ t: z.literal('change'), id: z.string(), change: Job.omit({ id: true, request: true, createdAt: true }) }),
  z.object({ t: z.literal('forget'), id: z.string() }),
  z.object({ t: z.literal('log'), id: z.string(), log: JobLog }),
])
export type Line = z.infer<typeof Line>

/** What one file says. */
export interface JournalContent {
  /** Whose file it is; null for the file of what dead processes left. */
  readonly identity: ProcessIdentity | null
  readonly jobs: ReadonlyMap<string, Job>
  readonly forgotten: ReadonlySet<string>
  /** The row of each log, as it stands: they are long, and seldom looked at. */
  readonly logRows: ReadonlyMap<string, string>
}

/** A line as it is appended. */
export function formatLine(line: Line): string {
  return `${JSON.stringify(line)}\n`
}

function parseLine(text: string): Line | null {
  try {
    const parsed = Line.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

const LOG_ROW = /^\{"t":"log","id":"([^"\\]{1,100})"/

/** The log in a row of a journal file; null where it holds none. */
export function parseLogRow(row: string): JobLog | null {
  const line = parseLine(row)
  return line?.t === 'log' ? line.log : null
}

/** What a journal file says: of each job its last word. */
export function parseJournal(text: string): JournalContent {
  let identity: ProcessIdentity | null = null
  const jobs = new Map<string, Job>()
  const forgotten = new Set<string>()
  const logRows = new Map<string, string>()
  for (const row of text.split('\n')) {
    const logId = LOG_ROW.exec(row)?.[1]
    if (logId !== undefined) {
      logRows.set(logId, row)
      continue
    }
    const line = row === '' ? null : parseLine(row)
    if (line?.t === 'process') identity = line.identity
    else if (line?.t === 'job') jobs.set(line.job.id, line.job)
    else if (line?.t === 'forget') forgotten.add(line.id)
    else if (line?.t === 'change') {
      const job = jobs.get(line.id)
      if (job !== undefined) jobs.set(line.id, { ...job, ...line.change })
    }
  }
  return { identity, jobs, forgotten, logRows }
}

/** The line that brings a reader from `before` to `job`. */
export function lineFor(job: Job, before: Job | undefined): Line {
  if (before === undefined) return { t: 'job', job }
  const { id, request: _request, createdAt: _createdAt, ...change } = job
  return { t: 'change', id, change }
}

/** A job whose process ended without a last word, as it is shown: nothing half made has a final name, and it can be started again. */
export function interrupted(job: Job): Job {
  if (isOver(job.state)) return job
  const wasRunning = job.state !== 'queued'
  return {
    ...job,
    state: 'interrupted',
    error: {
      code: 'E_JOB_INTERRUPTED',
      message: wasRunning
        ? 'RBD Studio ended while this job was running: no output was given its name'
        : 'RBD Studio ended before this job began: nothing was read or written',
    },
  }
}

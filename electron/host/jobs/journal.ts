import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { readdir, readFile, unlink } from 'node:fs/promises'
import path from 'node:path'
import type { Job, JobLog } from '../../../shared/job.ts'
import { isAppError } from '../../../shared/errors.ts'
import { isOver } from '../../../shared/jobs.ts'
import { isGone, ownIdentity } from '../../process/processIdentity.ts'
import { errnoOf, replaceFile, withLockFile, writeError } from '../files.ts'
import {
  formatLine,
  interrupted,
  type JournalContent,
  type Line,
  lineFor,
  parseJournal,
  parseLogRow,
} from './journalLines.ts'

const HISTORY = 'history.jsonl'

export interface JournalOptions {
  readonly folder: string
  /** Jobs that are kept after they are over, the newest of them. */
  readonly limit?: number
}

/** What became of every job of every process of this user (DESIGN §9). */
export interface Journal {
  /**
   * Writes down a job's present state; called at each change of it.
   *
   * @throws AppError E_FILE_WRITE and its like
   */
  record(job: Job): void
  /** Writes down what a job did that is over. @throws as {@link record} */
  recordLog(id: string, log: JobLog): void
  /** What a job did that is over; null where nobody wrote it down. */
  readLog(id: string): Promise<JobLog | null>
  /** Writes down that a job is to be shown no more. */
  forget(id: string): void
  /** All jobs, newest first. Jobs of processes that ended without a last word are `interrupted`. */
  read(): Promise<readonly Job[]>
  /** Joins the files of dead processes into one and drops what is not kept. Does nothing while another process is at it. */
  compact(): Promise<void>
}

interface JournalFile extends JournalContent {
  readonly name: string
  /** Nobody will write to it any more. A file that does not say whose it is may just be beginning. */
  readonly isDead: boolean
}

/** Merges what files say of the same jobs: the word that a job is over outlives any other, a wish to forget all of them. */
function merge(files: readonly JournalFile[], forgotten: ReadonlySet<string>, limit: number): readonly Job[] {
  const jobs = new Map<string, Job>()
  for (const content of files) {
    for (const [id, job] of content.jobs) {
      const other = jobs.get(id)
      if (forgotten.has(id) || (other !== undefined && isOver(other.state))) continue
      jobs.set(id, content.isDead ? interrupted(job) : job)
    }
  }
  return newest([...jobs.values()], limit)
}

/** All that live, and the newest of what is over. */
function newest(jobs: readonly Job[], limit: number): readonly Job[] {
  let over = 0
  return [...jobs]
    .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
    .filter((job) => !isOver(job.state) || ++over <= limit)
}

function allForgotten(files: readonly JournalContent[]): ReadonlySet<string> {
  return new Set(files.flatMap((content) => [...content.forgotten]))
}

async function readFiles(folder: string): Promise<readonly JournalFile[]> {
  let names: readonly string[]
  try {
    names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl') && name !== HISTORY)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return []
    throw error
  }
  const files: JournalFile[] = []
  // The history comes last: what a compaction takes away meanwhile is in it by then.
  for (const name of [...names, HISTORY]) {
    try {
      const content = parseJournal(await readFile(path.join(folder, name), 'utf8'))
      const isDead = name === HISTORY || (content.identity !== null && isGone(content.identity))
      files.push({ name, isDead, ...content })
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw error
    }
  }
  return files
}

async function compact(folder: string, limit: number): Promise<void> {
  const files = await readFiles(folder)
  const dead = files.filter((file) => file.isDead)
  const removable = dead.filter((file) => file.name !== HISTORY)
  if (removable.length === 0) return
  const forgotten = allForgotten(files)
  const present = new Set(files.flatMap((file) => Array.from(file.jobs.keys())))
  const kept = merge(dead, forgotten, limit)
  const lines: readonly Line[] = [
    ...kept.map((job): Line => ({ t: 'job', job })),
    // For as long as some file may still bring the job back.
    ...[...forgotten].filter((id) => present.has(id)).map((id): Line => ({ t: 'forget', id })),
  ]
  const rows = kept.flatMap(({ id }) => dead.flatMap((file) => file.logRows.get(id) ?? []).slice(0, 1))
  await replaceFile(path.join(folder, HISTORY), [...lines.map(formatLine), ...rows.map((row) => `${row}\n`)].join(''))
  for (const file of removable) await unlink(path.join(folder, file.name))
}

/**
 * Opens the journal in a folder. This process's own file in it is made with the first line it writes, so that a process without jobs
 * leaves no trace.
 */
export function openJournal({ folder, limit = 500 }: JournalOptions): Journal {
  const identity = ownIdentity()
  const ownFile = path.join(folder, `${identity.pid}-${randomBytes(6).toString('hex')}.jsonl`)
  const known = new Map<string, Job>()
  const logs = new Map<string, JobLog>()
  const forgotten = new Set<string>()
  let lineCount = 0

  // Synchronous, so that lines stand in the order in which things happened, and are there when the process dies.
  function append(line: Line): void {
    try {
      if (lineCount === 0) {
        mkdirSync(folder, { recursive: true })
        appendFileSync(ownFile, formatLine({ t: 'process', version: 1, identity }), { mode: 0o600 })
      }
      appendFileSync(ownFile, formatLine(line))
      lineCount++
      if (lineCount > 4 * limit + 100) rewrite()
    } catch (error) {
      throw writeError(ownFile, error)
    }
  }

  /** Keeps the file of a process that runs for months as short as that of one that runs for a day. */
  function rewrite(): void {
    const kept = newest([...known.values()], limit)
    known.clear()
    for (const job of [...kept].reverse()) known.set(job.id, job)
    for (const id of logs.keys()) if (!known.has(id)) logs.delete(id)
    const lines: readonly Line[] = [
      { t: 'process', version: 1, identity },
      ...[...known.values()].map((job): Line => ({ t: 'job', job })),
      ...[...forgotten].map((id): Line => ({ t: 'forget', id })),
      ...[...logs].map(([id, log]): Line => ({ t: 'log', id, log })),
    ]
    writeFileSync(`${ownFile}.part`, lines.map(formatLine).join(''), { mode: 0o600 })
    renameSync(`${ownFile}.part`, ownFile)
    lineCount = known.size + logs.size + 1
  }

  return {
    record(job) {
      const before = known.get(job.id)
      known.set(job.id, job)
      append(lineFor(job, before))
    },
    recordLog(id, log) {
      logs.set(id, log)
      append({ t: 'log', id, log })
    },
    async readLog(id) {
      const own = logs.get(id)
      if (own !== undefined) return own
      const files = await readFiles(folder)
      const row = allForgotten(files).has(id) ? undefined : files.find((file) => file.logRows.has(id))?.logRows.get(id)
      return row === undefined ? null : parseLogRow(row)
    },
    forget(id) {
      logs.delete(id)
      // One of our own is dropped with its next rewrite; another's must be remembered until its file is gone.
      if (!known.delete(id)) forgotten.add(id)
      append({ t: 'forget', id })
    },
    async read() {
      const files = await readFiles(folder)
      return merge(files, allForgotten(files), limit)
    },
    async compact() {
      try {
        if ((await readFiles(folder)).every((file) => !file.isDead || file.name === HISTORY)) return
        await withLockFile(path.join(folder, 'compact.lock'), () => compact(folder, limit), 0)
      } catch (error) {
        if (!isAppError(error, 'E_FILE_WRITE')) throw error
      }
    },
  }
}

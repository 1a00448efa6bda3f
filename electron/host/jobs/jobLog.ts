import type { Job, JobLog, JobLogLine } from '../../../shared/job.ts'
import { isOver, type JobPhase, type JobState, type Progress } from '../../../shared/jobs.ts'
import type { Clock } from '../clock.ts'
import { type LogText, logText } from './jobLogText.ts'

/** Samples of a job's whole life; when there are so many, every second goes and the rest lie twice as far apart. */
const SAMPLES_MAX = 240
const FIRST_INTERVAL_MS = 250
/** Lines that are kept: the first half as they came, the newest behind a line that says how many are not here. */
const LINES_MAX = 400

/** What a job did, as it does it: bounded, however long it runs. */
export interface JobLogKeeper {
  add(text: LogText): void
  /** Takes in what a window is told of the job's progress. */
  progress(progress: Pick<Progress, 'phase' | 'doneBytes' | 'skippedBytes'>): void
  /** Takes in a change of the job's state. */
  changed(job: Pick<Job, 'state' | 'createdAt' | 'report' | 'error'>): void
  content(): JobLog
}

/** Begins the log of one job. */
export function createJobLog(clock: Clock): JobLogKeeper {
  const first: JobLogLine[] = []
  const newest: JobLogLine[] = []
  let lostLines = 0
  let samples: { at: number; doneBytes: number }[] = []
  let intervalMs = FIRST_INTERVAL_MS
  let last: { at: number; doneBytes: number } | null = null
  let phase: { readonly name: JobPhase; readonly beganMs: number; readonly beganBytes: number } | null = null
  let skippedBytes = 0
  let state: JobState = 'queued'
  let pausedMs = 0
  /** Pauses of the present phase: no work was done in them. */
  let phasePausesMs = 0

  function add({ level, text }: LogText): void {
    const line: JobLogLine = { at: clock.now(), level, text }
    if (first.length < LINES_MAX / 2) {
      first.push(line)
      return
    }
    newest.push(line)
    if (newest.length < LINES_MAX / 2) return
    newest.shift()
    lostLines++
  }

  function sample(doneBytes: number): void {
    last = { at: clock.now(), doneBytes }
    const before = samples.at(-1)
    if (before !== undefined && last.at - before.at < intervalMs) return
    samples.push(last)
    // One place is kept for the last, which is always told.
    if (samples.length < SAMPLES_MAX - 1) return
    samples = samples.filter((_, index) => index % 2 === 0)
    // What comes seldom anyway is not to come closer than what is kept.
    intervalMs = Math.max(intervalMs * 2, (last.at - (samples[0]?.at ?? 0)) / (samples.length - 1))
  }

  function endPhase(): void {
    if (phase === null) return
    const ms = clock.elapsed() - phase.beganMs - phasePausesMs
    add(logText.phaseEnded(phase.name, ms, (last?.doneBytes ?? 0) - phase.beganBytes))
    phase = null
    phasePausesMs = 0
  }

  return {
    add,
    progress(progress) {
      if (phase?.name !== progress.phase) {
        endPhase()
        add(logText.phaseBegan(progress.phase))
        phase = { name: progress.phase, beganMs: clock.elapsed(), beganBytes: progress.doneBytes }
      }
      skippedBytes = progress.skippedBytes ?? skippedBytes
      sample(progress.doneBytes)
    },
    changed(job) {
      if (state === 'paused' && job.state !== 'paused') {
        const ms = clock.elapsed() - pausedMs
        phasePausesMs += ms
        add(logText.resumed(ms))
      }
      if (job.state === 'running' && state === 'queued') add(logText.began(clock.now() - job.createdAt))
      if (job.state === 'paused') {
        pausedMs = clock.elapsed()
        add(logText.paused(last?.doneBytes ?? 0))
      }
      if (job.state === 'cancelling') add(logText.cancelling)
      if (isOver(job.state)) {
        endPhase()
        if (skippedBytes > 0) add(logText.skipped(skippedBytes))
        if (job.state === 'cancelled') add(logText.cancelled)
        for (const text of logText.outcome(job)) add(text)
      }
      state = job.state
    },
    content() {
      const gap = lostLines === 0 ? [] : [{ at: newest[0]?.at ?? 0, ...logText.leftOut(lostLines) }]
      const tail = last === null || samples.at(-1) === last ? [] : [last]
      return { lines: [...first, ...gap, ...newest], samples: [...samples, ...tail] }
    },
  }
}

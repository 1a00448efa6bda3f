import type { WorkEvents } from '../../../shared/contract.ts'
import type { Payload } from '../../../shared/contract.ts'
import type { Progress } from '../../../shared/jobs.ts'
import type { Clock } from '../clock.ts'
import { createRateMeter } from './rate.ts'

const INTERVAL_MS = 100
/** A job that stands still says so this often, so that its rate and time left do not stay on screen as they were. */
const STILL_MS = 1_000

/** Progress as the engine measures it. */
export type WorkProgress = Payload<WorkEvents, 'work.progress'>

/** All of the work is done only once the output has its name, which the last word alone can say. */
function shortOfAll({ doneBytes, totalBytes }: Pick<WorkProgress, 'doneBytes' | 'totalBytes'>): number {
  return totalBytes === null ? doneBytes : Math.min(doneBytes, Math.max(0, totalBytes - 1))
}

/** Turns what the engine says into what the windows hear. */
export interface ProgressFeed {
  update(progress: Omit<WorkProgress, 'jobId'>): void
  /** The job stands still: nothing is sent, and no time passes for rate and time left, until {@link resume}. */
  pause(): void
  resume(): void
  /** Sends the last word, whatever the time, and nothing after it. `done`: nothing is left, so the time left is 0. */
  finish(done: boolean): void
}

/**
 * A feed for one job: the first update and the last are always sent, those between at most ten a second; `seq` counts what is sent,
 * `doneBytes` never decreases within one count; rate and time left are the host's to say (DESIGN §5).
 */
export function createProgressFeed(jobId: string, clock: Clock, send: (progress: Progress) => void): ProgressFeed {
  let latest: Omit<WorkProgress, 'jobId'> | null = null
  let seq = 0
  let sentMs = Number.NEGATIVE_INFINITY
  let isDirty = false
  let isOver = false
  let callOff = (): void => {}
  /** When the pause began that lasts; null: none does. */
  let pausedMs: number | null = null
  let pausesMs = 0
  const meter = createRateMeter(clock.elapsed())

  /** The time the job has had to work in. */
  function workMs(): number {
    return (pausedMs ?? clock.elapsed()) - pausesMs
  }

  function etaSeconds(progress: Omit<WorkProgress, 'jobId'>, atMs: number): number | null {
    return progress.totalBytes === null ? null : meter.etaSeconds(progress.totalBytes - progress.doneBytes, atMs)
  }

  function sendNow(isDone: boolean): void {
    if (latest === null) return
    callOff()
    const atMs = workMs()
    meter.update(latest.doneBytes, atMs)
    sentMs = atMs
    isDirty = false
    const rateBytesPerSec = meter.rateBytesPerSec(atMs)
    const doneBytes = isDone ? latest.doneBytes : shortOfAll(latest)
    send({
      jobId,
      seq: seq++,
      ...latest,
      doneBytes,
      rateBytesPerSec,
      etaSeconds: isDone ? 0 : etaSeconds(latest, atMs),
    })
    if (!isOver) callOff = clock.after(STILL_MS, () => sendNow(false))
  }

  return {
    update(progress) {
      if (isOver) return
      const atMs = workMs()
      // A phase that counts other bytes begins its count anew: those verified beforehand are not those copied.
      const isSameCount = latest?.phase === progress.phase || latest?.totalBytes === progress.totalBytes
      const doneBytes = isSameCount ? Math.max(progress.doneBytes, latest?.doneBytes ?? 0) : progress.doneBytes
      if (latest?.phase !== progress.phase) meter.reset(doneBytes, atMs)
      latest = { ...progress, doneBytes }
      if (pausedMs !== null) return
      meter.update(doneBytes, atMs)
      if (atMs - sentMs >= INTERVAL_MS) {
        sendNow(false)
      } else if (!isDirty) {
        isDirty = true
        callOff()
        callOff = clock.after(sentMs + INTERVAL_MS - atMs, () => sendNow(false))
      }
    },
    pause() {
      if (isOver || pausedMs !== null) return
      if (isDirty) sendNow(false)
      callOff()
      pausedMs = clock.elapsed()
    },
    resume() {
      if (pausedMs === null) return
      pausesMs += clock.elapsed() - pausedMs
      pausedMs = null
      if (!isOver) callOff = clock.after(INTERVAL_MS, () => sendNow(false))
    },
    finish(done) {
      if (isOver) return
      isOver = true
      sendNow(done)
      callOff()
    },
  }
}

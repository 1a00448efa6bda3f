import { createProgressFeed } from '../../electron/host/jobs/progress.ts'
import type { JobPhase, Progress } from '../../shared/jobs.ts'
import { fakeClock } from '../unit/host/fakeClock.ts'

const MIB = 1024 * 1024
const GIB = 1024 * MIB

/** A stretch of a simulated job: how fast it goes at each moment, in bytes a second. */
export interface SimulatedPhase {
  readonly phase: JobPhase
  readonly bytes: number
  readonly bytesPerSec: (atMs: number) => number
}

/** A job as a sequence of phases; all bytes are work, and the total is known from the beginning. */
export interface SimulatedJob {
  readonly name: string
  readonly phases: readonly SimulatedPhase[]
}

/** What a window was told, and when. */
export interface Told extends Progress {
  readonly atMs: number
}

/** Numbers from 0 to 1 that are the same for the same seed. */
export function random(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** About a normal distribution of mean 0 and deviation 1. */
function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(next() || Number.MIN_VALUE)) * Math.cos(2 * Math.PI * next())
}

/** A steady rate whose every quarter of a second is a little off: `noise` is its deviation as a share of the rate. */
function noisy(bytesPerSec: number, noise: number, next: () => number): SimulatedPhase['bytesPerSec'] {
  let until = -1
  let now = bytesPerSec
  return (atMs) => {
    if (atMs >= until) {
      until = atMs + 250
      now = bytesPerSec * Math.max(0.05, 1 + noise * normal(next))
    }
    return now
  }
}

/** From 100 MiB to 2 TiB in 10 s to 7 min, with noise of up to 40 %; a third of them verify first. */
export function steadyJob(seed: number): SimulatedJob {
  const next = random(seed)
  const bytes = 100 * MIB * (20 * 1024) ** next()
  const bytesPerSec = bytes / (10 * 40 ** next())
  const noise = 0.4 * next()
  const copying = { phase: 'copying' as const, bytes, bytesPerSec: noisy(bytesPerSec, noise, next) }
  const verifying = { phase: 'verifying' as const, bytes, bytesPerSec: noisy(bytesPerSec, noise, next) }
  const isVerified = next() < 1 / 3
  const name = `${(bytes / GIB).toFixed(1)} GiB at ${(bytesPerSec / MIB).toFixed(0)} MiB/s, noise ${(noise * 100).toFixed(0)} %`
  return { name, phases: isVerified ? [verifying, copying] : [copying] }
}

/** Fast for a while, slow for a while: what is read from a cache, then from the disk. */
export function burstyJob(seed: number): SimulatedJob {
  const { name, phases } = steadyJob(seed)
  const next = random(seed + 1)
  const periodMs = 5_000 + 60_000 * next()
  return {
    name: `bursty, ${name}`,
    phases: phases.map((phase) => ({
      ...phase,
      bytesPerSec: (atMs) => phase.bytesPerSec(atMs) * (atMs % periodMs < periodMs / 3 ? 4 : 1),
    })),
  }
}

/** Stands still for up to half a minute now and then. */
export function stallingJob(seed: number): SimulatedJob {
  const { name, phases } = steadyJob(seed)
  const next = random(seed + 2)
  const periodMs = 60_000 + 240_000 * next()
  const stallMs = 2_000 + 28_000 * next()
  return {
    name: `stalling, ${name}`,
    phases: phases.map((phase) => ({
      ...phase,
      bytesPerSec: (atMs) => (atMs % periodMs < stallMs ? 0 : phase.bytesPerSec(atMs)),
    })),
  }
}

/** Runs a job through the real progress feed, ten updates a second of its clock, and gives what a window hears. */
export function simulate(job: SimulatedJob): readonly Told[] {
  const clock = fakeClock()
  const told: Told[] = []
  const feed = createProgressFeed('simulated', clock, (progress) => told.push({ ...progress, atMs: clock.elapsed() }))
  const totalBytes = Math.round(job.phases.reduce((sum, { bytes }) => sum + bytes, 0))
  const stepMs = 100
  let before = 0
  for (const { phase, bytes, bytesPerSec } of job.phases) {
    let done = 0
    feed.update({ phase, doneBytes: Math.round(before), totalBytes })
    while (done < bytes) {
      clock.advance(stepMs)
      done = Math.min(bytes, done + (bytesPerSec(clock.elapsed()) * stepMs) / 1000)
      feed.update({ phase, doneBytes: Math.min(totalBytes, Math.round(before + done)), totalBytes })
    }
    before += bytes
  }
  feed.update({ phase: 'finishing', doneBytes: totalBytes, totalBytes })
  clock.advance(300)
  feed.finish(true)
  return told
}

/** How good the estimates of one run were, from 10 % of the work on. */
export interface EtaErrors {
  /** The share of the estimates that were off by at most a fifth of the time that was really left, or by a second. */
  readonly goodShare: number
  /** Error as a share of the time that was really left: the median, and what nine of ten do not exceed. */
  readonly median: number
  readonly ninth: number
  readonly count: number
}

/** Holds what was told against what came. Null where nothing was estimated: a run of a few seconds. */
export function etaErrors(told: readonly Told[]): EtaErrors | null {
  const endMs = told.at(-1)?.atMs ?? 0
  const errors = told.flatMap(({ phase, doneBytes, totalBytes, etaSeconds, atMs }) => {
    if (totalBytes === null || etaSeconds === null || phase === 'finishing' || doneBytes < totalBytes / 10) return []
    const leftSeconds = (endMs - atMs) / 1000
    const offSeconds = Math.abs(etaSeconds - leftSeconds)
    return leftSeconds <= 0
      ? []
      : [{ share: offSeconds / leftSeconds, isGood: offSeconds <= Math.max(1, leftSeconds / 5) }]
  })
  if (errors.length === 0) return null
  const shares = errors.map(({ share }) => share).sort((a, b) => a - b)
  const at = (part: number): number => shares[Math.min(shares.length - 1, Math.floor(shares.length * part))] ?? 0
  return {
    goodShare: errors.filter(({ isGood }) => isGood).length / errors.length,
    median: at(0.5),
    ninth: at(0.9),
    count: errors.length,
  }
}

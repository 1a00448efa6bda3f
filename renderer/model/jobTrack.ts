import type { JobPhase, JobRequest, Progress } from '../../shared/jobs.ts'
import { layoutOf, placeOf } from './jobPhases.ts'

/** How many bytes of work were done at a time, in milliseconds since 1970. */
export interface Sample {
  readonly at: number
  readonly doneBytes: number
}

/** What the window remembers of a job's way: its last minute, its whole life in few points, and how far it ever was. */
export interface JobTrack {
  /** The last minute, oldest first. */
  readonly recent: readonly Sample[]
  /** The whole life, oldest first, never more than {@link LIFE_POINTS}. */
  readonly life: readonly Sample[]
  /** How far the job is, from 0 to 1, and never less than it was; null: the amount of its work is not known. */
  readonly place: number | null
  readonly seen: ReadonlySet<JobPhase>
  /** When the job was last heard of. */
  readonly heardAt: number
}

const RECENT_MS = 61_000
/** Samples stand no closer than this. */
const STEP_MS = 250
const LIFE_POINTS = 240

const EMPTY: JobTrack = { recent: [], life: [], place: null, seen: new Set(), heardAt: 0 }

/** Takes in a job's progress as it was heard at a time. */
export function withHeard(track: JobTrack | undefined, request: JobRequest, progress: Progress, at: number): JobTrack {
  const known = track ?? EMPTY
  const seen = known.seen.has(progress.phase) ? known.seen : new Set([...known.seen, progress.phase])
  const place = placeOf(layoutOf(request, seen), progress)
  const sample = { at, doneBytes: progress.doneBytes }
  return {
    recent: appended(known.recent, sample).filter((one) => one.at > at - RECENT_MS),
    life: thinned(appended(known.life, sample)),
    place: place === null ? known.place : Math.max(place, known.place ?? 0),
    seen,
    heardAt: at,
  }
}

/** Puts what the job's log remembers before what the window has heard itself. */
export function withLogged(track: JobTrack | undefined, samples: readonly Sample[], now: number): JobTrack {
  const known = track ?? EMPTY
  const before = (heard: readonly Sample[]): readonly Sample[] => {
    const [first] = heard
    // What is written down after a sample was sent may hold more than it: it never goes back.
    return first === undefined
      ? samples
      : samples.filter(({ at, doneBytes }) => at < first.at && doneBytes <= first.doneBytes)
  }
  return {
    ...known,
    recent: [...before(known.recent).filter(({ at }) => at > now - RECENT_MS), ...known.recent],
    life: thinned([...before(known.life), ...known.life]),
  }
}

/** Samples that stand close take the place of the one before them, so that the last is always there. */
function appended(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1)
  const beforeLast = samples.at(-2)
  // A phase that counts other bytes began its count anew, and so does the curve.
  if (last === undefined || sample.doneBytes < last.doneBytes) return [sample]
  const isClose = beforeLast !== undefined && sample.at - beforeLast.at < STEP_MS
  const kept = isClose ? samples.slice(0, -1) : samples
  return [...kept, sample]
}

/** Leaves out every second point while there are too many: first and last stay. */
function thinned(samples: readonly Sample[]): readonly Sample[] {
  if (samples.length <= LIFE_POINTS) return samples
  return thinned(samples.filter((_, index) => index % 2 === 0 || index === samples.length - 1))
}

/** Bytes a second in each of `slots` equal stretches from `start` to `end`; null where nothing was known yet. */
export function ratesOf(
  samples: readonly Sample[],
  { start, end, slots }: { readonly start: number; readonly end: number; readonly slots: number },
): readonly (number | null)[] {
  const first = samples[0]?.at
  const step = (end - start) / slots
  return Array.from({ length: slots }, (_, slot) => {
    const from = start + slot * step
    if (first === undefined || from + step <= first || step <= 0) return null
    return (Math.max(0, doneAt(samples, from + step) - doneAt(samples, from)) * 1000) / step
  })
}

/** Bytes a second over the last three seconds; null until there is something to measure by. */
export function currentRate(samples: readonly Sample[], now: number): number | null {
  const first = samples[0]?.at
  if (first === undefined || now - first < 1000) return null
  const from = Math.max(first, now - 3000)
  return ((doneAt(samples, now) - doneAt(samples, from)) * 1000) / (now - from)
}

/** How much was done at a time, on a straight line between samples; before the first and after the last it stands still. */
function doneAt(samples: readonly Sample[], at: number): number {
  let low = 0
  let high = samples.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((samples[middle]?.at ?? 0) <= at) low = middle + 1
    else high = middle
  }
  const before = samples[low - 1]
  const after = samples[low]
  if (before === undefined) return after?.doneBytes ?? 0
  if (after === undefined) return before.doneBytes
  return before.doneBytes + ((after.doneBytes - before.doneBytes) * (at - before.at)) / (after.at - before.at)
}

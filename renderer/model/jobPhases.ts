import type { JobPhase, JobRequest, Progress } from '../../shared/jobs.ts'

/** A phase that has a part of a job's bar. */
export type BarPhase = Exclude<JobPhase, 'waiting'>

/** A phase with its part of the whole, from 0 to 1. The parts of a layout sum to 1. */
export interface PhaseShare {
  readonly phase: BarPhase
  readonly share: number
}

/** A part of the bar as it is drawn. `filled`: from 0 to 1 of this part. */
export interface Segment extends PhaseShare {
  readonly filled: number
  readonly state: 'done' | 'current' | 'ahead'
}

const ORDER: readonly BarPhase[] = ['reading', 'unpacking', 'verifying', 'copying', 'finishing', 'undoing']

/** How much of the whole a phase is, beside the others: bytes are moved in three of them, and two are short. */
const WEIGHTS: Readonly<Record<BarPhase, number>> = {
  reading: 1,
  unpacking: 60,
  verifying: 80,
  copying: 180,
  finishing: 3,
  undoing: 3,
}

const LOOKING: ReadonlySet<JobRequest['kind']> = new Set(['verify', 'compare', 'manifest'])

function expected(request: JobRequest): readonly BarPhase[] {
  if (LOOKING.has(request.kind)) return ['reading', 'verifying']
  const isVerifiedFirst = 'verifyFirst' in request && request.verifyFirst === true
  return ['reading', ...(isVerifiedFirst ? (['verifying'] as const) : []), 'copying', 'finishing']
}

/** The phases a job goes through, in order: those its request leads one to expect, and those that were met on the way. */
export function layoutOf(request: JobRequest, seen: ReadonlySet<JobPhase> = new Set()): readonly PhaseShare[] {
  const wanted = new Set<JobPhase>([...expected(request), ...seen])
  const phases = ORDER.filter((phase) => wanted.has(phase))
  const sum = phases.reduce((total, phase) => total + WEIGHTS[phase], 0)
  return phases.map((phase) => ({ phase, share: WEIGHTS[phase] / sum }))
}

/** Where in the whole a job stands, from 0 to 1; null where the amount of its work is not known. Never the whole: that is said by the job's end. */
export function placeOf(layout: readonly PhaseShare[], progress: Progress): number | null {
  const { phase, doneBytes, totalBytes } = progress
  const index = layout.findIndex((part) => part.phase === phase)
  const part = layout[index]
  if (part === undefined) return 0
  const before = layout.slice(0, index).reduce((sum, { share }) => sum + share, 0)
  // Headers are read, and a file is given its name, in a time that nobody can tell beforehand.
  if (phase === 'reading' || phase === 'finishing') return before
  // How long putting an image back takes nobody can tell.
  if (totalBytes === null || phase === 'undoing') return null
  const within = totalBytes === 0 ? 1 : Math.min(1, doneBytes / totalBytes)
  return before + part.share * within
}

/** The bar in its parts. `place` null: only the phase is known. */
export function segmentsOf(
  layout: readonly PhaseShare[],
  place: number | null,
  phase: JobPhase | null,
): readonly Segment[] {
  let start = 0
  const current = layout.findIndex((part) => part.phase === phase)
  return layout.map((part, index) => {
    const filled = place === null ? (index < current ? 1 : 0) : Math.min(1, Math.max(0, (place - start) / part.share))
    start += part.share
    const state = place === 1 || index < current ? 'done' : index === current ? 'current' : 'ahead'
    return { ...part, filled: state === 'done' ? 1 : filled, state }
  })
}

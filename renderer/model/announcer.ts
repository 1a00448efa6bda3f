/** A sentence about a job that waits to be spoken. `step`: it is worth nothing once a later one of the same job has come. */
export interface Saying {
  readonly jobId: string
  readonly kind: 'started' | 'step' | 'ended'
  readonly text: string
}

/** What is to be spoken, in order, and when something was spoken last. */
export interface Announcer {
  readonly waiting: readonly Saying[]
  readonly spokeAt: number
}

/** How long a sentence is left to be read out before the next. */
export const SPEAK_MS = 2_500

/** Nothing to say, and silent for ever. */
export const SILENT: Announcer = { waiting: [], spokeAt: Number.NEGATIVE_INFINITY }

/**
 * Takes in something to say. Of each job only the latest waits: however many run, and however fast they are, nobody hears more than one
 * sentence a job at a time. Ends come before what else waits.
 */
export function withSaying(announcer: Announcer, saying: Saying): Announcer {
  const others = announcer.waiting.filter(({ jobId }) => jobId !== saying.jobId)
  const ends = others.filter(({ kind }) => kind === 'ended')
  const rest = others.filter(({ kind }) => kind !== 'ended')
  const waiting = saying.kind === 'ended' ? [...ends, saying, ...rest] : [...ends, ...rest, saying]
  return { ...announcer, waiting }
}

/** When the next sentence may be spoken; null: nothing waits. */
export function speaksAt({ waiting, spokeAt }: Announcer): number | null {
  return waiting.length === 0 ? null : spokeAt + SPEAK_MS
}

/** Takes the next sentence out, if its time has come. */
export function speak(announcer: Announcer, now: number): { readonly text: string | null; readonly after: Announcer } {
  const [first, ...waiting] = announcer.waiting
  if (first === undefined || now < announcer.spokeAt + SPEAK_MS) return { text: null, after: announcer }
  return { text: first.text, after: { waiting, spokeAt: now } }
}

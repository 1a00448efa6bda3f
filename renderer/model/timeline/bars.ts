import { formatAgo, timelineText } from '../../timelineText.ts'
import type { Run, Trust } from './runs.ts'

/** A stretch of points that can be trusted alike, in words. */
export interface TrustBar {
  readonly x1: number
  readonly x2: number
  readonly trust: Trust
  /** Empty where there is no room for a word. */
  readonly label: string
}

const CHAR_PX = 6.1
/** So many differ from their neighbours only where somebody made them to; the picture stays small even then. */
const MOST = 60

/** The bars of the runs that are in the picture. */
export function barsOf(
  runs: readonly Run[],
  xOf: (index: number) => number,
  width: number,
  now: number,
): readonly TrustBar[] {
  const shown = runs
    .map((run) => ({ run, x1: xOf(run.from) - 7, x2: xOf(run.to) + 7 }))
    .filter(({ x1, x2 }) => x2 > 0 && x1 < width)
  return shown.slice(-MOST).map(({ run, x1, x2 }) => {
    const left = Math.max(0, x1)
    const right = Math.min(width, x2)
    const room = right - left - (run.trust === 'verified' ? 26 : 14)
    return { x1: left, x2: right, trust: run.trust, label: wordsOf(run, now).find((word) => fits(word, room)) ?? '' }
  })
}

function fits(word: string, room: number): boolean {
  return word.length * CHAR_PX <= room
}

/** The same in more and in fewer words. */
function wordsOf(run: Run, now: number): readonly string[] {
  switch (run.trust) {
    case 'verified':
      return timelineText.trust.verified(formatAgo(run.oldest ?? now, now))
    case 'some':
      return timelineText.trust.some(run.unverified)
    case 'never':
      return timelineText.trust.never
    case 'no':
      return timelineText.trust.no
  }
}

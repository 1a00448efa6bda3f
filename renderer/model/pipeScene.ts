import type { Missing } from './pipePlan.ts'

/** A snapshot on the two lanes. `both`: the newest that both have; `sent`: comes to the target; `there`: only the target has it. */
export interface LanePoint {
  readonly x: number
  readonly label: string
  readonly state: 'both' | 'sent' | 'there'
}

/** What is piped, as two lanes: what the source has, and what the target gets. */
export interface PipeScene {
  readonly points: readonly LanePoint[]
  /** One arc an increment over the source's lane, numbered in their order. */
  readonly arcs: readonly { readonly x1: number; readonly x2: number; readonly number: number }[]
}

const SIDE = 48
const MIN_STEP = 56

/** Draws what is sent. Null where there is no room for it, or nothing is: then the table says it alone. */
export function pipeScene({ common, steps, onlyThere }: Missing, width: number, head: string): PipeScene | null {
  if (common === null || steps.length === 0) return null
  // What only the target has stands before what both have: it is told, but not placed in time.
  const before = onlyThere.length > 0 ? 1 : 0
  const step = (width - 2 * SIDE) / (steps.length + before)
  if (step < MIN_STEP) return null
  const xOf = (index: number) => Math.round(SIDE + (index + before) * step)
  const [first] = onlyThere
  return {
    points: [
      ...(first === undefined
        ? []
        : [
            {
              x: SIDE,
              label: onlyThere.length > 1 ? `${first.text} +${onlyThere.length - 1}` : first.text,
              state: 'there' as const,
            },
          ]),
      { x: xOf(0), label: common.text, state: 'both' },
      ...steps.map(({ to }, index): LanePoint => ({ x: xOf(index + 1), label: to?.text ?? head, state: 'sent' })),
    ],
    arcs: steps.map((_, index) => ({ x1: xOf(index), x2: xOf(index + 1), number: index + 1 })),
  }
}

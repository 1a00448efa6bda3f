import type { Estimate } from '../../shared/estimate.ts'
import type { Arguments } from './arguments.ts'
import type { CommandContext } from './command.ts'
import { showPlan } from './dryRun.ts'
import { print } from './io.ts'
import type { ProgressTitle } from './progressText.ts'
import { beginProgress } from './runJob.ts'

/** Where `rbd` stands when the work of a short command is given out; only `snap create` shows it. */
const FIRST_PERCENT = 10

/** One change that is done at once. */
export interface Step {
  /** The progress of `rbd` around it; null for a verb that shows none. */
  readonly title: ProgressTitle | null
  /** What it is done to, named with its connection. */
  readonly target: string
  /** What will be no more, as `snapshot s1`; left out: nothing. */
  readonly drops?: readonly string[]
  /** Makes the checks of the change without making it: for `--dry-run`. @throws AppError what the change would end with. */
  readonly check: () => Promise<unknown>
  readonly run: () => Promise<unknown>
}

/**
 * Does something short with `rbd`'s progress around it: `\rRemoving image: 100% complete...done.\n`. What was destroyed is named on a
 * terminal. With `--dry-run` it makes the checks and prints the plan; with `--json` the result is `{ verb, target }`.
 *
 * @throws AppError whatever the step failed with; its progress line is for the caller to end.
 */
export async function runStep(args: Arguments, context: CommandContext, step: Step): Promise<void> {
  const { io, signal } = context
  const { title, target, drops = [] } = step
  if (args.isGiven('dry-run')) {
    await step.check()
    await showPlan(planOf(step), args, context)
    return
  }
  const progress = title === null ? null : beginProgress(title, args, context)
  await step.run()
  if (title === 'Creating snap') progress?.update(FIRST_PERCENT, 100)
  progress?.finish()
  if (args.isGiven('json')) await print(io, signal, `${JSON.stringify({ verb: args.verb, target })}\n`)
  else if (drops.length > 0 && io.isTerminal && !args.isGiven('no-progress')) {
    for (const drop of drops) io.say(`rbd-studio: ${drop} was removed\n`)
  }
}

function planOf({ target, drops = [] }: Step): Estimate {
  return {
    outputBytes: null,
    readBytes: 0,
    dataBytes: 0,
    zeroBytes: 0,
    records: 0,
    sizeBytes: 0,
    checks: [],
    warnings: [],
    writes: [{ called: target, bytes: null }],
    drops: [...drops],
  }
}

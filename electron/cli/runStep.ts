import type { Arguments } from './arguments.ts'
import type { CommandContext } from './command.ts'
import type { ProgressTitle } from './progressText.ts'
import { beginProgress } from './runJob.ts'

/** Where `rbd` stands when the work of a short command is given out; only `snap create` shows it. */
const FIRST_PERCENT = 10

/**
 * Does something short with `rbd`'s progress around it: `\rRemoving image: 100% complete...done.\n`.
 *
 * @param removed what is destroyed, named with its connection: said on a terminal when it is gone; null for what destroys nothing.
 * @throws AppError whatever the step failed with; its progress line is for the caller to end.
 */
export async function runStep(
  title: ProgressTitle,
  args: Arguments,
  context: CommandContext,
  removed: string | null,
  step: () => Promise<unknown>,
): Promise<void> {
  const progress = beginProgress(title, args, context)
  await step()
  if (title === 'Creating snap') progress.update(FIRST_PERCENT, 100)
  progress.finish()
  if (removed !== null && context.io.isTerminal && !args.isGiven('no-progress')) {
    context.io.say(`rbd-studio: ${removed} was removed\n`)
  }
}

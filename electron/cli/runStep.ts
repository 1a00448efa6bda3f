import { AppError } from '../../shared/errors.ts'
import type { Arguments } from './arguments.ts'
import type { CommandContext } from './command.ts'
import { createProgressText, type ProgressTitle } from './progressText.ts'

/** Where `rbd` stands when the work of a short command is given out; only `snap create` shows it. */
const FIRST_PERCENT = 10

/**
 * Does something short with `rbd`'s progress around it: `\rRemoving image: 100% complete...done.\n`.
 *
 * @param removed what is destroyed, named with its connection: said when it is gone, and in the error when it is not; null for what destroys nothing.
 * @throws AppError whatever the step failed with.
 */
export async function runStep(
  title: ProgressTitle,
  args: Arguments,
  { io }: CommandContext,
  removed: string | null,
  step: () => Promise<unknown>,
): Promise<void> {
  const isQuiet = args.isGiven('no-progress')
  const progress = createProgressText(title, isQuiet ? null : io.say)
  try {
    await step()
  } catch (error) {
    progress.fail()
    if (removed === null || !(error instanceof AppError)) throw error
    const { code, message, hint, detail } = error
    throw new AppError(code, `${removed} was not removed: ${message}`, { hint, detail, cause: error })
  }
  if (removed === null) progress.update(FIRST_PERCENT, 100)
  progress.finish()
  if (removed !== null && !isQuiet) io.say(`rbd-studio: ${removed} was removed\n`)
}

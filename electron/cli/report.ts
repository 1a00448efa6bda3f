import { hintOf } from '../../shared/errorCatalogue.ts'
import { isAppError, toWire, type WireError } from '../../shared/errors.ts'
import type { CommandIo } from './io.ts'
import type { ProgressText } from './progressText.ts'
import { exitCodeFor, FAIL, fillWords } from './rbd/fillWords.ts'
import { nothingSaid, type Said } from './rbd/said.ts'

/** What the reporting of a failure has to know of the command that failed. */
export interface FailedCommand {
  /** Its first name; null when none was found. */
  readonly verb: string | null
  readonly said: Said
  /** `--json`: the error goes out in wire form. */
  readonly isJson: boolean
  /** The progress line of work that was begun; null: none was. */
  readonly progress: ProgressText | null
}

/** A failure before any command was found. */
export const NO_COMMAND: FailedCommand = { verb: null, said: nothingSaid(), isJson: false, progress: null }

/**
 * Says a failure on standard error and gives its exit code.
 *
 * Where `rbd` knows the condition the lines are `rbd`'s, byte for byte, and the next step follows only on a terminal: a script cannot
 * tell the two apart. Where the refusal is ours alone (docs/DIFFERENCES.md) it is one sentence and the next step:
 *
 * ```
 * rbd-studio: rbd/img has changed since snapshot s1
 * hint: Import it into a copy of the image as it was at the start snapshot
 * ```
 *
 * A programming error brings its stack, which is what a report of it needs.
 */
export function reportFailure(thrown: unknown, command: FailedCommand, io: CommandIo): number {
  const { verb, said, isJson, progress } = command
  const error = toWire(thrown)
  const exitCode = exitCodeFor(error, verb)
  if (isJson) {
    io.say(`${JSON.stringify(error)}\n`)
    return exitCode
  }
  const words = fillWords(error, verb, said, progress?.isBegun)
  if (words === null) {
    progress?.fail()
    io.say(formatOwn(error))
  } else {
    // A line that was begun is ended, whatever comes after it.
    if (progress?.isBegun === true && !words.parts.includes(FAIL)) progress.fail()
    for (const part of words.parts) {
      if (part === FAIL) progress?.fail()
      else io.say(part)
    }
    if (io.isTerminal) io.say(words.saysMessage ? formatHint(error) : formatOwn(error))
  }
  if (!isAppError(thrown) && thrown instanceof Error && thrown.stack !== undefined) io.say(`${thrown.stack}\n`)
  return exitCode
}

/** An error in our own words: the sentence, then the next step. */
export function formatOwn(error: WireError): string {
  return `rbd-studio: ${oneLine(error.message)}\n${formatHint(error)}`
}

function formatHint(error: WireError): string {
  return `hint: ${oneLine(hintOf(error))}\n`
}

/** Names come from files and may hold line breaks and escapes: none of them reaches the terminal. */
export function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '\u{FFFD}')
}

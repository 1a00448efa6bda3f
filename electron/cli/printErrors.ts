import { exitCodeOf, hintOf } from '../../shared/errorCatalogue.ts'
import { isAppError, toWire, type WireError } from '../../shared/errors.ts'

/**
 * An error as standard error shows it (STYLE §5): the sentence, then the next step.
 *
 * ```
 * rbd-studio: error opening image none: no such image
 * hint: rbd-studio ls lists the images of a pool
 * ```
 */
export function formatError(error: WireError): string {
  return `rbd-studio: ${oneLine(error.message)}\nhint: ${oneLine(hintOf(error))}\n`
}

/**
 * What a thrown value ends the command line with: its lines for standard error, and the exit code (`rbd`'s errno). A programming
 * error brings its stack, which is what a report of it needs.
 */
export function reportOf(error: unknown, verb: string | null): { readonly text: string; readonly exitCode: number } {
  const wire = toWire(error)
  const stack = !isAppError(error) && error instanceof Error && error.stack !== undefined ? `${error.stack}\n` : ''
  return { text: formatError(wire) + stack, exitCode: exitCodeOf(wire, verb) }
}

/** Names come from files and may hold line breaks and escapes: none of them reaches the terminal. */
function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '\u{FFFD}')
}

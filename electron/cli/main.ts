import { createArguments } from './arguments.ts'
import { parseArgs } from './args.ts'
import { commands } from './commands/table.ts'
import { formatHelp, formatOverview } from './commands/help.ts'
import { defaultConnection } from './connection.ts'
import { openEngine } from './engine.ts'
import { type CommandIo, print } from './io.ts'
import { GLOBAL_OPTIONS } from './options.ts'
import { reportOf } from './printErrors.ts'
import { versionLine } from './places.ts'

/**
 * Runs one command line from its words to its exit code. Standard output is the command's alone; progress, sentences and hints go to
 * standard error.
 *
 * @param argv the words after the program's name.
 * @param signal aborts the command, which then leaves nothing behind and prints nothing more.
 * @returns the exit code: 0, or `rbd`'s errno for what went wrong (DESIGN §9).
 */
export async function main(argv: readonly string[], io: CommandIo, signal: AbortSignal): Promise<number> {
  let verb: string | null = null
  try {
    const parsed = parseArgs(argv, commands, GLOBAL_OPTIONS)
    verb = parsed.verb?.names[0] ?? null
    if (parsed.options.has('version')) return await show(versionLine())
    if (parsed.verb === null) return await show(formatOverview(commands))
    if (parsed.options.has('help')) return await show(formatHelp(parsed.verb))
    const args = createArguments(parsed.verb.names[0], parsed)
    const library = args.option('library')
    const engine = openEngine({ library, io, signal })
    const connection = defaultConnection({ option: args.option('connection'), library, env: io.env })
    return await parsed.verb.run(args, { io, signal, connection, ...engine })
  } catch (error) {
    const { text, exitCode } = reportOf(signal.aborted ? signal.reason : error, verb)
    if (!signal.aborted) io.say(text)
    return exitCode
  }

  async function show(text: string): Promise<number> {
    await print(io, signal, text)
    return 0
  }
}

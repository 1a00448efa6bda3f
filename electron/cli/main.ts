import { type Arguments, createArguments } from './arguments.ts'
import { parseArgs, unknownOption, verbOf } from './args.ts'
import { isClusterSetting, readCluster, withCluster } from './clusterOptions.ts'
import type { CommandContext } from './command.ts'
import type { Connection } from '../../shared/connections.ts'
import { isAppError, toWire } from '../../shared/errors.ts'
import { LIBRARY } from '../../shared/imageSpec.ts'
import { exitCodeFor } from './rbd/fillWords.ts'
import { commands } from './commands/table.ts'
import { formatHelp, formatOverview } from './commands/help.ts'
import { defaultConnection } from './connection.ts'
import { openEngine } from './engine.ts'
import { type CommandIo, print } from './io.ts'
import { GLOBAL_OPTIONS } from './options.ts'
import { formatRelay, type Relay, relayOf } from './relay.ts'
import { NO_COMMAND, reportFailure } from './report.ts'
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
  // An unknown option is told in the words of its verb, so that is looked for first.
  const verb = verbOf(argv, commands, GLOBAL_OPTIONS)?.names[0] ?? null
  let args: Arguments | null = null
  const line: CommandContext['line'] = { progress: null }
  try {
    const relay = relayOf(argv, commands, io.env)
    if (relay !== null) return await relayed(relay)
    const parsed = parseArgs(argv, commands, GLOBAL_OPTIONS, isClusterSetting)
    if (parsed.options.has('version')) return await show(versionLine())
    if (parsed.verb === null) return await show(formatOverview(commands))
    if (parsed.options.has('help')) return await show(formatHelp(parsed.verb))
    args = createArguments(parsed.verb.names[0], parsed)
    const library = args.option('library')
    const option = args.option('connection')
    const said = readCluster(args, parsed.verb.options)
    const connection = defaultConnection({ option, library, env: io.env, isOfCluster: said !== null })
    const [setting] = args.settings
    // The library has no settings of Ceph's, so there it is what it looks like: a slip of the pen.
    if (connection === LIBRARY && setting !== undefined) throw unknownOption(setting, args.verb)
    const connections = (saved: readonly Connection[]) => withCluster(saved, connection, said)
    const engine = openEngine({ library, connections, io, signal })
    return await parsed.verb.run(args, { io, line, signal, connection, ...engine })
  } catch (error) {
    if (signal.aborted) {
      line.progress?.leave()
      return exitCodeFor(toWire(signal.reason), null)
    }
    // As rbd does: what there is to say instead.
    if (isAppError(error, 'E_OPTION_UNKNOWN') && error.detail?.['command'] !== undefined)
      await show(formatOverview(commands))
    const isJson = args?.isGiven('json') ?? argv.includes('--json')
    const command =
      args === null ? { ...NO_COMMAND, verb, isJson } : { verb, said: args.said, isJson, progress: line.progress }
    return reportFailure(error, command, io)
  }

  async function relayed(relay: Relay): Promise<number> {
    if (relay.isDry) return show(formatRelay(relay))
    const { connection, args: words, library } = relay
    const engine = await openEngine({ library, connections: (saved) => saved, io, signal }).openFor({ connection })
    return engine.relay(connection, words)
  }

  async function show(text: string): Promise<number> {
    await print(io, signal, text)
    return 0
  }
}

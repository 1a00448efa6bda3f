import { CEPH, Connection, type Reach } from '../../../shared/connections.ts'
import { AppError } from '../../../shared/errors.ts'
import { connectionHandlers } from '../../host/connections.ts'
import { openSettings } from '../../host/settings.ts'
import type { Arguments } from '../arguments.ts'
import { badValue, type OptionDefinition } from '../args.ts'
import type { Command, CommandContext } from '../command.ts'
import { print } from '../io.ts'
import { oneLine } from '../report.ts'
import { formatTable } from '../table.ts'

const NAME = { name: 'NAME', help: 'what stands before :// in a spec' }

const ADD_OPTIONS: readonly OptionDefinition[] = [
  { name: 'local', help: 'rbd runs on this machine' },
  { name: 'ssh', value: 'HOST', help: 'rbd runs on HOST, reached with ssh and its own configuration' },
  { name: 'port', value: 'N', help: 'port of ssh' },
  { name: 'prefix', value: 'WORD', repeatable: true, help: 'word of the command rbd is run behind; once a word' },
  { name: 'conf', value: 'PATH', help: "the cluster's conf file, where rbd runs" },
  { name: 'user', value: 'USER', help: 'user without client. [admin]' },
  { name: 'keyring', value: 'PATH', help: 'keyring, where rbd runs' },
  { name: 'cluster', value: 'NAME', help: 'name of the cluster [ceph]' },
  { name: 'pace', value: 'PACE', help: 'gentle, normal or fast [normal]' },
]

/** The settings' connections, by the code of the window. */
function connectionsOf({ settingsFile }: CommandContext) {
  return connectionHandlers(openSettings(settingsFile), () => Promise.resolve())
}

function takeName(args: Arguments): string {
  const name = args.take()
  if (name === null) throw new AppError('E_ARGUMENT_MISSING', 'connection name was not specified')
  return name
}

async function give(args: Arguments, { io, signal }: CommandContext, value: unknown, plain: string): Promise<void> {
  await print(io, signal, args.isGiven('json') ? `${JSON.stringify(value)}\n` : plain)
}

/** How a connection reaches `rbd`, in one line. */
function wayOf({ reach }: Connection): string {
  if (reach.kind === 'local') return 'local'
  if (reach.kind === 'ssh') return `ssh ${reach.host}${reach.port === undefined ? '' : `:${reach.port}`}`
  return reach.words.join(' ')
}

function table(rows: readonly (readonly [Connection, string])[], last: string): string {
  const columns = ['NAME', 'WAY', last].map((heading) => ({ heading, align: 'left' as const }))
  return formatTable(
    columns,
    rows.map(([connection, text]) => [connection.name, wayOf(connection), text].map(oneLine)),
  )
}

/** `connection ls`: the clusters that can be named. */
export const connectionListCommand: Command = {
  names: ['connection ls', 'connection list'],
  summary: 'List the connections to clusters.',
  arguments: [],
  maxArguments: 0,
  options: [],
  async run(args, context) {
    args.finish()
    const list = await connectionsOf(context)['connection.list']({}, { signal: context.signal })
    await give(
      args,
      context,
      list,
      table(
        list.map((connection) => [connection, connection.pace]),
        'PACE',
      ),
    )
    return 0
  },
}

/** `connection add`: a way to a cluster; nothing is tried. */
export const connectionAddCommand: Command = {
  names: ['connection add'],
  summary: 'Add a connection to a cluster; nothing secret is kept in it.',
  arguments: [NAME, { name: '[WORD…]', help: 'more words of --prefix' }],
  maxArguments: 65,
  options: ADD_OPTIONS,
  async run(args, context) {
    const connection = readConnection(args)
    await connectionsOf(context)['connection.save']({ connection, isNew: true }, { signal: context.signal })
    await give(args, context, connection, '')
    return 0
  },
}

/** @throws AppError E_ARGUMENT_MISSING, E_OPTION_BAD_VALUE */
function readConnection(args: Arguments): Connection {
  const name = takeName(args)
  const reach = readReach(args)
  args.finish()
  const said = ['conf', 'user', 'keyring', 'cluster'].flatMap((key) => {
    const value = args.option(key)
    return value === null ? [] : [[key, value]]
  })
  const pace = args.option('pace') ?? 'normal'
  const parsed = Connection.safeParse({ name, reach, pace, ...Object.fromEntries(said) })
  if (parsed.success) return parsed.data
  const [first, second] = parsed.error.issues[0]?.path ?? []
  if (first === 'name') {
    throw new AppError('E_OPTION_BAD_VALUE', `a connection cannot be called ${oneLine(name)}`, {
      hint: 'Use 1 to 32 of a-z, 0-9 and -',
    })
  }
  const option = first === 'reach' ? (second === 'port' ? 'port' : reach.kind) : String(first)
  throw badValue(option, option === 'pace' ? 'It takes gentle, normal or fast' : 'rbd-studio help connection add')
}

function readReach(args: Arguments): Reach {
  const host = args.option('ssh')
  const prefix = args.list('prefix')
  const ways = [args.isGiven('local'), host !== null, prefix.length > 0].filter(Boolean).length
  if (ways !== 1) {
    throw new AppError('E_ARGUMENT_MISSING', 'say one way to rbd', { hint: 'Add --local, --ssh HOST or --prefix WORD' })
  }
  const port = args.option('port')
  if (port !== null && host === null) throw badValue('port', 'It belongs to --ssh')
  if (host !== null) return { kind: 'ssh', host, ...(port === null ? {} : { port: Number(port) }) }
  return prefix.length > 0 ? { kind: 'prefix', words: [...prefix, ...args.takeAll()] } : { kind: 'local' }
}

/** `connection rm`: forgets the way; the cluster is not touched. */
export const connectionRemoveCommand: Command = {
  names: ['connection rm', 'connection remove'],
  summary: 'Forget a connection; its cluster stays as it is.',
  arguments: [NAME],
  maxArguments: 1,
  options: [],
  async run(args, context) {
    const name = takeName(args)
    args.finish()
    await connectionsOf(context)['connection.remove']({ name }, { signal: context.signal })
    await give(args, context, { verb: args.verb, target: name }, '')
    return 0
  },
}

/** `connection test`: one line a check; ends with 1 where one failed. */
export const connectionTestCommand: Command = {
  names: ['connection test'],
  summary: 'Try a connection, one line a check; a tiny image is made and removed again.',
  arguments: [{ ...NAME, name: '[NAME]', help: `connection to try [${CEPH}]` }],
  maxArguments: 1,
  options: [],
  async run(args, context) {
    const name = args.take() ?? CEPH
    args.finish()
    const connections = await connectionsOf(context)['connection.list']({}, { signal: context.signal })
    const connection = connections.find((one) => one.name === name)
    if (connection === undefined) {
      throw new AppError('E_CONNECTION_UNKNOWN', `There is no connection called ${oneLine(name)}`)
    }
    const checks = await context.engine.call('connection.test', connection)
    const lines = checks.map(({ state, id, sentence, remedy }) => {
      const toDo = remedy === null ? '' : ` (${remedy})`
      return `${state.padEnd(8)}${id.padEnd(8)}${oneLine(`${sentence}${toDo}`)}\n`
    })
    await give(args, context, checks, lines.join(''))
    return checks.some(({ state }) => state === 'failed') ? 1 : 0
  },
}

/** `connection find`: what this machine knows of; nothing is added. */
export const connectionFindCommand: Command = {
  names: ['connection find'],
  summary: 'Look for clusters: conf files, hosts of the ssh configuration, containers.',
  arguments: [],
  maxArguments: 0,
  options: [],
  async run(args, context) {
    args.finish()
    const found = await context.engine.call('connection.find', {})
    await give(
      args,
      context,
      found,
      table(
        found.map(({ connection, foundIn }) => [connection, foundIn]),
        'FOUND IN',
      ),
    )
    return 0
  },
}

import type { Connection } from '../../../shared/connections.ts'
import { quoteWords } from './quote.ts'
import { sshOptions } from './sshOptions.ts'

/** What is started: a program and its arguments, never a shell. */
export interface CommandLine {
  readonly program: string
  readonly args: readonly string[]
  /** Set beside the environment this process has. */
  readonly env: Readonly<Record<string, string>>
}

/** Times without a zone are UTC, and messages are not translated: what is parsed looks the same everywhere. */
const PLAIN = { TZ: 'UTC', LC_ALL: 'C.UTF-8' }

/** A program of Ceph's at the other end of a connection, `rbd` or `ceph`, as what has to be started here. */
export function commandLineOf(
  connection: Connection,
  program: CephProgram,
  args: readonly string[],
  mountSeconds: number = MOUNT_SECONDS,
): CommandLine {
  const limit = program === 'ceph' ? `--connect-timeout=${mountSeconds}` : `--client-mount-timeout=${mountSeconds}`
  const words = [...clusterArgs(connection), limit, ...(connection.options ?? []), ...args]
  return reached(connection, program, words, PLAIN)
}

/**
 * `rbd` with arguments somebody typed. What it prints is for them, so times and messages are as it prints them there, and it waits for a monitor as long as
 * it does by itself.
 */
export function typedLineOf(connection: Connection, args: readonly string[]): CommandLine {
  return reached(connection, 'rbd', [...clusterArgs(connection), ...(connection.options ?? []), ...args], {})
}

/** What is started here so that a program runs at the other end. `env` is set there. */
function reached(
  { reach }: Connection,
  program: CephProgram,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): CommandLine {
  if (reach.kind === 'local') return { program, args, env }
  const set = Object.entries(env).map(([key, value]) => `${key}=${value}`)
  const words = [...(set.length === 0 ? [] : ['env', ...set]), program, ...args]
  if (reach.kind === 'prefix') {
    const [first = '', ...rest] = reach.words
    return { program: first, args: [...rest, ...words], env: {} }
  }
  return { program: 'ssh', args: [...sshOptions(reach), '--', reach.host, quoteWords(words)], env: {} }
}

/** Programs that are started at the other end. */
export type CephProgram = 'rbd' | 'ceph'

/** How long a program waits for a monitor unless said: without a limit it waits for five minutes and says nothing. */
const MOUNT_SECONDS = 10

function clusterArgs({ conf, cluster, user, keyring }: Connection): readonly string[] {
  return [
    ...(conf === undefined ? [] : [`--conf=${conf}`]),
    ...(cluster === undefined ? [] : [`--cluster=${cluster}`]),
    ...(user === undefined ? [] : [`--id=${user}`]),
    ...(keyring === undefined ? [] : [`--keyring=${keyring}`]),
  ]
}

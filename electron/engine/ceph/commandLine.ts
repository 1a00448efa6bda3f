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
  const words = [program, ...clusterArgs(connection, program, mountSeconds), ...args]
  const { reach } = connection
  if (reach.kind === 'local') return { program, args: words.slice(1), env: PLAIN }
  const plainly = ['env', ...Object.entries(PLAIN).map(([key, value]) => `${key}=${value}`), ...words]
  if (reach.kind === 'prefix') {
    const [first = '', ...rest] = reach.words
    return { program: first, args: [...rest, ...plainly], env: {} }
  }
  return { program: 'ssh', args: [...sshOptions(reach), '--', reach.host, quoteWords(plainly)], env: {} }
}

/** Programs that are started at the other end. */
export type CephProgram = 'rbd' | 'ceph'

/** How long a program waits for a monitor unless said: without a limit it waits for five minutes and says nothing. */
const MOUNT_SECONDS = 10

function clusterArgs(
  { conf, cluster, user, keyring }: Connection,
  program: CephProgram,
  mountSeconds: number,
): readonly string[] {
  return [
    ...(conf === undefined ? [] : [`--conf=${conf}`]),
    ...(cluster === undefined ? [] : [`--cluster=${cluster}`]),
    ...(user === undefined ? [] : [`--id=${user}`]),
    ...(keyring === undefined ? [] : [`--keyring=${keyring}`]),
    ...(program === 'ceph' ? [`--connect-timeout=${mountSeconds}`] : [`--client-mount-timeout=${mountSeconds}`]),
  ]
}

import { AppError, type ErrorCode } from '../../../shared/errors.ts'
import type { Connection } from '../../../shared/connections.ts'
import type { CephProgram } from './commandLine.ts'
import { quoteWords } from './quote.ts'

/** How a child ended, as far as a failure tells it. */
export interface FailedChild {
  readonly code: number | null
  readonly signal: string | null
  readonly stderr: string
}

/** What was run. */
export interface Ran {
  readonly connection: Connection
  readonly program: CephProgram
  readonly args: readonly string[]
}

/** Lines of `rbd` by which a failure is known better than by its exit code alone (RBD-BEHAVIOUR). */
const KNOWN: readonly (readonly [RegExp, ErrorCode])[] = [
  [
    // `timed out` alone is what `ceph` says of a monitor that does not answer.
    /couldn't connect to the cluster|error connecting to the cluster|\(110\) Connection timed out|TimedOut|^timed out$/m,
    'E_CLUSTER_UNREACHABLE',
  ],
  [/unable to open config file|error calling conf_read_file/, 'E_CLUSTER_UNREACHABLE'],
  [/error opening (default )?pool|pool .* does not exist/, 'E_POOL_NOT_FOUND'],
  [/namespace '.*' does not exist/, 'E_POOL_NOT_FOUND'],
  [/error setting snapshot context|failed to (remove|rename) snapshot: \(2\)/, 'E_SNAPSHOT_NOT_FOUND'],
  [/start snapshot '.*' does not exist/, 'E_DIFF_START_SNAPSHOT_MISSING'],
  [/end snapshot '.*' already exists/, 'E_DIFF_END_SNAPSHOT_EXISTS'],
  [/failed to create snapshot: \(17\)/, 'E_SNAPSHOT_EXISTS'],
  [/is protected from removal/, 'E_SNAPSHOT_PROTECTED'],
  [/snap is already protected/, 'E_SNAPSHOT_PROTECTED_ALREADY'],
  [/snap is already unprotected/, 'E_SNAPSHOT_UNPROTECTED_ALREADY'],
  [/image has snapshots/, 'E_IMAGE_HAS_SNAPSHOTS'],
  [/still has watchers|Device or resource busy|\(16\)/, 'E_CLUSTER_IN_USE'],
  [/create error: \(17\)|rbd image .* already exists|same name already exists/, 'E_IMAGE_EXISTS'],
  [/error opening image|does not exist in trash|specified image .* is not found/, 'E_IMAGE_NOT_FOUND'],
  [/No space left on device|\(28\)|\(122\) Disk quota exceeded/, 'E_CLUSTER_NO_SPACE'],
]

/** Exit codes that say enough by themselves. */
const BY_CODE: Readonly<Record<number, ErrorCode>> = {
  1: 'E_CLUSTER_COMMAND',
  13: 'E_CLUSTER_DENIED',
  28: 'E_CLUSTER_NO_SPACE',
  110: 'E_CLUSTER_UNREACHABLE',
  122: 'E_CLUSTER_NO_SPACE',
}

/**
 * The failure of a child, known by its exit code and by what it said. The exit code, the command and the end of its stderr are details.
 */
export function failureOf({ code, signal, stderr }: FailedChild, { connection, program, args }: Ran): AppError {
  const lines = stderr.split('\n').filter((line) => line !== '')
  const last = lines.at(-1) ?? (signal === null ? `it ended with ${code}` : `it was ended by ${signal}`)
  const detail = {
    connection: connection.name,
    command: quoteWords([program, ...args]),
    exitCode: code,
    signal,
    stderr: lines.slice(-20).join('\n'),
  }
  return new AppError(codeOf(code, stderr, connection), `${program} at ${connection.name}: ${last}`, { detail })
}

function codeOf(code: number | null, stderr: string, { reach }: Connection): ErrorCode {
  if (code === 127 || (code === 126 && reach.kind !== 'local')) return 'E_CLUSTER_PROGRAM'
  // ssh's own failures (ssh(1), EXIT STATUS).
  if (code === 255 && reach.kind === 'ssh') return 'E_CLUSTER_UNREACHABLE'
  if (code === 13 || /\(13\) Permission denied|\(1\) Operation not permitted|\[errno 13\]/.test(stderr))
    return 'E_CLUSTER_DENIED'
  const known = KNOWN.find(([pattern]) => pattern.test(stderr))
  return known?.[1] ?? (code === null ? undefined : BY_CODE[code]) ?? 'E_CLUSTER_COMMAND'
}

/** The failure of a program that could not be started at all. */
export function notStarted(cause: Error, program: string, connection: Connection): AppError {
  return new AppError('E_CLUSTER_PROGRAM', `${program} could not be started for ${connection.name}: ${cause.message}`, {
    detail: { connection: connection.name, program },
    cause,
  })
}

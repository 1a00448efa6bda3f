import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { accessSync, constants, mkdirSync } from '../io/fs.ts'
import type { Reach } from '../../../shared/connections.ts'

/**
 * The options every `ssh` of ours gets (ssh_config(5)): it never asks, keeps one connection for several commands and notices when the other end is
 * gone. What the user's own configuration says of the host holds beside them.
 */
export function sshOptions({ port, options = [] }: Extract<Reach, { kind: 'ssh' }>): readonly string[] {
  const said = {
    BatchMode: 'yes',
    ConnectTimeout: '10',
    ServerAliveInterval: '15',
    ServerAliveCountMax: '3',
    ...sharedConnection(),
  }
  return [
    '-T',
    ...(port === undefined ? [] : ['-p', String(port)]),
    // Of options given twice ssh takes the first, so the user's own come before ours.
    ...options,
    ...Object.entries(said).flatMap(([key, value]) => ['-o', `${key}=${value}`]),
  ]
}

/** The longest path a socket may have, wherever we run, in bytes. */
const SOCKET_PATH_BYTES = 103
/** What `ssh` makes of `%C`, and what it appends while it makes the socket, in bytes. */
const HASH_BYTES = 40 + 17

/**
 * A socket that only this user can reach, beside the user's keys: the folder is made where there is none, as `ssh` does for known hosts. Where that cannot be, or its path would be too
 * long, each command has a connection of its own: `ssh` fails altogether where it cannot make the socket.
 */
function sharedConnection(): Readonly<Record<string, string>> {
  if (process.platform === 'win32') return {}
  const start = join(userInfo().homedir, '.ssh', 'rbd-studio-')
  if (Buffer.byteLength(start) + HASH_BYTES > SOCKET_PATH_BYTES || /[%"\s]/.test(start)) return {}
  try {
    mkdirSync(dirname(start), { recursive: true, mode: 0o700 })
    accessSync(dirname(start), constants.W_OK | constants.X_OK)
  } catch {
    return {}
  }
  return { ControlMaster: 'auto', ControlPath: `${start}%C`, ControlPersist: '30' }
}

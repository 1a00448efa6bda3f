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

/** A socket that only this user can reach; its name, made of host, port and user, is short enough for a socket's path. */
function sharedConnection(): Readonly<Record<string, string>> {
  if (process.platform === 'win32') return {}
  return { ControlMaster: 'auto', ControlPath: '~/.ssh/rbd-studio-%C', ControlPersist: '30' }
}

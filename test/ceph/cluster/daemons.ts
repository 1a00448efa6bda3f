import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { confPath } from './conf.ts'

/** The daemons of a cluster, in the order they are started. */
export const DAEMONS = ['mon.a', 'mgr.x', 'osd.0'] as const
export type Daemon = (typeof DAEMONS)[number]

const pidFile = (folder: string, daemon: Daemon): string => join(folder, 'run', `${daemon}.pid`)

function argsOf(folder: string, daemon: Daemon): readonly string[] {
  const [, id = ''] = daemon.split('.')
  return ['-i', id, '-c', confPath(folder), '-f']
}

/** The number of a daemon's process; null where it does not run. A number that another process was given since counts for nothing. */
export function pidOf(folder: string, daemon: Daemon): number | null {
  const file = pidFile(folder, daemon)
  if (!existsSync(file)) return null
  const pid = Number(readFileSync(file, 'utf8'))
  try {
    const [program = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1)
    const isOurs =
      program.endsWith(`ceph-${daemon.split('.')[0]}`) && args.join('\0') === argsOf(folder, daemon).join('\0')
    const isDead = /^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return isOurs && !isDead ? pid : null
  } catch {
    return null
  }
}

/** Starts a daemon that outlives this process. Does nothing where it runs. */
export function startDaemon(folder: string, daemon: Daemon): void {
  if (pidOf(folder, daemon) !== null) return
  for (const name of ['run', 'log']) mkdirSync(join(folder, name), { recursive: true })
  rmSync(join(folder, 'run', `${daemon}.asok`), { force: true })
  const log = openSync(join(folder, 'log', `${daemon}.out`), 'a')
  const child = spawn(`ceph-${daemon.split('.')[0]}`, [...argsOf(folder, daemon)], {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, CEPH_ARGS: '' },
  })
  if (child.pid === undefined) throw new Error(`ceph-${daemon.split('.')[0]} could not be started`)
  writeFileSync(pidFile(folder, daemon), String(child.pid))
  child.unref()
}

/** Ends a daemon, gently and then not. */
export async function stopDaemon(folder: string, daemon: Daemon): Promise<void> {
  const pid = pidOf(folder, daemon)
  if (pid === null) return
  process.kill(pid, 'SIGTERM')
  for (let i = 0; pidOf(folder, daemon) !== null; i++) {
    if (i === 100) process.kill(pid, 'SIGKILL')
    await pause(100)
  }
  rmSync(pidFile(folder, daemon), { force: true })
}

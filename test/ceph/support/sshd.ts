import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Reach } from '../../../shared/connections.ts'

const run = promisify(execFile)
const PROGRAM = '/usr/sbin/sshd'

/** An ssh server of a test's own, and the way to it. */
export interface Sshd {
  readonly reach: Extract<Reach, { kind: 'ssh' }>
  /** Where its files lie: gone once it is stopped. */
  readonly folder: string
  stop(): Promise<void>
}

/** Starts an ssh server on the loopback, with keys and a configuration of its own; nothing of the user's is read. `environment`: what its commands see. */
export async function startSshd(environment: Readonly<Record<string, string>>): Promise<Sshd> {
  const folder = mkdtempSync(join(tmpdir(), 'rbd-studio-sshd-'))
  const file = (name: string) => join(folder, name)
  const port = await freePort()
  if (!existsSync('/run/sshd') && userInfo().uid === 0) mkdirSync('/run/sshd', { mode: 0o755 })
  for (const key of ['host', 'user']) await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(key)])
  const [hostKey, userKey] = await Promise.all(
    ['host.pub', 'user.pub'].map(async (name) => (await run('cat', [file(name)])).stdout),
  )
  writeFileSync(file('authorized_keys'), userKey ?? '', { mode: 0o600 })
  writeFileSync(file('known_hosts'), `[127.0.0.1]:${port} ${hostKey}`)
  const set = Object.entries(environment).map(([key, value]) => `${key}=${value}`)
  writeFileSync(
    file('server'),
    [
      `ListenAddress 127.0.0.1:${port}`,
      `HostKey ${file('host')}`,
      `AuthorizedKeysFile ${file('authorized_keys')}`,
      `PidFile ${file('pid')}`,
      'UsePAM no',
      'StrictModes no',
      'PermitRootLogin yes',
      'PasswordAuthentication no',
      ...(set.length === 0 ? [] : [`SetEnv ${set.join(' ')}`]),
      '',
    ].join('\n'),
  )
  writeFileSync(
    file('client'),
    [
      'Host loop',
      '  HostName 127.0.0.1',
      `  Port ${port}`,
      `  User ${userInfo().username}`,
      `  IdentityFile ${file('user')}`,
      '  IdentitiesOnly yes',
      `  UserKnownHostsFile ${file('known_hosts')}`,
      '  StrictHostKeyChecking yes',
      '',
    ].join('\n'),
  )
  const server = spawn(PROGRAM, ['-D', '-e', '-f', file('server')], { stdio: ['ignore', 'ignore', 'pipe'] })
  const said: string[] = []
  server.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  await listens(server, port, said)
  return {
    reach: { kind: 'ssh', host: 'loop', options: ['-F', file('client')] },
    folder,
    async stop() {
      await run('ssh', ['-F', file('client'), '-o', 'ControlPath=~/.ssh/rbd-studio-%C', '-O', 'exit', 'loop']).catch(
        () => {},
      )
      const ended = new Promise((resolve) => server.once('close', resolve))
      server.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Resolves once it takes connections. */
async function listens(server: ChildProcess, port: number, said: readonly string[]): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`sshd did not start: ${said.join('')}`)
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => resolve(socket.destroy() instanceof Object))
      socket.once('error', () => setImmediate(() => resolve(false)))
    })
    if (isUp) return
  }
}

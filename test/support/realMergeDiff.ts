import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Whether the real tool is here. It needs no cluster to merge. */
export const hasRbd = spawnSync('rbd', ['--version']).status === 0

/** What a merge gave. `output` null: there is no file of that name. */
export interface Merged {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stderr: Buffer
  readonly output: Buffer | null
}

/** The environment of the real tool: no cluster is configured, and none is looked for. */
export function rbdEnvironment(folder: string): NodeJS.ProcessEnv {
  const config = path.join(folder, 'ceph.conf')
  if (!existsSync(config)) writeFileSync(config, '')
  return { ...process.env, CEPH_CONF: config, LC_ALL: 'C.UTF-8' }
}

/** On some damaged input the real tool overruns its memory and never ends; then it is ended, which counts as a crash. */
const LONGEST_MS = 20_000

/** Runs `rbd merge-diff` in a folder; `output` is read and removed, whatever became of it. */
export async function realMergeDiff(folder: string, args: readonly string[], output: string): Promise<Merged> {
  const child = spawn('rbd', ['merge-diff', ...args], {
    cwd: folder,
    env: rbdEnvironment(folder),
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
  })
  const chunks: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  const [exitCode, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, name) => resolve([code, name]))
  })
  return { exitCode, signal, stderr: Buffer.concat(chunks), output: take(path.join(folder, output)) }
}

/** A file's content, and the file is gone; null when there is none. */
export function take(file: string): Buffer | null {
  if (!existsSync(file)) return null
  const content = readFileSync(file)
  rmSync(file)
  return content
}

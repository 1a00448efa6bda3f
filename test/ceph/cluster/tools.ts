import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const TOOL_MS = 60_000

/** Tools that only make files: given the name of a daemon they would look for a cluster, so they get an empty configuration. */
export async function makeFiles(program: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, CEPH_CONF: '/dev/null', CEPH_ARGS: '' }
  return (await run(program, [...args], { env, timeout: TOOL_MS })).stdout
}

/** A client's question to a cluster. */
export async function askCluster(
  conf: string,
  program: 'ceph' | 'rbd' | 'rados',
  args: readonly string[],
): Promise<string> {
  const env = { ...process.env, CEPH_CONF: conf, CEPH_ARGS: '', LC_ALL: 'C.UTF-8' }
  return (await run(program, [...args], { env, timeout: TOOL_MS, maxBuffer: 64 * 1024 * 1024 })).stdout
}

/** Asks again until an answer fits; the last answer tells why it never did. */
export async function until(what: string, limitMs: number, ask: () => Promise<string>, fits: RegExp): Promise<void> {
  const end = Date.now() + limitMs
  let last = ''
  for (;;) {
    last = await ask().catch((error: unknown) => String(error))
    if (fits.test(last)) return
    if (Date.now() > end) throw new Error(`${what}: ${last}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

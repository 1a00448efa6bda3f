import { spawn } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { CLI_ENTRY } from '../../cli/entry.ts'
import { environmentOf, type Finished, makeWorld, type World } from '../../cli/runCli.ts'

/** A machine of a test's own with the cluster of the tests, and the two programs on it. */
export interface Bench {
  readonly world: World
  /** Its environment; `rbd-studio` is no more than `rbd` in it. */
  readonly env: NodeJS.ProcessEnv
  /** What starts `rbd-studio`, for scripts. */
  readonly studio: string
}

/** Times where they are not those of UTC, so that one who prints others is seen. */
const ELSEWHERE = 'Asia/Tokyo'

/**
 * librbd's own log is written by a thread of its own, into the midst of what the program says there and now and then not at all: it is not what two programs
 * are compared by.
 */
const WITHOUT_LOG = '--err-to-stderr=false --log-to-stderr=false'

/** Makes one; its world is the caller's to remove. */
export function makeBench(): Bench {
  const world = makeWorld()
  const { RBD_STUDIO_LIBRARY: _, ...own } = environmentOf(world)
  const studio = path.join(world.root, 'rbd-studio')
  writeFileSync(studio, `#!/bin/sh\nexec '${process.execPath}' '${CLI_ENTRY}' "$@"\n`)
  chmodSync(studio, 0o755)
  return { world, studio, env: { ...own, TZ: ELSEWHERE, CEPH_CONF: process.env['CEPH_CONF'] } }
}

/** What a program is started with besides its words. */
export interface Started {
  readonly env?: NodeJS.ProcessEnv
  readonly input?: Uint8Array
}

/** Runs a program to its end, in the folder of the bench. */
export async function finished(
  { world, env }: Bench,
  program: string,
  args: readonly string[],
  { env: more = {}, input }: Started = {},
): Promise<Finished> {
  const CEPH_ARGS = `${WITHOUT_LOG} ${more['CEPH_ARGS'] ?? ''}`
  const child = spawn(program, [...args], { cwd: world.work, env: { ...env, ...more, CEPH_ARGS }, stdio: 'pipe' })
  child.stdin.on('error', () => {})
  child.stdin.end(input ?? '')
  const [out, said]: [Buffer[], Buffer[]] = [[], []]
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk))
  const [exitCode, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (...how) => resolve(how))
  })
  return { exitCode, signal, stdout: Buffer.concat(out), stderr: Buffer.concat(said).toString() }
}

/** What a program printed and how it ended. */
export function outcome({ exitCode, stdout, stderr }: Finished) {
  return { exitCode, stdout: stdout.toString(), stderr }
}

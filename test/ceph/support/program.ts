import { spawn } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { environmentOf, type Finished, makeWorld, type World } from '../../cli/runCli.ts'

const ENTRY = path.join(import.meta.dirname, '../../../electron/cli/index.ts')

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

/** Makes one; its world is the caller's to remove. */
export function makeBench(): Bench {
  const world = makeWorld()
  const { RBD_STUDIO_LIBRARY: _, ...own } = environmentOf(world)
  const studio = path.join(world.root, 'rbd-studio')
  writeFileSync(studio, `#!/bin/sh\nexec '${process.execPath}' '${ENTRY}' "$@"\n`)
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
  const child = spawn(program, [...args], { cwd: world.work, env: { ...env, ...more }, stdio: 'pipe' })
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

/**
 * What a program printed and how it ended, without librbd's own log: its lines bear times and stand anywhere between the others, and so do the blank
 * lines behind them.
 */
export function outcome({ exitCode, stdout, stderr }: Finished) {
  const log = /\d{4}-\d\d-\d\dT\S+ [0-9a-f]+ +-?\d+ [^\n]*(?:\n|$)/g
  return { exitCode, stdout: stdout.toString(), stderr: stderr.replaceAll(log, '').replaceAll(/^\n+|(?<=\n)\n+/g, '') }
}

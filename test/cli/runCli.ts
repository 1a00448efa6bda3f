import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { main } from '../../electron/cli/main.ts'
import { CLI_ENTRY } from './entry.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')
/** Halves the time a run takes to begin. */
const COMPILE_CACHE = path.join(ROOT, 'node_modules', '.cache', 'rbd-studio-cli')
/** More at once only wait for each other. */
const MOST_AT_ONCE = 3

/** A machine of its own for the command line: its user's places, a library, and the folder it is run in. */
export interface World {
  readonly root: string
  readonly library: string
  readonly work: string
}

/** What became of one run. */
export interface Finished {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: Buffer
  readonly stderr: string
}

/** A run that is under way. */
export interface Running {
  readonly child: ChildProcess
  readonly finished: Promise<Finished>
}

/** Makes an empty world; the caller removes it. */
export function makeWorld(): World {
  const world = worldAt(mkdtempSync(path.join(tmpdir(), 'rbd-studio-cli-')))
  for (const folder of [world.library, world.work]) mkdirSync(folder)
  return world
}

/** A world like another, to be changed or kept as it is. */
export function copyWorld(world: World): World {
  const copy = worldAt(mkdtempSync(path.join(tmpdir(), 'rbd-studio-cli-')))
  for (const folder of ['library', 'work']) {
    cpSync(path.join(world.root, folder), path.join(copy.root, folder), { recursive: true })
  }
  return copy
}

export function removeWorld(world: World): void {
  rmSync(world.root, { recursive: true, force: true, maxRetries: 3 })
}

function worldAt(root: string): World {
  return { root, library: path.join(root, 'library'), work: path.join(root, 'work') }
}

/** The environment of a run: nothing of the machine the tests run on but the path. */
export function environmentOf(world: World): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: world.root,
    RBD_STUDIO_HOME: path.join(world.root, 'home'),
    RBD_STUDIO_LIBRARY: world.library,
    NODE_COMPILE_CACHE: COMPILE_CACHE,
  }
}

/** Starts the real command line in a process of its own; standard streams are pipes. */
export function startCli(world: World, args: readonly string[], env = environmentOf(world)): Running {
  const child = spawn(process.execPath, [CLI_ENTRY, ...args], { cwd: world.work, env, stdio: 'pipe' })
  return { child, finished: finish(child) }
}

/** Runs the real command line to its end, with nothing on standard input unless something is given. */
export async function runCli(
  world: World,
  args: readonly string[],
  input: Uint8Array = new Uint8Array(0),
  env = environmentOf(world),
): Promise<Finished> {
  await takeTurn()
  try {
    const { child, finished } = startCli(world, args, env)
    // A command that is refused may end before it has taken what it was given.
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
    return await finished
  } finally {
    endTurn()
  }
}

let running = 0
const waiting: (() => void)[] = []

async function takeTurn(): Promise<void> {
  if (running >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
}

/** A turn that ends goes to the next that waits. */
function endTurn(): void {
  const next = waiting.shift()
  if (next === undefined) running--
  else next()
}

async function finish(child: ChildProcess): Promise<Finished> {
  const chunks: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk))
  const stderr = child.stderr === null ? '' : text(child.stderr)
  const [exitCode, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, name) => resolve([code, name]))
  })
  return { exitCode, signal, stdout: Buffer.concat(chunks), stderr: await stderr }
}

/** Runs a command in this process, for what a test needs before it begins. @throws when it does not exit with 0. */
export async function prepare(world: World, ...args: readonly string[]): Promise<void> {
  const said: string[] = []
  const unused = () => Promise.reject(new Error('a preparation uses no standard stream'))
  const io = {
    cwd: world.work,
    env: environmentOf(world),
    say: (line: string | Uint8Array) => void said.push(String(line)),
    isTerminal: false,
    openInput: unused,
    openOutput: unused,
  }
  const exitCode = await main(args, io, new AbortController().signal)
  if (exitCode !== 0) throw new Error(`${args.join(' ')} ended with ${exitCode}: ${said.join('')}`)
}

/** What standard error says beside the progress, line by line. */
export function sentencesOf(stderr: string): readonly string[] {
  const rest = stderr.replaceAll(/\r[A-Z][a-z ]+: \d+% complete\.\.\.(?:(?:done|failed)\.\n|\n(?=$))?/g, '')
  return rest.split('\n').filter((line) => line !== '')
}

/** Every file and folder below one, with the content of files: equal for equal trees and only for them. */
export function treeOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name)
      const name = path.relative(folder, file)
      return entry.isFile() ? `${name} ${sha256(readFileSync(file))}` : `${name}/`
    })
    .sort()
}

/** SHA-256 in hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { pathToFileURL } from 'node:url'

/** One line of the table. Times are medians of whole processes in seconds, start-up included; null: not measured, or not installed. */
export interface Row {
  readonly name: string
  /** What it is held against, as `rbd merge-diff`. */
  readonly against: string | null
  readonly ourSeconds: number
  readonly theirSeconds: number | null
  /** With digests and a manifest, where `ourSeconds` is without. */
  readonly hashedSeconds: number | null
  readonly isHashed: boolean
  readonly readBytes: number
  /** Greatest resident memory above that of an idle process. */
  readonly memoryMiB: number
  /** What is to be reached: a ratio of times, a time, or a memory (300 MiB where nothing else is said). */
  readonly bar: { readonly ratio?: number; readonly seconds?: number; readonly memoryMiB: number }
  readonly ourRuns: readonly number[]
  readonly theirRuns: readonly number[]
}

const CLI = join(import.meta.dirname, '../../dist/cli.js')
const PRELOAD = pathToFileURL(join(import.meta.dirname, 'reportMemory.ts')).href

/** Seconds of one process. `syncPath`: a file whose bytes are brought to the disk within that time, as ours are. */
export function timed(command: string, args: readonly string[], syncPath?: string): number {
  const begin = performance.now()
  check(command, spawnSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] }))
  if (syncPath !== undefined) spawnSync('sync', [syncPath])
  return (performance.now() - begin) / 1000
}

/** Seconds of our command line. */
export function ours(args: readonly string[]): number {
  return timed(process.execPath, [CLI, ...args])
}

/** Greatest resident memory of our command line, in MiB. */
export function memoryOf(args: readonly string[], folder: string): number {
  const target = join(folder, 'memory')
  const env = { ...process.env, RBD_STUDIO_BENCH_MEMORY: target }
  check(
    'rbd-studio',
    spawnSync(process.execPath, ['--import', PRELOAD, CLI, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] }),
  )
  const kib = Number(readFileSync(target, 'utf8'))
  rmSync(target)
  return kib / 1024
}

/** Whether a program is installed. */
export function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version']).status === 0
}

/** The value in the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

function check(command: string, run: ReturnType<typeof spawnSync>): void {
  if (run.status !== 0) throw new Error(`${command} ended with ${run.status}: ${String(run.stderr)}`)
}

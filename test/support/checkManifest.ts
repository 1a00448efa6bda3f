import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const CHECKER = join(import.meta.dirname, '../../resources/check-manifest.mjs')

/** What the checker that shares no code with the engine says of files: its lines, and how it ended. */
export function checkManifests(...paths: readonly string[]): {
  readonly lines: readonly string[]
  readonly code: number
} {
  const run = spawnSync(process.execPath, [CHECKER, ...paths], { encoding: 'utf8' })
  if (run.status === null || run.stderr !== '') throw new Error(`the checker failed: ${run.stderr}`)
  return { lines: run.stdout.trimEnd().split('\n'), code: run.status }
}

import { spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { encodeDiffV1Header, putRecordHead } from '../../electron/engine/codec/diffV1Encode.ts'

/** One line of the table: median seconds of a whole process; `rbdSeconds` null where `rbd` is not installed. */
export interface Row {
  readonly name: string
  readonly readBytes: number
  readonly ourSeconds: number
  readonly rbdSeconds: number | null
  /** Ratio to reach (DESIGN §7). */
  readonly bar: number
  readonly ourRuns: readonly number[]
  readonly rbdRuns: readonly number[]
}

const encoder = new TextEncoder()

/** A diff of records that each cover every other stretch; `shift` moves them, so that two of them overlap by halves. */
function writeDiff(
  path: string,
  from: string | null,
  to: string,
  recordBytes: number,
  diffBytes: number,
  shift: number,
): void {
  const count = Math.floor(diffBytes / recordBytes)
  const payload = new Uint8Array(recordBytes)
  let state = 0x9e3779b9 ^ shift
  for (let i = 0; i < payload.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    payload[i] = state >>> 24
  }
  const sizeBytes = count * recordBytes * 2 + recordBytes
  const file = openSync(path, 'wx')
  const batch = Math.max(1, Math.floor((4 * 1024 * 1024) / recordBytes))
  const buffer = new Uint8Array(batch * (recordBytes + 17))
  writeSync(
    file,
    encodeDiffV1Header({ from: from === null ? null : encoder.encode(from), to: encoder.encode(to), sizeBytes }),
  )
  for (let i = 0; i < count; ) {
    let at = 0
    for (const end = Math.min(count, i + batch); i < end; i++) {
      putRecordHead(buffer, at, { kind: 'data', offset: i * recordBytes * 2 + shift, length: recordBytes })
      buffer.set(payload, at + 17)
      at += 17 + recordBytes
    }
    writeSync(file, buffer, 0, at)
  }
  writeSync(file, Uint8Array.of(0x65))
  closeSync(file)
}

function timed(command: string, args: readonly string[], syncPath: string | null): number {
  const begin = performance.now()
  const run = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  if (run.status !== 0) throw new Error(`${command} ended with ${run.status}: ${run.stderr.toString()}`)
  if (syncPath !== null) spawnSync('sync', [syncPath])
  return (performance.now() - begin) / 1000
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** Merges two diffs with ours and, where it is installed, with `rbd merge-diff`, in turns. */
export async function benchMerge(options: {
  readonly folder: string
  readonly recordBytes: number
  readonly diffBytes: number
  readonly runs: number
}): Promise<Row> {
  const { folder, recordBytes, diffBytes, runs } = options
  const first = join(folder, 'first.diff')
  const second = join(folder, 'second.diff')
  const output = join(folder, 'merged.diff')
  writeDiff(first, null, 'a', recordBytes, diffBytes, 0)
  writeDiff(second, 'a', 'b', recordBytes, diffBytes, recordBytes / 2)
  const cli = join(import.meta.dirname, '../../dist/cli.js')
  const hasRbd = spawnSync('rbd', ['--version']).status === 0
  const ourRuns: number[] = []
  const rbdRuns: number[] = []
  for (let run = 0; run <= runs; run++) {
    const ours = timed(process.execPath, [cli, 'merge-diff', '--no-progress', first, second, output], null)
    rmSync(output)
    const theirs = hasRbd ? timed('rbd', ['merge-diff', '--no-progress', first, second, output], output) : null
    rmSync(output, { force: true })
    if (run === 0) continue // The first round warms the page cache.
    ourRuns.push(ours)
    if (theirs !== null) rbdRuns.push(theirs)
  }
  const readBytes = statSync(first).size + statSync(second).size
  rmSync(first)
  rmSync(second)
  return {
    name: `merge of two, ${recordBytes / 1024} KiB records`,
    readBytes,
    ourSeconds: median(ourRuns),
    rbdSeconds: hasRbd ? median(rbdRuns) : null,
    bar: recordBytes < 1024 * 1024 ? 2 : 1,
    ourRuns,
    rbdRuns,
  }
}

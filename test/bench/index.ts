/**
 * Benchmarks: throughput of merges, and ratios against the real tool from runs that alternate. Prints a table, writes JSON.
 *
 *   npm run bench [-- --mib 512] [-- --runs 5] [-- --json FILE]
 *
 * Whole processes are timed (start-up included), our fsync inside our time, a `sync FILE` added to the other's. Files lie in the
 * system's temporary folder unless TMPDIR says otherwise. These are not tests: nothing here fails because it is slow.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchMerge, type Row } from './merge.ts'

const { values } = parseArgs({
  options: {
    mib: { type: 'string', default: '512' },
    runs: { type: 'string', default: '5' },
    json: { type: 'string' },
  },
})

const folder = mkdtempSync(join(tmpdir(), 'rbd-studio-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
const rows: Row[] = []
for (const recordBytes of [4096, 4 * 1024 * 1024]) {
  rows.push(
    await benchMerge({ folder, recordBytes, diffBytes: Number(values.mib) * 1024 * 1024, runs: Number(values.runs) }),
  )
}

const mibPerSec = (row: Row, seconds: number): string => `${(row.readBytes / 1024 / 1024 / seconds).toFixed(0)} MiB/s`
console.log(
  `${cpus().length} cores, ${cpus()[0]?.model.trim() ?? 'unknown'}; medians of alternated runs; hashing: none`,
)
console.log('work                        ours       rbd        ratio  bar')
for (const row of rows) {
  const rbd = row.rbdSeconds === null ? 'absent' : mibPerSec(row, row.rbdSeconds)
  const ratio = row.rbdSeconds === null ? '-' : `${(row.rbdSeconds / row.ourSeconds).toFixed(2)}×`
  console.log(
    `${row.name.padEnd(26)}  ${mibPerSec(row, row.ourSeconds).padEnd(9)}  ${rbd.padEnd(9)}  ${ratio.padEnd(5)}  ≥ ${row.bar}×`,
  )
}
const target = values.json ?? join('test-results', 'bench.json')
writeFileSync(target, `${JSON.stringify({ at: new Date().toISOString(), cores: cpus().length, rows }, null, 2)}\n`)
console.log(`written to ${target}`)

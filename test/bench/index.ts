/**
 * Benchmarks: the rows of the speed table, ratios against the real tool from runs that alternate. Prints a table, writes JSON.
 *
 *   npm run bench [-- --mib 512] [-- --runs 5] [-- --only merge-4k,rebuild] [-- --json FILE]
 *
 * Whole processes are timed (start-up included), our fsync inside our time, a `sync FILE` added to the other's. Memory is the greatest resident
 * memory of a run above that of one that does nothing. Files lie in the system's temporary folder unless TMPDIR says otherwise. These are
 * not tests: nothing here fails because it is slow.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { memoryOf, type Row } from './measure.ts'
import { ROWS } from './rows.ts'
import { cellsOf, line } from './table.ts'

const { values } = parseArgs({
  options: {
    mib: { type: 'string', default: '512' },
    runs: { type: 'string', default: '5' },
    only: { type: 'string' },
    json: { type: 'string', default: join('test-results', 'bench.json') },
  },
})

const folder = mkdtempSync(join(tmpdir(), 'rbd-studio-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

const load = (): string =>
  loadavg()
    .map((value) => value.toFixed(1))
    .join(' ')
const cores = cpus()
const machine = `${cores.length} cores, ${cores[0]?.model.trim() ?? 'unknown'}`
const only = values.only?.split(',')
const idleMiB = memoryOf(['--version'], folder)
console.log(
  `${machine}; load ${load()}; medians of ${values.runs} alternated runs; idle process ${idleMiB.toFixed(0)} MiB`,
)
console.log(line(['work', 'ours', 'hashed', 'theirs', 'ratio', 'bar', 'memory', 'bar']))

const rows: Row[] = []
for (const { key, run } of ROWS) {
  if (only !== undefined && !only.includes(key)) continue
  const row = run({ folder, idleMiB, diffBytes: Number(values.mib) * 1024 * 1024, runs: Number(values.runs) })
  rows.push(row)
  console.log(line(cellsOf(row)))
}
console.log(`load ${load()}`)
mkdirSync(dirname(values.json), { recursive: true })
const report = { at: new Date().toISOString(), machine, load: load(), idleMiB, rows }
writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`)
console.log(`written to ${values.json}`)

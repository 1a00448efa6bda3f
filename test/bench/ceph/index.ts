/**
 * Benchmarks on a real cluster: each row beside the real tool on the same cluster, in runs that alternate. Prints a table, writes JSON.
 *
 *   npm run bench:ceph [-- --mib 1024] [-- --runs 3] [-- --only sparse-export,list] [-- --json FILE]
 *
 * The cluster is that of RBD_STUDIO_CEPH_CONF, else one is started and removed again. Whole processes are timed, start-up, checks, digests and our fsync
 * inside our time, a `sync FILE` added to the other's. As with `npm run bench`, nothing here fails because it is slow.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { startCluster, stopCluster } from '../../ceph/cluster/cluster.ts'
import { memoryOf, type Row } from '../measure.ts'
import { cellsOf, line } from '../table.ts'
import { type CephWork, ROWS } from './rows.ts'

const { values } = parseArgs({
  options: {
    mib: { type: 'string', default: '1024' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string' },
    json: { type: 'string', default: join('test-results', 'bench-ceph.json') },
  },
})

const folder = mkdtempSync(join(tmpdir(), 'rbd-studio-bench-'))
const running = process.env['RBD_STUDIO_CEPH_CONF']
const own = join(folder, 'cluster')
process.env['CEPH_CONF'] = running ?? (await startCluster(own))
process.env['RBD_STUDIO_CONNECTION'] = 'ceph'

const load = (): string =>
  loadavg()
    .map((value) => value.toFixed(1))
    .join(' ')
const cores = cpus()
const machine = `${cores.length} cores, ${cores[0]?.model.trim() ?? 'unknown'}, the cluster on the same`
const only = values.only?.split(',')
try {
  const idleMiB = memoryOf(['--version'], folder)
  const about = `medians of ${values.runs} alternated runs; idle process ${idleMiB.toFixed(0)} MiB`
  console.log(`${machine}; load ${load()}; ${about}`)
  console.log(line(['work', 'ours', 'hashed', 'theirs', 'ratio', 'bar', 'memory', 'bar']))
  const rows: Row[] = []
  for (const { key, run } of ROWS) {
    if (only !== undefined && !only.includes(key)) continue
    const work = { folder, runs: Number(values.runs), denseBytes: Number(values.mib) * 1024 ** 2, idleMiB }
    const row = measured(run, work)
    if (typeof row === 'string') console.log(`${key}: not measured: ${row}`)
    else {
      rows.push(row)
      console.log(line(cellsOf(row)))
    }
  }
  console.log(`load ${load()}`)
  mkdirSync(dirname(values.json), { recursive: true })
  writeFileSync(
    values.json,
    `${JSON.stringify({ at: new Date().toISOString(), machine, load: load(), idleMiB, rows }, null, 2)}\n`,
  )
  console.log(`written to ${values.json}`)
} finally {
  if (running === undefined) await stopCluster(own, { purge: true })
  rmSync(folder, { recursive: true, force: true })
}

/** A row that fails says so, and the others are measured all the same. */
function measured(run: (typeof ROWS)[number]['run'], work: CephWork): Row | string {
  try {
    return run(work)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

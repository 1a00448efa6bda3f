import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCluster, stopCluster } from './cluster.ts'
import { confPath } from './conf.ts'
import { DAEMONS, pidOf } from './daemons.ts'

const USAGE = `usage: node test/ceph/cluster/main.ts start|stop|status|env [FOLDER]

A Ceph cluster of this machine alone, for trying things out. FOLDER: where it lies; by default rbd-studio-ceph in the
folder for temporary files. stop --purge removes it.
`

const [verb, ...args] = process.argv.slice(2)
const folder = args.find((arg) => !arg.startsWith('-')) ?? join(tmpdir(), 'rbd-studio-ceph')

switch (verb) {
  case 'start':
    console.log(`export CEPH_CONF=${await startCluster(folder)}`)
    break
  case 'stop':
    await stopCluster(folder, { purge: args.includes('--purge') })
    break
  case 'status':
    for (const daemon of DAEMONS) console.log(`${daemon}: ${pidOf(folder, daemon) ?? 'not running'}`)
    break
  case 'env':
    console.log(`export CEPH_CONF=${confPath(folder)}`)
    break
  default:
    process.stderr.write(USAGE)
    process.exitCode = 2
}

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCluster, stopCluster } from '../cluster/cluster.ts'

/** Starts a cluster for all tests of a run, and removes it. `RBD_STUDIO_CEPH_CONF`: one that runs is used, and left as it is but for what tests made. */
export async function setup(): Promise<() => Promise<void>> {
  const running = process.env['RBD_STUDIO_CEPH_CONF']
  if (running !== undefined) {
    process.env['CEPH_CONF'] = running
    return () => Promise.resolve()
  }
  const folder = mkdtempSync(join(tmpdir(), 'rbd-studio-ceph-'))
  process.env['CEPH_CONF'] = await startCluster(folder)
  return () => stopCluster(folder, { purge: true })
}

import { existsSync } from '../io/fs.ts'
import { cephConfPlaces } from '../../../shared/cephConf.ts'
import { type FoundConnection, LOCAL_CEPH } from '../../../shared/connections.ts'

/** Ways to clusters that this machine knows of. Nothing is tried: that is what the self-test is for. */
export async function findConnections(signal: AbortSignal): Promise<readonly FoundConnection[]> {
  signal.throwIfAborted()
  const conf = process.env['CEPH_CONF'] ?? cephConfPlaces(process.env['HOME']).find((place) => existsSync(place))
  return conf === undefined ? [] : [{ connection: LOCAL_CEPH, foundIn: conf }]
}

import type { Connection } from '../../../shared/connections.ts'
import { isAppError } from '../../../shared/errors.ts'
import { answerOf } from './rbd.ts'

/** The cluster's own id; null where it does not tell this user. @throws AppError E_CLUSTER_UNREACHABLE */
export async function clusterId(connection: Connection, signal: AbortSignal): Promise<string | null> {
  try {
    const text = (await answerOf({ connection, program: 'ceph', args: ['fsid'], signal })).trim()
    return /^[0-9a-f-]{36}$/.test(text) ? text : null
  } catch (error) {
    if (isAppError(error) && error.code !== 'E_CLUSTER_UNREACHABLE') return null
    throw error
  }
}

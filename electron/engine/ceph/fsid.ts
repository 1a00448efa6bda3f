import type { Connection } from '../../../shared/connections.ts'
import { isAppError } from '../../../shared/errors.ts'
import { answerOf } from './rbd.ts'

/** The cluster's own id; null where it does not tell this user. `isPatient`: it is wanted later, and others first. @throws AppError E_CLUSTER_UNREACHABLE */
export async function clusterId(
  connection: Connection,
  signal: AbortSignal,
  isPatient = false,
): Promise<string | null> {
  try {
    const text = (await answerOf({ connection, program: 'ceph', args: ['fsid'], isPatient, signal })).trim()
    return /^[0-9a-f-]{36}$/.test(text) ? text : null
  } catch (error) {
    if (isAppError(error) && error.code !== 'E_CLUSTER_UNREACHABLE') return null
    throw error
  }
}

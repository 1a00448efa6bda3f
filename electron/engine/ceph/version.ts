import type { Connection } from '../../../shared/connections.ts'
import { answerOf } from './rbd.ts'

/** The major version of the `rbd` at the other end of a connection; null where it prints none. @throws AppError E_CLUSTER_* */
export async function rbdMajor(connection: Connection, signal: AbortSignal): Promise<number | null> {
  const text = await answerOf({ connection, args: ['--version'], signal })
  const match = /version (\d+)\./.exec(text)
  return match === null ? null : Number(match[1])
}

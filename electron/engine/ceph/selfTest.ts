import type { Connection, ConnectionCheck } from '../../../shared/connections.ts'
import { errorCatalogue } from '../../../shared/errorCatalogue.ts'
import { isAppError } from '../../../shared/errors.ts'
import { clusterPools } from './cluster.ts'
import { answerOf } from './rbd.ts'

/** Tries a connection, one named check after the other; those behind a failed one are skipped. */
export async function testConnection(connection: Connection, signal: AbortSignal): Promise<readonly ConnectionCheck[]> {
  const checks: ConnectionCheck[] = []
  const check = async (id: ConnectionCheck['id'], label: string, make: () => Promise<string>): Promise<void> => {
    const isSkipped = checks.some(({ state }) => state === 'failed')
    if (isSkipped) return void checks.push({ id, label, state: 'skipped', sentence: 'Not tried', remedy: null })
    try {
      checks.push({ id, label, state: 'ok', sentence: await make(), remedy: null })
    } catch (error) {
      if (!isAppError(error)) throw error
      const remedy = error.hint ?? errorCatalogue[error.code].hint
      checks.push({ id, label, state: 'failed', sentence: error.message, remedy })
    }
  }
  await check('program', 'rbd is there', async () =>
    (await answerOf({ connection, args: ['--version'], signal })).trim(),
  )
  await check('pools', 'Pools', async () => {
    const pools = await clusterPools(connection, signal)
    return pools.length === 1 ? '1 pool' : `${pools.length} pools`
  })
  return checks
}

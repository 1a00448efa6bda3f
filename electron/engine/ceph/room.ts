import type { z } from 'zod'
import type { Connection } from '../../../shared/connections.ts'
import { AppError, isAppError } from '../../../shared/errors.ts'
import { formatBytes } from '../../../shared/units.ts'
import { PoolDetails, PoolUsage } from './answers.ts'
import { askMonitors, jsonOf } from './rbd.ts'

const POOLS = { words: 'osd pool ls detail', schema: PoolDetails }
const USAGE = { words: 'df detail', schema: PoolUsage }

/** The names of the pools that take no more: they or the cluster are full, or their quota is used up. Clients that write to one wait without a word. */
export async function fullPools(connection: Connection, signal: AbortSignal): Promise<readonly string[]> {
  return fullOf(await jsonOf({ connection, program: 'ceph', args: POOLS.words.split(' '), signal }, POOLS.schema))
}

function fullOf(pools: z.infer<typeof PoolDetails>): readonly string[] {
  return pools.filter(({ flags_names: flags }) => flags.split(',').includes('full')).map(({ pool_name: name }) => name)
}

/** E_CLUSTER_NO_SPACE for a pool that takes no more. */
export function poolFull(pool: string, connection: Connection): AppError {
  return new AppError('E_CLUSTER_NO_SPACE', `The pool ${pool} at ${connection.name} is full`, {
    detail: { pool, connection: connection.name },
  })
}

/** What the monitors say of the room in pools. */
export interface Room {
  /** The names of those that take no more. */
  readonly full: readonly string[]
  readonly pools: z.infer<typeof PoolUsage>['pools']
}

/**
 * Asks how much room there is; null: this user may not ask. Whoever has other questions, too, begins with this one, which takes the longest, and waits for
 * it at the end.
 *
 * @throws AppError E_CLUSTER_UNREACHABLE — from the promise, which nobody has to wait for
 */
export function askRoom(connection: Connection, signal: AbortSignal): Promise<Room | null> {
  const asked = askMonitors(connection, [POOLS, USAGE], signal).then(
    ([details, { pools }]) => ({ full: fullOf(details), pools }),
    (error: unknown) => {
      if (isAppError(error, 'E_CLUSTER_DENIED', 'E_CLUSTER_COMMAND', 'E_CLUSTER_ANSWER', 'E_CLUSTER_PROGRAM'))
        return null
      throw error
    },
  )
  asked.catch(() => undefined)
  return asked
}

/**
 * Refuses to write into pools that are full, or that lack the room for so many bytes: `rbd` would begin, and then wait without a word. Where it is not known
 * how full they are, nothing is refused. Gives how many bytes there is room for; null: not known.
 *
 * @throws AppError E_CLUSTER_NO_SPACE
 */
export function roomIn(
  room: Room | null,
  {
    connection,
    pools,
    bytes,
  }: { readonly connection: Connection; readonly pools: readonly string[]; readonly bytes: number },
): number | null {
  if (room === null) return null
  const full = room.full.find((name) => pools.includes(name))
  if (full !== undefined) throw poolFull(full, connection)
  const left = room.pools
    .filter(({ name }) => pools.includes(name))
    .map(({ stats }) =>
      Math.min(stats.max_avail, stats.quota_bytes === 0 ? Infinity : stats.quota_bytes - stats.stored),
    )
  if (left.length === 0) return null
  const least = Math.max(0, Math.min(...left))
  if (bytes <= least) return least
  const sentence = `${formatBytes(bytes)} do not fit into ${pools.join(' and ')} at ${connection.name}, where ${formatBytes(least)} are free`
  throw new AppError('E_CLUSTER_NO_SPACE', sentence, {
    detail: { pool: pools[0] ?? '', needBytes: bytes, freeBytes: least },
  })
}

import type { Connection } from '../../../../shared/connections.ts'
import { type AppError, isAppError } from '../../../../shared/errors.ts'
import type { ImageRef } from '../../../../shared/imageSpec.ts'
import { liveImage } from '../../ceph/cluster.ts'
import { fullPools, poolFull } from '../../ceph/room.ts'
import { textOf } from '../../ceph/rbd.ts'
import type { OpContext } from '../context.ts'

/** How long nothing may move before the cluster is asked whether it is still well. */
const QUIET_MS = 10_000
/** So many questions in a row must stay without an answer before a cluster counts as gone: each waits for seconds. */
const UNANSWERED = 3

/** What a job on clusters depends on. */
export interface Watched {
  /** Connections of images that are read or written. */
  readonly connections: readonly Connection[]
  /** The image that is written; null: none is. */
  readonly target: { readonly connection: Connection; readonly ref: ImageRef } | null
}

/** Work on clusters that is ended from within when they are gone. */
export interface ClusterWatch {
  /** Aborted as the one that was given, and when a cluster is gone: then its reason is E_CLUSTER_NO_SPACE or E_CLUSTER_UNREACHABLE. */
  readonly signal: AbortSignal
  /** Watches while `work` runs. */
  during<T>(work: () => Promise<T>): Promise<T>
}

/**
 * Ends work that would wait for ever: `rbd` says nothing where a pool is full, and nothing where the monitors or the OSDs are gone. Only when nothing has
 * moved for a while is the cluster asked, so that a slow one, which answers, is let be.
 */
export function watchClusters(
  { connections, target }: Watched,
  context: Pick<OpContext, 'signal' | 'meter'>,
): ClusterWatch {
  const gone = new AbortController()
  const signal = AbortSignal.any([context.signal, gone.signal])
  const unanswered = new Map<Connection, number>()

  async function ask(connection: Connection): Promise<AppError | null> {
    try {
      const full = await fullPools(connection, context.signal)
      unanswered.delete(connection)
      return connection === target?.connection ? await fullTarget(full) : null
    } catch (error) {
      // What a user may not ask says nothing of the cluster.
      if (!isAppError(error, 'E_CLUSTER_UNREACHABLE')) return null
      const count = (unanswered.get(connection) ?? 0) + 1
      unanswered.set(connection, count)
      return count < UNANSWERED ? null : error
    }
  }

  async function fullTarget(full: readonly string[]): Promise<AppError | null> {
    if (target === null || full.length === 0) return null
    const { connection, ref } = target
    const own = textOf(ref.pool)
    if (full.includes(own)) return poolFull(own, connection)
    const { dataPool } = await liveImage(connection, ref, context.signal)
    return dataPool !== null && full.includes(dataPool.text) ? poolFull(dataPool.text, connection) : null
  }

  return {
    signal,
    async during(work) {
      const { meter } = context
      const moved = (): number => meter.readBytes + meter.writtenBytes
      let before = moved()
      let isAsking = false
      const tick = async (): Promise<void> => {
        const now = moved()
        const isQuiet = now === before && !meter.gate.isClosed
        before = now
        if (!isQuiet || isAsking) return
        isAsking = true
        for (const connection of connections) {
          const failure = await ask(connection)
          if (failure !== null) gone.abort(failure)
        }
        isAsking = false
      }
      const timer = setInterval(() => void tick(), QUIET_MS)
      timer.unref()
      try {
        return await work()
      } finally {
        clearInterval(timer)
      }
    },
  }
}

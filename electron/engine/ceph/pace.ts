import type { Connection, Pace } from '../../../shared/connections.ts'

const MIB = 1024 * 1024

/** How much a child may have under way. */
interface Room {
  /** Bytes of all its requests together. */
  readonly bytes: number
  readonly leastRequests: number
  readonly mostRequests: number
  /** Requests where it is not known how large they will be. */
  readonly unknown: number
}

/**
 * `rbd` has 10 requests under way at once, whatever they are (`rbd_concurrent_management_ops`). Small ones spend their time on the way, so more of them hide
 * it: 64 instead of 10 gave 1.6 times at no delay and 3.3 times at 5 ms (DESIGN §3). Whole objects of 4 MiB fill the way by themselves, and more of them only
 * push one another out of the caches: of a dense GiB on one machine, 32 at once took 3.9 s, 10 took 3.2 s, 4 took 3.0 s. So it is the bytes under way that are
 * kept alike.
 */
const ROOM: Readonly<Record<Pace, Room>> = {
  gentle: { bytes: 8 * MIB, leastRequests: 2, mostRequests: 8, unknown: 4 },
  normal: { bytes: 32 * MIB, leastRequests: 8, mostRequests: 64, unknown: 16 },
  fast: { bytes: 128 * MIB, leastRequests: 16, mostRequests: 128, unknown: 64 },
}

/** The options of a child that moves data. `requestBytes`: how large a request of it will be, on average; null: not known. */
export function paceArgs({ pace }: Pick<Connection, 'pace'>, requestBytes: number | null): readonly string[] {
  return [`--rbd-concurrent-management-ops=${requestsAtOnce(pace, requestBytes)}`]
}

/** How many requests of a size are under way at once. */
export function requestsAtOnce(pace: Pace, requestBytes: number | null): number {
  const { bytes, leastRequests, mostRequests, unknown } = ROOM[pace]
  if (requestBytes === null) return unknown
  return Math.min(mostRequests, Math.max(leastRequests, Math.floor(bytes / Math.max(requestBytes, 1))))
}

/** The average size of a request that extents amount to, none of them larger than an object; null where there are none. */
export function requestBytesOf(
  { count, dataBytes }: { readonly count: number; readonly dataBytes: number },
  objectBytes = 4 * MIB,
): number | null {
  return count === 0 || dataBytes === 0 ? null : Math.min(dataBytes / count, objectBytes)
}

import type { Connection, Pace } from '../../../shared/connections.ts'

/**
 * Requests `rbd` has under way at once (`rbd_concurrent_management_ops`, 10 by default). More of them hide the way to the cluster where extents are
 * small (DESIGN §3: 64 instead of 10 gave 1.6 times at no delay and 3.3 times at 5 ms); for dense images they change nothing.
 */
const REQUESTS: Readonly<Record<Pace, number>> = { gentle: 4, normal: 32, fast: 64 }

/** The options of a child that moves data. */
export function paceArgs({ pace }: Pick<Connection, 'pace'>): readonly string[] {
  return [`--rbd-concurrent-management-ops=${REQUESTS[pace]}`]
}

import { threadId } from 'node:worker_threads'
import { z } from 'zod'
import { isOwnProcess, ownIdentity, ProcessIdentity } from '../../process/processIdentity.ts'

export { isGone } from '../../process/processIdentity.ts'

/** Who holds a lock: a thread of one run of one process on one machine. */
export const Holder = z.looseObject({
  ...ProcessIdentity.shape,
  thread: z.int().nonnegative(),
  nonce: z.string().regex(/^[0-9a-f]{16,64}$/),
  what: z.string(),
  /** ISO 8601, UTC. */
  since: z.string(),
})
export type Holder = z.infer<typeof Holder>

/** Where and as what this thread runs. */
export function ownThread() {
  return { ...ownIdentity(), thread: threadId }
}

/** Whether a lock was taken by a thread of this very process. */
export function isOwn(holder: Holder, thread: number): boolean {
  return holder.thread === thread && isOwnProcess(holder)
}

import { setTimeout as pause } from 'node:timers/promises'
import type { LiveImage } from '../../../../shared/connections.ts'
import { isAppError } from '../../../../shared/errors.ts'

/** A client that was killed holds its lock, and counts as a watcher, for half a minute; until then an image can be neither written nor removed. */
const LOCK_MS = 90_000
const RETRY_MS = 2000
const FORGOTTEN_MS = 45_000

/** Does something to an image as soon as a client that was killed has let go of it. @throws AppError what `run` throws, and E_CLUSTER_IN_USE after a minute and a half */
export async function whenFree<T>(run: () => Promise<T>): Promise<T> {
  const end = Date.now() + LOCK_MS
  for (;;) {
    try {
      return await run()
    } catch (error) {
      const isHeld = isAppError(error) && /\((30|16)\)|still has watchers/.test(String(error.detail?.['stderr']))
      if (!isHeld || Date.now() > end) throw error
      await pause(RETRY_MS)
    }
  }
}

/** Waits until a client that was killed counts as a watcher no more, so that the image can be written again; not for ever, since it may be somebody else. */
export async function untilForgotten(look: () => Promise<Pick<LiveImage, 'watchers'>>): Promise<void> {
  const end = Date.now() + FORGOTTEN_MS
  while ((await look()).watchers.length > 0 && Date.now() < end) await pause(RETRY_MS)
}

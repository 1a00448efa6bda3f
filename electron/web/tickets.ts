import { randomBytes } from 'node:crypto'
import { AppError } from '../../shared/errors.ts'

/** Tickets of one sort; `T` is what a ticket allows. */
export interface Tickets<T> {
  /** Makes a ticket; `key` is the secret part of its address. @throws AppError E_TICKET_INVALID when too many are open. */
  issue(ticket: T): string
  /** Takes a ticket, for good; null for one that never was, has been used, or is too old. */
  take(key: string): T | null
}

/** How long an upload or a download has to begin. */
export const TICKET_MS = 60_000
/** Tickets that can wait at once: memory is bounded by it. As many files as one drop may bring. */
export const MAX_OPEN_TICKETS = 10_000

/**
 * Keeps the open tickets. A ticket is 16 random bytes, good for one transfer that begins within a minute: it lets bulk data go
 * over plain HTTP without the token ever standing in an address.
 * @param now milliseconds of any clock that never goes back
 */
export function createTickets<T>(now: () => number): Tickets<T> {
  // In order of issue, so the first is always the oldest.
  const open = new Map<string, { readonly ticket: T; readonly until: number }>()

  function dropOld() {
    for (const [key, { until }] of open) {
      if (until > now()) return
      open.delete(key)
    }
  }

  return {
    issue(ticket) {
      dropOld()
      if (open.size >= MAX_OPEN_TICKETS) {
        throw new AppError('E_TICKET_INVALID', 'Too many transfers are waiting to begin', {
          hint: 'Wait a minute, then try again',
        })
      }
      const key = randomBytes(16).toString('base64url')
      open.set(key, { ticket, until: now() + TICKET_MS })
      return key
    },
    take(key) {
      dropOld()
      const found = open.get(key)
      open.delete(key)
      return found?.ticket ?? null
    },
  }
}

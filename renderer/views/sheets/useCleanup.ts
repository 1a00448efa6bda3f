import { useEffect, useState } from 'react'
import type { Cleanup } from '../../../shared/cleanup.ts'
import type { ImageDetails } from '../../../shared/contract.ts'
import { toWire } from '../../../shared/errors.ts'
import type { WireError } from '../../../shared/errors.ts'
import type { Name } from '../../../shared/names.ts'
import { nameKey } from '../../../shared/names.ts'
import { readCleanup } from '../../actions/clean.ts'

/** What the engine says of a cleaning. `cleanup` is of the last answer: its rows stay while a new sum is worked out. */
export interface CleanupAnswer {
  readonly isWaiting: boolean
  readonly cleanup: Cleanup | null
  readonly error: WireError | null
}

/** Long enough not to ask at each of a row of clicks. */
const DEBOUNCE_MS = 120

/** Asks anew whenever what is chosen, or the image, changes; an answer to an older question is dropped. */
export function useCleanup(details: ImageDetails | undefined, remove: readonly Name[]): CleanupAnswer {
  const key = JSON.stringify(remove.map(nameKey))
  const [answer, setAnswer] = useState<CleanupAnswer & { readonly of: string | null }>({
    of: null,
    isWaiting: true,
    cleanup: null,
    error: null,
  })
  useEffect(() => {
    if (details === undefined) return
    const abort = new AbortController()
    const put = (cleanup: Cleanup | null, error: WireError | null) => {
      if (!abort.signal.aborted) setAnswer({ of: key, isWaiting: false, cleanup, error })
    }
    const timer = setTimeout(() => {
      readCleanup(details.ref, remove, { signal: abort.signal }).then(
        (cleanup) => put(cleanup, null),
        (error: unknown) => put(null, toWire(error)),
      )
    }, DEBOUNCE_MS)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
    // The key says all of the names.
  }, [details, key])
  return answer.of === key ? answer : { ...answer, isWaiting: true, error: null }
}

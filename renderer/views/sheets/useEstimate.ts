import { useEffect, useState } from 'react'
import type { Estimate } from '../../../shared/estimate.ts'
import type { WireError } from '../../../shared/errors.ts'
import { toWire } from '../../../shared/errors.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { estimateJob } from '../../actions/jobs.ts'

/** What a form knows of the job it would start. `estimate` and `error` are of the request as it stands, never of an older one. */
export interface Estimated {
  readonly isWaiting: boolean
  readonly estimate: Estimate | null
  readonly error: WireError | null
}

const NONE: Estimated = { isWaiting: false, estimate: null, error: null }
/** Long enough not to ask at each letter of a path, short enough not to be noticed. */
const DEBOUNCE_MS = 150

/** Asks what a job would do whenever the request changes; an answer to an older request is dropped, and its question called back. */
export function useEstimate(request: JobRequest | null): Estimated {
  const key = request === null ? null : JSON.stringify(request)
  const [state, setState] = useState<{ readonly key: string | null; readonly value: Estimated }>({
    key: null,
    value: NONE,
  })
  useEffect(() => {
    if (key === null) return
    const abort = new AbortController()
    const put = (value: Estimated) => {
      if (!abort.signal.aborted) setState({ key, value })
    }
    const timer = setTimeout(() => {
      estimateJob(JSON.parse(key) as JobRequest, { signal: abort.signal }).then(
        (estimate) => {
          const failed = estimate.checks.find((check) => check.state === 'failed')
          // The wire's codes are a closed union on our side; an unknown one is told as it came.
          put({ isWaiting: false, estimate, error: (failed?.error ?? null) as WireError | null })
        },
        (error: unknown) => put({ isWaiting: false, estimate: null, error: toWire(error) }),
      )
    }, DEBOUNCE_MS)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [key])
  if (key === null) return NONE
  return state.key === key ? state.value : { isWaiting: true, estimate: null, error: null }
}

import { useEffect, useState } from 'react'
import type { FoundConnection } from '../../../shared/connections.ts'
import type { WireError } from '../../../shared/errors.ts'
import { toWire } from '../../../shared/errors.ts'
import { findConnections } from '../../actions/connections.ts'

/** Ways to clusters that this machine knows of. `found` null: they are still looked for. */
export interface Found {
  readonly found: readonly FoundConnection[] | null
  readonly error: WireError | null
}

/** Looks for ways to clusters while the sheet is open. */
export function useFound(isWanted: boolean): Found {
  const [state, setState] = useState<Found>({ found: null, error: null })
  useEffect(() => {
    if (!isWanted) return
    const abort = new AbortController()
    findConnections(abort.signal).then(
      (found) => setState({ found, error: null }),
      (error: unknown) => {
        if (!abort.signal.aborted) setState({ found: [], error: toWire(error) })
      },
    )
    return () => abort.abort()
  }, [isWanted])
  return state
}

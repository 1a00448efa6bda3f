import { useEffect, useState } from 'react'
import { call } from '../../api.ts'
import { guarded } from '../../actions/failure.ts'
import { isAppError } from '../../../shared/errors.ts'
import type { SearchHit } from '../../../shared/contract.ts'

const LIMIT = 200

interface Hits {
  readonly hits: readonly SearchHit[]
  readonly isMore: boolean
  readonly isSearching: boolean
}

/** The library's snapshots whose names hold a text: asked at once with every letter, and what was asked before is called off. */
export function useSnapshotHits(text: string): Hits {
  const [state, setState] = useState<Hits>({ hits: [], isMore: false, isSearching: false })
  useEffect(() => {
    if (text === '') {
      setState({ hits: [], isMore: false, isSearching: false })
      return
    }
    const abort = new AbortController()
    setState((before) => ({ ...before, isSearching: true }))
    void guarded(async () => {
      try {
        const found = await call('library.search', { text, limit: LIMIT }, { signal: abort.signal })
        if (abort.signal.aborted) return
        setState({
          hits: found.hits.filter(({ snapshot }) => snapshot !== null),
          isMore: found.isMore,
          isSearching: false,
        })
      } catch (error) {
        if (abort.signal.aborted || isAppError(error, 'E_CANCELLED')) return
        setState({ hits: [], isMore: false, isSearching: false })
        throw error
      }
    })
    return () => abort.abort()
  }, [text])
  return state
}

import { startTransition, useEffect, useState } from 'react'
import { call } from '../../api.ts'
import { guarded } from '../../actions/failure.ts'
import { isAppError } from '../../../shared/errors.ts'
import type { SearchHit } from '../../../shared/contract.ts'

const LIMIT = 200

interface Found {
  /** What was asked. */
  readonly text: string
  readonly hits: readonly SearchHit[]
  readonly isMore: boolean
}

const NOTHING: Found = { text: '', hits: [], isMore: false }

/**
 * The library's snapshots whose names hold a text: asked at once with every letter, and what was asked before is called off. Until the answer is
 * there, those of the text before stand.
 */
export function useSnapshotHits(text: string): Omit<Found, 'text'> & { readonly isSearching: boolean } {
  const [last, setLast] = useState(NOTHING)
  useEffect(() => {
    if (text === '') return
    const abort = new AbortController()
    // The answer may wait for the next letter.
    const note = (found: Found) => startTransition(() => setLast(found))
    void guarded(async () => {
      try {
        const found = await call('library.search', { text, limit: LIMIT }, { signal: abort.signal })
        if (abort.signal.aborted) return
        note({ text, hits: found.hits.filter(({ snapshot }) => snapshot !== null), isMore: found.isMore })
      } catch (error) {
        if (abort.signal.aborted || isAppError(error, 'E_CANCELLED')) return
        note({ ...NOTHING, text })
        throw error
      }
    })
    return () => abort.abort()
  }, [text])
  const { hits, isMore } = text === '' ? NOTHING : last
  return { hits, isMore, isSearching: text !== '' && last.text !== text }
}

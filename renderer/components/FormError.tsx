import { useEffect, useRef } from 'react'
import type { WireError } from '../../shared/errors.ts'
import { ErrorCard } from './ErrorCard.tsx'

/** A failure in a form: it comes into view, wherever the form is scrolled to. */
export function FormError({ error }: { readonly error: WireError | null }) {
  const card = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Nothing is returned: newer engines answer with a promise, and React would take it for a clean-up.
    card.current?.scrollIntoView({ block: 'nearest' })
  }, [error?.code, error?.message])
  if (error === null) return null
  return (
    <div ref={card}>
      <ErrorCard error={error} isCompact />
    </div>
  )
}

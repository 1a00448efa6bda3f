import { useEffect, useState } from 'react'

/** The present, a minute exact: what is told as "3 days ago" grows older while one looks at it. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

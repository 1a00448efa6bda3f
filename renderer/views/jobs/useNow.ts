import { useEffect, useState } from 'react'

/** The time, told anew every second while `isTicking`: what is said of a job that stands still must not stand still, too. */
export function useNow(isTicking: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!isTicking) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [isTicking])
  return now
}

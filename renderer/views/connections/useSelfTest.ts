import { useEffect, useRef, useState } from 'react'
import type { Connection, ConnectionCheck } from '../../../shared/connections.ts'
import type { WireError } from '../../../shared/errors.ts'
import { toWire } from '../../../shared/errors.ts'
import { testConnection } from '../../actions/connections.ts'
import { outcomeSentence } from '../../model/selfTest.ts'
import { announce } from '../../stores/ui.ts'

/** A self-test as the sheet shows it. */
export interface SelfTest {
  /** When it began, in milliseconds since 1970; null: none is under way. */
  readonly runningSince: number | null
  /** What the checks came to; null: the connection as it stands was not tested. */
  readonly checks: readonly ConnectionCheck[] | null
  /** Why there is no answer at all. */
  readonly error: WireError | null
  /** Begins a test, in place of one that is under way: what it came to, or null where it was called off or failed itself. */
  readonly start: (connection: Connection) => Promise<readonly ConnectionCheck[] | null>
  readonly stop: () => void
}

interface Ended {
  readonly key: string
  readonly checks: readonly ConnectionCheck[] | null
  readonly error: WireError | null
}

/**
 * The self-test of the connection a form says, null while it says none. What one came to counts for the connection that was tested, as long as the form
 * says that. A test ends when the sheet closes.
 */
export function useSelfTest(connection: Connection | null): SelfTest {
  const [ended, setEnded] = useState<Ended | null>(null)
  const [runningSince, setRunningSince] = useState<number | null>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const stop = () => {
    running.current?.abort()
    running.current = null
    setRunningSince(null)
  }
  const start = async (tested: Connection) => {
    running.current?.abort()
    const abort = new AbortController()
    running.current = abort
    setRunningSince(Date.now())
    const key = keyOf(tested)
    try {
      const checks = await testConnection(tested, abort.signal)
      if (abort.signal.aborted) return null
      setEnded({ key, checks, error: null })
      announce(outcomeSentence(tested.name, checks))
      return checks
    } catch (error) {
      if (!abort.signal.aborted) setEnded({ key, checks: null, error: toWire(error) })
      return null
    } finally {
      if (running.current === abort) {
        running.current = null
        setRunningSince(null)
      }
    }
  }
  const isOfThis = connection !== null && ended?.key === keyOf(connection)
  return {
    runningSince,
    checks: isOfThis ? ended.checks : null,
    error: isOfThis ? ended.error : null,
    start,
    stop,
  }
}

/** What a test is about: neither the name nor the pace changes what it comes to. */
function keyOf({ name: _name, pace: _pace, ...rest }: Connection): string {
  return JSON.stringify(rest)
}

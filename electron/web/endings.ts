import { constants } from 'node:os'

/** What this needs of `process`. */
export interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): unknown
  exit(code: number): void
}

/**
 * Ends the process on SIGINT, SIGTERM or SIGHUP: the first asks `stop` to clean up and then exits with 0, a second exits at once
 * with 128 and its number, as a shell would say it.
 */
export function endOnSignals(source: SignalSource, stop: () => Promise<void>): void {
  let isEnding = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    source.on(signal, () => {
      if (isEnding) {
        source.exit(128 + constants.signals[signal])
        return
      }
      isEnding = true
      stop().then(
        () => source.exit(0),
        () => source.exit(1),
      )
    })
  }
}

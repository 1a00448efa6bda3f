import { AppError } from '../../shared/errors.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The signals that interrupt a command, turned into an abort. */
export interface Interruption {
  readonly signal: AbortSignal
  /** The signal that came; null when none has. */
  received(): NodeJS.Signals | null
  /** Gives the signals back their own effect: the next one ends the process. */
  release(): void
}

/**
 * Listens for SIGINT, SIGTERM and SIGHUP. The first aborts, so that the command cleans up; a second one ends the process at once,
 * which leaves what a kill leaves (a `.part` file, the image as it was).
 */
export function listenForInterruption(): Interruption {
  const controller = new AbortController()
  let received: NodeJS.Signals | null = null
  const release = () => {
    for (const name of SIGNALS) process.off(name, onSignal)
  }
  const onSignal = (name: NodeJS.Signals) => {
    received = name
    release()
    controller.abort(new AppError('E_CANCELLED', `interrupted by ${name}`, { detail: { signal: name } }))
  }
  for (const name of SIGNALS) process.on(name, onSignal)
  return { signal: controller.signal, received: () => received, release }
}

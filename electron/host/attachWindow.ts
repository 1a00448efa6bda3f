import { calls, events } from '../../shared/contract.ts'
import { serve } from '../../shared/rpc/server.ts'
import type { Transport } from '../../shared/rpc/transport.ts'
import type { Host } from './host.ts'
import { type Logger, silentLog } from './logger.ts'

export interface AttachOptions {
  readonly logger?: Logger
  /** Parse what goes out, too: for development and tests. */
  readonly checkOutput?: boolean
}

/**
 * Serves the whole contract to one window over its transport, until that closes: calls after a `hello` of the right version, and every
 * event. Any number of windows may be attached at once; none of them owns a job. Returns what detaches the window.
 */
export function attachWindow(transport: Transport, host: Host, options: AttachOptions = {}): () => void {
  const logger = options.logger ?? silentLog.createLogger('host.window')
  let unsubscribe = (): void => {}
  const server = serve(
    {
      send: (message) => transport.send(message),
      onMessage: (listener) => transport.onMessage(listener),
      onClose: (listener) =>
        transport.onClose(() => {
          unsubscribe()
          listener()
        }),
    },
    calls,
    host.handlers,
    events,
    {
      requireHello: true,
      checkOutput: options.checkOutput === true,
      onInternalError: (name, error) => logger.error('a call failed inside', { call: name, error }),
    },
  )
  unsubscribe = host.subscribe((name, payload) => server.emit(name, payload))
  return () => {
    unsubscribe()
    server.close()
  }
}

import { parentPort } from 'node:worker_threads'
import { engineCalls, workCalls, workEvents } from '../../shared/contract.ts'
import { portTransport } from '../../shared/rpc/portTransport.ts'
import { type Server, serve } from '../../shared/rpc/server.ts'
import { createEngine } from '../engine/handlers.ts'

/**
 * A worker thread: its port on one side, the engine on the other. One such thread answers the host's questions for as long
 * as it lives; every job gets one of its own. What nobody catches here ends the thread, and the host tells the job so.
 */
function start(): Server<typeof workEvents> {
  if (parentPort === null) throw new Error('electron/worker/entry.ts runs in a worker thread only')
  const { handlers } = createEngine((name, payload) => server.emit(name, payload))
  const server = serve(portTransport(parentPort), { ...engineCalls, ...workCalls }, handlers, workEvents)
  return server
}

start()

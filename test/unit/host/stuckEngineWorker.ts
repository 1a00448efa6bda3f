import { parentPort } from 'node:worker_threads'
import { createEngine } from '../../../electron/engine/handlers.ts'
import { engineCalls, workCalls, workEvents } from '../../../shared/contract.ts'
import { portTransport } from '../../../shared/rpc/portTransport.ts'
import { serve } from '../../../shared/rpc/server.ts'

// The real engine in a real thread, which stands still for good once a job has written something: it reads no message any more,
// so only the end of the thread ends it.

if (parentPort === null) throw new Error('this file runs in a worker thread only')
const { handlers } = createEngine((name, payload) => {
  server.emit(name, payload)
  if ('doneBytes' in payload && payload.doneBytes > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
})
const server = serve(portTransport(parentPort), { ...engineCalls, ...workCalls }, handlers, workEvents)

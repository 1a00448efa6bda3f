import { type MessagePort, parentPort } from 'node:worker_threads'
import { portTransport } from '../../shared/rpc/portTransport.ts'
import { type Server, serve } from '../../shared/rpc/server.ts'
import { testCalls, testEvents, testHandlers } from './table.ts'

// A real thread that serves the test table on each port it is handed: many clients, one process on the other side.
const counter = { aborted: 0 }

parentPort?.on('message', ({ port }: { port: MessagePort }) => {
  const handlers = testHandlers((name, payload) => server.emit(name, payload), counter)
  const server: Server<typeof testEvents> = serve(portTransport(port), testCalls, handlers, testEvents, {
    checkOutput: true,
  })
})

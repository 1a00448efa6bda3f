import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { MessageChannel, Worker } from 'node:worker_threads'
import { WebSocket, WebSocketServer } from 'ws'
import { portTransport } from '../../shared/rpc/portTransport.ts'
import { type Server, serve } from '../../shared/rpc/server.ts'
import type { Transport } from '../../shared/rpc/transport.ts'
import { memoryPair } from '../support/memoryTransport.ts'
import { testCalls, testEvents, testHandlers } from './table.ts'
import { webSocketTransport } from './webSocketTransport.ts'

/** One connection to the server under test, as its client sees it. */
export interface Connection {
  readonly transport: Transport
  /** Cuts the connection from the client's side. */
  cut(): void
}

/** A server of the test table behind one kind of transport. */
export interface Harness {
  connect(): Promise<Connection>
  close(): Promise<void>
}

function serveTable(transport: Transport, counter: { aborted: number }): Server<typeof testEvents> {
  const handlers = testHandlers((name, payload) => server.emit(name, payload), counter)
  const server: Server<typeof testEvents> = serve(transport, testCalls, handlers, testEvents, { checkOutput: true })
  return server
}

async function memory(): Promise<Harness> {
  const counter = { aborted: 0 }
  return {
    async connect() {
      const pair = memoryPair()
      serveTable(pair.server, counter)
      return { transport: pair.client, cut: () => pair.close() }
    },
    async close() {},
  }
}

async function messagePort(): Promise<Harness> {
  const worker = new Worker(new URL('portServer.ts', import.meta.url))
  return {
    async connect() {
      const { port1, port2 } = new MessageChannel()
      worker.postMessage({ port: port2 }, [port2])
      return { transport: portTransport(port1), cut: () => port1.close() }
    },
    async close() {
      await worker.terminate()
    },
  }
}

async function webSocket(): Promise<Harness> {
  const counter = { aborted: 0 }
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  server.on('connection', (socket) => serveTable(webSocketTransport(socket), counter))
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    async connect() {
      const socket = new WebSocket(`ws://127.0.0.1:${port}`)
      await once(socket, 'open')
      return { transport: webSocketTransport(socket), cut: () => socket.close() }
    },
    async close() {
      for (const socket of server.clients) socket.terminate()
      server.close()
      await once(server, 'close')
    },
  }
}

/** The three kinds of transport the contract runs over. */
export const harnesses: Readonly<Record<string, () => Promise<Harness>>> = {
  'a pair in memory': memory,
  'a message port into a worker thread': messagePort,
  'a web socket': webSocket,
}

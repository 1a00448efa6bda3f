import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Transport } from '../../shared/rpc/transport.ts'
import { judge } from './guard.ts'
import { securityHeaders } from './headers.ts'
import { CLOSE_CODES, MAX_MESSAGE_BYTES, runSocket } from './socket.ts'
import { answerWithPageFile } from './static.ts'
import type { Downloads } from './download.ts'
import type { Uploads } from './upload.ts'

export interface WebServerOptions {
  /** The folder with the page's files. */
  readonly pageRoot: string
  /** 0 takes a free one. */
  readonly port: number
  readonly token: string
  readonly uploads: Uploads
  readonly downloads: Downloads
  /** Told of each page that has shown the token. */
  readonly onTransport: (transport: Transport) => void
  /** Told of every refused request and of what went wrong inside; never holds the token or a ticket. */
  readonly onProblem?: (sentence: string, error?: unknown) => void
}

/** The running server. */
export interface WebServer {
  readonly port: number
  /** Stops listening and ends every connection. */
  close(): Promise<void>
}

const ADDRESS = '127.0.0.1'
const SOCKET_PATH = '/ws'
const UPLOAD_PREFIX = '/upload/'
const DOWNLOAD_PREFIX = '/download/'
/** How long a page may take to answer that its socket is being closed. */
const CLOSE_MS = 500

/**
 * Serves the page, its socket, its uploads and downloads on the loopback address, to our own page alone (guard.ts).
 * @throws the system's error when the port cannot be had
 */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { pageRoot, token, uploads, downloads, onTransport, onProblem = () => undefined } = options
  let port = options.port
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false })
  // No limit on the whole of a request: an upload takes as long as it takes (its own idle limit ends it).
  const server = createServer({ requestTimeout: 0, headersTimeout: 30_000 })

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const verdict = judge(factsOf(request, false), port)
    if (!verdict.ok) {
      onProblem(`Refused ${request.method}: ${verdict.reason}`)
      refuse(response, verdict.status)
    } else if (request.method === 'POST' && request.url?.startsWith(UPLOAD_PREFIX) === true) {
      await uploads.answer(request, response)
    } else if (request.method === 'GET' && request.url?.startsWith(DOWNLOAD_PREFIX) === true) {
      await downloads.answer(request, response)
    } else if (request.method === 'GET' || request.method === 'HEAD') {
      await answerWithPageFile(pageRoot, request, response)
    } else {
      response.setHeader('allow', 'GET, HEAD')
      refuse(response, 405)
    }
  }

  server.on('request', (request, response) => {
    for (const [name, value] of Object.entries(securityHeaders(port))) response.setHeader(name, value)
    answer(request, response).catch((error: unknown) => {
      // A page that goes away in the middle of a file is no problem of ours.
      if (!request.destroyed && !response.destroyed) onProblem(`Could not answer ${request.method}`, error)
      response.destroy()
    })
  })

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => undefined)
    const verdict = judge(factsOf(request, true), port)
    if (!verdict.ok) {
      onProblem(`Refused a socket: ${verdict.reason}`)
      refuseUpgrade(stream, verdict.status)
    } else if (request.url !== SOCKET_PATH) refuseUpgrade(stream, 404)
    else sockets.handleUpgrade(request, stream, head, (socket) => runSocket(socket, { token, onTransport }))
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, ADDRESS, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  if (address !== null && typeof address === 'object') port = address.port

  return {
    port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets.clients) socket.close(CLOSE_CODES.ending, 'RBD Studio is ending')
      // A page that does not answer the close is not waited for, nor is an upload.
      const impatience = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate()
      }, CLOSE_MS)
      server.closeAllConnections()
      await closed
      clearTimeout(impatience)
    },
  }
}

function factsOf(request: IncomingMessage, isUpgrade: boolean) {
  const { host = [], origin } = request.headersDistinct
  return { method: request.method ?? '', hosts: host, origins: origin ?? [], isUpgrade }
}

const REASONS: Readonly<Record<number, string>> = {
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  421: 'Misdirected Request',
}

function refuse(response: ServerResponse, status: number) {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'close',
  })
  response.end(`${REASONS[status]}\n`)
}

function refuseUpgrade(stream: Duplex, status: number) {
  stream.end(`HTTP/1.1 ${status} ${REASONS[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { type ClientRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { startWebServer } from '../../../electron/web/server.ts'
import { createDownloads, type Downloads } from '../../../electron/web/download.ts'
import { createToken } from '../../../electron/web/token.ts'
import { createUploads, type Uploads } from '../../../electron/web/upload.ts'
import { type Server, serve } from '../../../shared/rpc/server.ts'

/** A small contract of its own, so that these tests are about the server and nothing behind it. */
export const testCalls = {
  echo: { input: z.strictObject({ text: z.string() }), output: z.string() },
  hold: { input: z.strictObject({}), output: z.null() },
} as const
export const testEvents = { said: z.strictObject({ text: z.string() }) } as const

export interface TestServer {
  readonly port: number
  readonly token: string
  readonly folder: string
  readonly uploadsFolder: string
  readonly uploads: Uploads
  readonly downloads: Downloads
  /** A ticket whose file goes to `uploadsFolder`. */
  issue(name: string, sizeBytes: number): { readonly url: string; readonly path: string }
  readonly problems: string[]
  readonly rpcServers: Server<typeof testEvents>[]
  /** Signals of the `hold` calls that are running. */
  readonly held: AbortSignal[]
  clockMs: number
  /** `echo` calls so far. */
  echoes: number
  close(): Promise<void>
}

/** Starts the real server on a free port, over a folder with a small page in it. */
export async function startTestServer(options: { readonly idleMs?: number } = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'rbd-studio-web-'))
  const page = join(folder, 'page')
  await mkdir(join(page, 'assets'), { recursive: true })
  await mkdir(join(folder, 'page-evil'))
  await writeFile(join(page, 'index.html'), '<!doctype html><title>RBD Studio</title>')
  await writeFile(join(page, 'assets', 'main-abc123.js'), 'export {}')
  await writeFile(join(folder, 'secret.js'), 'secret')
  await writeFile(join(folder, 'page-evil', 'secret.js'), 'secret')
  await symlink(join(folder, 'secret.js'), join(page, 'link.js'))
  await symlink(join(folder, 'page-evil'), join(page, 'folder-link'))
  const uploadsFolder = join(folder, 'uploads')
  await mkdir(uploadsFolder)
  const token = createToken()
  const problems: string[] = []
  const rpcServers: Server<typeof testEvents>[] = []
  const held: AbortSignal[] = []
  const test = { clockMs: 0, echoes: 0 }
  const uploads = createUploads({ now: () => test.clockMs, ...options })
  const downloads = createDownloads({ now: () => test.clockMs })
  const server = await startWebServer({
    pageRoot: page,
    port: 0,
    token,
    uploads,
    downloads,
    onProblem: (sentence) => problems.push(sentence),
    onTransport: (transport) => {
      const handlers = {
        echo: async ({ text }: { text: string }) => {
          test.echoes++
          return text
        },
        hold: (_input: object, { signal }: { signal: AbortSignal }) => {
          held.push(signal)
          return new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null)))
        },
      }
      rpcServers.push(serve(transport, testCalls, handlers, testEvents))
    },
  })
  return Object.assign(test, {
    port: server.port,
    token,
    folder,
    uploadsFolder,
    uploads,
    downloads,
    issue: (name: string, sizeBytes: number) => uploads.issue(name, sizeBytes, uploadsFolder),
    problems,
    rpcServers,
    held,
    close: async () => {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  })
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Sends one request with exactly these headers; the path goes out as it is given. */
export function send(
  port: number,
  path: string,
  options: {
    readonly method?: string
    readonly headers?: OutgoingHttpHeaders
    readonly body?: Uint8Array | string
  } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = begin(port, path, options, resolve)
    sent.on('error', reject)
    sent.end(options.body)
  })
}

/** Begins a request whose body the test writes itself. */
export function begin(
  port: number,
  path: string,
  { method = 'GET', headers = {} }: { readonly method?: string; readonly headers?: OutgoingHttpHeaders },
  onAnswer: (answer: Answer) => void = () => undefined,
): ClientRequest {
  return request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
    const slices: Buffer[] = []
    response.on('data', (slice: Buffer) => slices.push(slice))
    response.on('end', () => {
      onAnswer({
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: Buffer.concat(slices).toString(),
      })
    })
  })
}

export const ownOrigin = (port: number) => `http://127.0.0.1:${port}`

/** Opens a socket as the page does; `headers` change what the browser would send. */
export function openSocket(port: number, headers: Readonly<Record<string, string>> = {}, path = '/ws'): WebSocket {
  return new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers: { origin: ownOrigin(port), ...headers } })
}

/** How a socket ended: the status of the refused upgrade, or the close code. */
export function outcome(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.on('unexpected-response', (_request, response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    socket.on('close', (code) => resolve(code))
    socket.on('error', () => undefined)
  })
}

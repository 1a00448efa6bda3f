import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { dirname } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError, toWire } from '../../shared/errors.ts'
import { stagedPath } from './stagedPath.ts'
import { createTickets } from './tickets.ts'

/** Uploads of browser mode: a ticket asked for on the socket, then `POST /upload/<ticket>` with the file's bytes as the body. */
export interface Uploads {
  /**
   * A ticket for one file, to be kept below `stagingFolder`. `url` is relative to the page's origin; `path` is good once the
   * upload was answered with 200.
   * @throws AppError E_TICKET_INVALID
   */
  issue(name: string, sizeBytes: number, stagingFolder: string): { readonly url: string; readonly path: string }
  /**
   * Answers one upload: 200 and `{ path, sizeBytes }`, else a WireError as JSON. Nothing is left of an upload that did not
   * arrive whole. Memory is two stream buffers, whatever the size.
   */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>
}

/** What a ticket allows: one upload of one name and size. */
interface Ticket {
  readonly name: string
  readonly sizeBytes: number
  /** Where the bytes will stand when all of them have arrived. */
  readonly path: string
}

export interface UploadOptions {
  readonly now?: () => number
  /** An upload that stands still this long is given up. */
  readonly idleMs?: number
}

const PREFIX = '/upload/'
/** What is still read of a refused upload, so that the browser sees the answer and not a broken connection. */
const MAX_REFUSED_BYTES = 4 * 1024 * 1024

export function createUploads({ now = () => performance.now(), idleMs = 60_000 }: UploadOptions = {}): Uploads {
  const tickets = createTickets<Ticket>(now)

  async function receive(request: IncomingMessage): Promise<Ticket> {
    const ticket = tickets.take((request.url ?? '').slice(PREFIX.length))
    if (ticket === null) throw refusal('The upload has no valid ticket')
    checkLength(request, ticket)
    await writeWhole(request, ticket, idleMs)
    return ticket
  }

  return {
    issue(name, sizeBytes, stagingFolder) {
      const path = stagedPath(stagingFolder, name)
      return { url: PREFIX + tickets.issue({ name, sizeBytes, path }), path }
    },
    async answer(request, response) {
      try {
        const { path, sizeBytes } = await receive(request)
        answerJson(response, 200, { path, sizeBytes })
      } catch (error) {
        // What went wrong is only told to a page that is still there.
        if (response.destroyed || request.socket.destroyed) return
        discardRest(request)
        response.setHeader('connection', 'close')
        answerJson(response, statusOf(error), toWire(error))
      }
    },
  }
}

function checkLength(request: IncomingMessage, { sizeBytes }: Ticket) {
  const length = request.headers['content-length']
  if (length === undefined) throw refusal('The upload does not say how long it is')
  // Node has parsed the header and delivers no byte beyond it.
  if (Number(length) !== sizeBytes)
    throw refusal('The upload is not as long as announced', { sizeBytes, announced: length })
}

async function writeWhole(request: IncomingMessage, { path, sizeBytes, name }: Ticket, idleMs: number) {
  const folder = dirname(path)
  const part = `${path}.part`
  request.setTimeout(idleMs, () => request.destroy(new Error('The upload stands still')))
  try {
    await mkdir(folder, { mode: 0o700 })
    // The iterator leaves the request alive when writing fails: the browser is still to be told why.
    const body = request.iterator({ destroyOnReturn: false })
    await pipeline(body, atMost(sizeBytes), createWriteStream(part, { flags: 'wx', mode: 0o600 }))
    await rename(part, path)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw explain(error, name)
  }
}

/** Hands bytes on and counts them: exactly as many as announced, or an error. */
function atMost(sizeBytes: number): Transform {
  let seen = 0
  return new Transform({
    transform(slice: Uint8Array, _encoding, done) {
      seen += slice.byteLength
      done(seen > sizeBytes ? refusal('The upload is longer than announced') : null, slice)
    },
    flush(done) {
      done(seen < sizeBytes ? refusal('The upload ended too early') : null)
    },
  })
}

function explain(error: unknown, name: string): AppError {
  if (error instanceof AppError) return error
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError('E_FILE_NO_SPACE', `No room to receive ${name}`, { cause: error })
  }
  return new AppError('E_FILE_WRITE', `Could not receive ${name}`, { cause: error, detail: { code: code ?? null } })
}

function refusal(message: string, detail?: Readonly<Record<string, string | number>>): AppError {
  return new AppError('E_TICKET_INVALID', message, { detail })
}

function statusOf(error: unknown): number {
  const { code } = toWire(error)
  if (code === 'E_TICKET_INVALID') return 403
  return code === 'E_FILE_NO_SPACE' ? 507 : 500
}

function answerJson(response: ServerResponse, status: number, value: unknown) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(JSON.stringify(value))
}

function discardRest(request: IncomingMessage) {
  let left = MAX_REFUSED_BYTES
  request.on('data', (slice: Uint8Array) => {
    left -= slice.byteLength
    if (left < 0) request.destroy()
  })
  request.on('error', () => undefined)
}

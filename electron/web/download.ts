import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError, toWire } from '../../shared/errors.ts'
import type { DownloadRun } from '../host/shellAbilities.ts'
import { harmlessName } from './stagedPath.ts'
import { createTickets } from './tickets.ts'

/** What a ticket allows: one download. */
interface Ticket {
  readonly name: string
  /** Null: known when it has all been sent. */
  readonly sizeBytes: number | null
  readonly run: DownloadRun
}

/** Downloads of browser mode: a ticket asked for on the socket, then `GET /download/<ticket>`, whose answer is what a job writes. */
export interface Downloads {
  /** The address of one download, relative to the page's origin. @throws AppError E_TICKET_INVALID */
  issue(file: { readonly name: string; readonly sizeBytes: number | null }, run: DownloadRun): string
  /**
   * Answers one download. What fails before the first byte is a WireError as JSON; what fails later breaks the connection, so that no
   * browser takes a part for the whole. A page that goes away aborts the run. Memory: what the socket has not taken yet, one piece.
   */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>
}

const PREFIX = '/download/'

export function createDownloads({ now = () => performance.now() }: { readonly now?: () => number } = {}): Downloads {
  const tickets = createTickets<Ticket>(now)

  async function send({ name, sizeBytes, run }: Ticket, response: ServerResponse): Promise<void> {
    const gone = new AbortController()
    response.on('close', () => gone.abort(new AppError('E_CANCELLED', 'the page went away')))
    const begin = (): void => {
      if (response.headersSent) return
      response.writeHead(200, {
        'content-type': 'application/octet-stream',
        'content-disposition': contentDisposition(name),
        'cache-control': 'no-store',
        ...(sizeBytes === null ? {} : { 'content-length': sizeBytes }),
      })
    }
    await run(async (bytes) => {
      gone.signal.throwIfAborted()
      begin()
      if (!response.write(bytes)) await drained(response, gone.signal)
    }, gone.signal)
    begin()
    response.end()
  }

  return {
    issue: (file, run) => PREFIX + tickets.issue({ ...file, run }),
    async answer(request, response) {
      try {
        const ticket = tickets.take((request.url ?? '').slice(PREFIX.length))
        if (ticket === null) throw new AppError('E_TICKET_INVALID', 'The download has no valid ticket')
        await send(ticket, response)
      } catch (error) {
        if (response.headersSent || response.destroyed) {
          response.destroy()
          return
        }
        const wire = toWire(error)
        response.writeHead(wire.code === 'E_TICKET_INVALID' ? 403 : 500, {
          'content-type': 'application/json; charset=utf-8',
          'cache-control': 'no-store',
          connection: 'close',
        })
        response.end(JSON.stringify(wire))
      }
    },
  }
}

/** Resolves when more can be written. @throws the signal's reason */
function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      response.off('drain', settle)
      signal.removeEventListener('abort', settle)
      if (signal.aborted) reject(signal.reason as Error)
      else resolve()
    }
    response.on('drain', settle)
    signal.addEventListener('abort', settle)
  })
}

/** The header that makes a browser save the answer under a name (RFC 6266): in full, and in plain letters for what does not know the other. */
export function contentDisposition(name: string): string {
  const step = harmlessName(name)
  const plain = step.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const full = encodeURIComponent(step.replace(/\p{Cs}/gu, '\ufffd')).replace(
    /['()*!]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`
}

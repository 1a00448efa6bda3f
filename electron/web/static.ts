import { open } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { findPageFile } from '../host/pageFiles.ts'

/**
 * Answers a GET or HEAD with a file of the page's folder, and 404 to everything else; `/` is the page itself. Nothing outside `root`
 * is ever opened.
 */
export async function answerWithPageFile(root: string, request: IncomingMessage, response: ServerResponse) {
  const pathname = (request.url ?? '').split(/[?#]/, 1)[0] ?? ''
  const file = await findPageFile(root, pathname === '/' ? '/index.html' : pathname)
  if (file === null) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    response.end('Not found\n')
    return
  }
  const handle = await open(file.path)
  try {
    response.writeHead(200, {
      'content-type': file.type,
      'content-length': file.sizeBytes,
      'cache-control': file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    })
    if (request.method === 'HEAD' || file.sizeBytes === 0) response.end()
    else await pipeline(handle.createReadStream({ autoClose: false, end: file.sizeBytes - 1 }), response)
  } finally {
    await handle.close()
  }
}

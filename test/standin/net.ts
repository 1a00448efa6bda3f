import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { notEmulated, strictObject } from './strict.ts'

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
}

/** `net`: fetches files, as a protocol handler does. Anything else would reach the network, and throws. */
export const net = strictObject('net', {
  async fetch(input: string | URL | Request): Promise<Response> {
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.protocol !== 'file:') throw notEmulated(`net.fetch of ${url.protocol}`)
    const file = fileURLToPath(url)
    const body = await readFile(file).catch(() => {
      throw new Error('net::ERR_FILE_NOT_FOUND')
    })
    const type = contentTypes[path.extname(file)]
    return new Response(new Uint8Array(body), { headers: type === undefined ? {} : { 'content-type': type } })
  },
})

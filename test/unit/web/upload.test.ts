import { once } from 'node:events'
import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { basename, dirname } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MAX_OPEN_TICKETS, TICKET_MS } from '../../../electron/web/tickets.ts'
import { begin, ownOrigin, send, startTestServer, type TestServer } from './support.ts'
import { eventually } from '../../support/eventually.ts'

let server: TestServer
beforeEach(async () => {
  server = await startTestServer({ idleMs: 300 })
})
afterEach(() => server.close())

const BYTES = Buffer.from('rbd diff v1\n and what follows')

function post(url: string, body: Uint8Array | string, headers: Readonly<Record<string, string | number>> = {}) {
  return send(server.port, url, {
    method: 'POST',
    headers: { origin: ownOrigin(server.port), 'content-length': body.length, ...headers },
    body,
  })
}

/** Waits until nothing is left of any upload. */
function nothingLeft() {
  return eventually(async () => expect(await readdir(server.uploadsFolder)).toEqual([]))
}

describe('uploads', () => {
  it('keeps the bytes under the name they came with, for nobody else to read', async () => {
    const { url, path } = server.issue('mon-22.diff', BYTES.length)
    const { status, headers, body } = await post(url, BYTES)
    expect(status).toBe(200)
    expect(JSON.parse(body)).toEqual({ path, sizeBytes: BYTES.length })
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(basename(path)).toBe('mon-22.diff')
    expect(await readFile(path)).toEqual(BYTES)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700)
    expect(await readdir(dirname(path))).toEqual(['mon-22.diff'])
  })

  it('takes an empty file', async () => {
    const { url, path } = server.issue('empty', 0)
    expect((await post(url, '')).status).toBe(200)
    expect((await stat(path)).size).toBe(0)
  })

  it('takes several of one name side by side', async () => {
    const tickets = [server.issue('a', 1), server.issue('a', 1)] as const
    await Promise.all([post(tickets[0].url, '1'), post(tickets[1].url, '2')])
    expect(await readFile(tickets[0].path, 'utf8')).toBe('1')
    expect(await readFile(tickets[1].path, 'utf8')).toBe('2')
  })

  it('refuses a ticket used twice, and keeps what the first upload brought', async () => {
    const { url, path } = server.issue('a', 3)
    await post(url, 'one')
    const { status, body } = await post(url, 'two')
    expect(status).toBe(403)
    expect(JSON.parse(body)).toMatchObject({ code: 'E_TICKET_INVALID', message: 'The upload has no valid ticket' })
    expect(await readFile(path, 'utf8')).toBe('one')
  })

  it.each(['/upload/', '/upload/AAAAAAAAAAAAAAAAAAAAAA', '/upload/../upload/', '/upload/__proto__'])(
    'refuses %s, which is no ticket',
    async (url) => {
      const { status, body } = await post(url, 'x')
      expect({ status, code: JSON.parse(body).code }).toEqual({ status: 403, code: 'E_TICKET_INVALID' })
    },
  )

  it('refuses an upload that begins too late', async () => {
    const { url } = server.issue('a', 1)
    server.clockMs += TICKET_MS - 1
    const inTime = server.issue('b', 1)
    server.clockMs += 1
    expect((await post(url, 'x')).status).toBe(403)
    expect((await post(inTime.url, 'x')).status).toBe(200)
  })

  it('refuses a length that was not announced, shorter or longer, and spends the ticket', async () => {
    for (const body of ['four', 'sixsix']) {
      const { url } = server.issue('a', 5)
      const refused = await post(url, body)
      expect(refused.status).toBe(403)
      expect(JSON.parse(refused.body).message).toBe('The upload is not as long as announced')
      expect((await post(url, 'fives')).status).toBe(403)
    }
    await nothingLeft()
  })

  it('refuses a body without a length', async () => {
    const { url } = server.issue('a', 5)
    const answer = new Promise<string>((resolve) => {
      const headers = { origin: ownOrigin(server.port), 'transfer-encoding': 'chunked' }
      begin(server.port, url, { method: 'POST', headers }, ({ body }) => resolve(body)).end('fives')
    })
    expect(JSON.parse(await answer).message).toBe('The upload does not say how long it is')
    await nothingLeft()
  })

  it('never writes past the announced length, whatever follows it on the connection', async () => {
    const { url, path } = server.issue('a', 5)
    const socket = connect(server.port, '127.0.0.1')
    const host = `Host: 127.0.0.1:${server.port}`
    const head = `POST ${url} HTTP/1.1\r\n${host}\r\nOrigin: ${ownOrigin(server.port)}\r\nContent-Length: 5`
    socket.write(`${head}\r\n\r\nfivesGET / HTTP/1.1\r\n${host}\r\n\r\n`)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /)
    socket.destroy()
    expect(await readFile(path, 'utf8')).toBe('fives')
  })

  it('leaves nothing of an upload that breaks off', async () => {
    const { url, path } = server.issue('a', 5)
    const upload = begin(server.port, url, {
      method: 'POST',
      headers: { origin: ownOrigin(server.port), 'content-length': 5 },
    })
    upload.on('error', () => undefined)
    upload.write('fiv')
    await eventually(async () => expect((await stat(`${path}.part`)).size).toBe(3))
    expect(await readdir(dirname(path))).toEqual(['a.part'])
    upload.destroy()
    await nothingLeft()
  })

  it('gives up an upload that stands still', async () => {
    const { url } = server.issue('a', 5)
    const upload = begin(server.port, url, {
      method: 'POST',
      headers: { origin: ownOrigin(server.port), 'content-length': 5 },
    })
    upload.write('fiv')
    await once(upload, 'error')
    await nothingLeft()
  })

  it('wants our Origin, with a good ticket too', async () => {
    const { url } = server.issue('a', 1)
    expect((await send(server.port, url, { method: 'POST', body: 'x' })).status).toBe(403)
    expect((await post(url, 'x', { origin: 'https://evil.example' })).status).toBe(403)
    expect((await post(url, 'x')).status).toBe(200)
  })

  it('tells the page what went wrong in writing', async () => {
    const { url, path } = server.issue('a', 1)
    // A folder that cannot be made, because it is there, stands for any failure to write.
    await mkdir(dirname(path))
    const { status, body } = await post(url, 'x')
    expect({ status, error: JSON.parse(body) }).toMatchObject({
      status: 500,
      error: { code: 'E_FILE_WRITE', message: 'Could not receive a', detail: { code: 'EEXIST' } },
    })
  })

  it('bounds the tickets that wait', () => {
    for (let count = 0; count < MAX_OPEN_TICKETS; count++) server.issue('a', 1)
    expect(() => server.issue('a', 1)).toThrow('Too many transfers are waiting to begin')
    server.clockMs += TICKET_MS
    expect(server.issue('a', 1).url).toMatch(/^\/upload\/[A-Za-z0-9_-]{22}$/)
  })
})

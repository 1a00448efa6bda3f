import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WebSocket } from 'ws'
import { attachWindow } from '../../../electron/host/attachWindow.ts'
import { createHost, type Host } from '../../../electron/host/host.ts'
import { resolvePaths } from '../../../electron/host/paths.ts'
import { createDownloads } from '../../../electron/web/download.ts'
import { startWebServer, type WebServer } from '../../../electron/web/server.ts'
import { createToken } from '../../../electron/web/token.ts'
import { createUploads } from '../../../electron/web/upload.ts'
import { type Calls, CONTRACT_VERSION, calls, type Events, events } from '../../../shared/contract.ts'
import type { Message } from '../../../shared/rpc/messages.ts'
import { type Client, connect } from '../../../shared/rpc/client.ts'
import { openSocket, ownOrigin, send } from './support.ts'

const url = (path: string) => new URL(`../../../${path}`, import.meta.url)

let home: string
let host: Host
let server: WebServer
let socket: WebSocket
let client: Client<Calls, Events>

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'rbd-studio-web-host-'))
  const uploads = createUploads()
  const downloads = createDownloads()
  const env = { RBD_STUDIO_HOME: home }
  host = createHost({
    paths: resolvePaths({ platform: process.platform, env, home, workingFolder: home }),
    samplePath: null,
    workerUrl: url('electron/worker/entry.ts'),
    version: '0.0.0',
    shell: {
      shell: 'browser',
      paths: false,
      issueDownload: (file, run) => downloads.issue(file, run),
      issueTicket: async (name, sizeBytes, folder) => uploads.issue(name, sizeBytes, folder),
    },
  })
  const token = createToken()
  const onTransport = (transport: Parameters<typeof attachWindow>[0]) =>
    attachWindow(transport, host, { checkOutput: true })
  server = await startWebServer({ pageRoot: home, port: 0, token, uploads, downloads, onTransport })
  socket = openSocket(server.port)
  await once(socket, 'open')
  socket.send(JSON.stringify({ token }))
  client = connect(
    {
      send: (message) => socket.send(JSON.stringify(message)),
      onMessage: (listener) => socket.on('message', (data: Buffer) => listener(JSON.parse(data.toString()) as Message)),
      onClose: (listener) => socket.on('close', listener),
    },
    calls,
    events,
    { checkOutput: true },
  )
})
afterAll(async () => {
  await host.close({ cancelJobs: true })
  await server.close()
  await rm(home, { recursive: true, force: true })
})

describe('browser mode over the real host and engine', () => {
  it('answers nothing before hello', async () => {
    await expect(client.call('pool.list', {})).rejects.toMatchObject({ code: 'E_CONTRACT_VERSION' })
  })

  it('answers the calls of the contract', async () => {
    await client.call('hello', { contractVersion: CONTRACT_VERSION })
    const changed = new Promise((resolve) => client.on('library.changed', resolve))
    await client.call('pool.create', { name: { text: 'rbd' } })
    expect(await changed).toEqual({ image: null })
    expect(await client.call('pool.list', {})).toEqual([
      { connection: 'library', name: { text: 'rbd' }, imageCount: 0 },
    ])
    expect(await client.call('app.capabilities', {})).toMatchObject({ shell: 'browser', paths: false, dialogs: false })
  })

  it('takes an upload, reads it by its path, and has removed it when it ends', async () => {
    const bytes = await readFile(url('resources/sample/files/kid.begin-k1.diff'))
    const { path, url: address } = await client.call('upload.ticket', { name: 'kid.diff', sizeBytes: bytes.length })
    const headers = { origin: ownOrigin(server.port), 'content-length': bytes.length }
    expect(await send(server.port, address, { method: 'POST', headers, body: bytes })).toMatchObject({ status: 200 })
    const { files } = await client.call('file.inspect', { paths: [path] })
    expect(files).toMatchObject([{ name: 'kid.diff', kind: 'diff-v1', complete: true, fileBytes: bytes.length }])
    await host.close({ cancelJobs: true })
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

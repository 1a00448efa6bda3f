import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHost, type Host } from '../../../electron/host/host.ts'
import { resolvePaths } from '../../../electron/host/paths.ts'
import { contentDisposition, createDownloads } from '../../../electron/web/download.ts'
import { startWebServer, type WebServer } from '../../../electron/web/server.ts'
import { createToken } from '../../../electron/web/token.ts'
import { createUploads } from '../../../electron/web/upload.ts'
import type { Job } from '../../../shared/job.ts'
import { isOver, type JobRequest } from '../../../shared/jobs.ts'
import { image } from '../host/requests.ts'
import { send } from './support.ts'

// Downloads over the real server, host and engine: what is fetched is what the same job writes into a file.

const MIB = 1024 * 1024
const signal = new AbortController().signal
const home = mkdtempSync(path.join(tmpdir(), 'rbd-studio-download-'))
let host: Host
let server: WebServer

function job(wanted: (job: Job) => boolean): Promise<Job> {
  return new Promise((resolve) => {
    const stop = host.subscribe((name, payload) => {
      if (name !== 'job.changed' || !wanted(payload as Job)) return
      stop()
      resolve(payload as Job)
    })
  })
}

async function runToEnd(request: JobRequest): Promise<Job> {
  const ending = job(({ state, request: { kind } }) => isOver(state) && kind === request.kind)
  await host.handlers['job.start'](request, { signal })
  return ending
}

function ticket(request: JobRequest, name = 'out.bin'): Promise<{ url: string }> {
  return host.handlers['download.ticket']({ request, name }, { signal })
}

/** Begins a download, and leaves its bytes where they are. */
async function begin(url: string): Promise<IncomingMessage> {
  const request = get({ host: '127.0.0.1', port: server.port, path: url, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  request.on('error', () => undefined)
  return response
}

async function fetched(url: string): Promise<{ response: IncomingMessage; bytes: Buffer }> {
  const response = await begin(url)
  const pieces: Buffer[] = []
  for await (const piece of response) pieces.push(piece as Buffer)
  return { response, bytes: Buffer.concat(pieces) }
}

const raw = path.join(home, 'disk.raw')
const mergeInputs = [{ kind: 'file' as const, path: path.join(home, 'all.diff') }]
const disk = { ...image('disk'), snapshot: null }
const exportOf = (name: string, change: Partial<Extract<JobRequest, { kind: 'export' }>> = {}): JobRequest => ({
  kind: 'export',
  source: disk,
  path: path.join(home, name),
  ...change,
})

beforeAll(async () => {
  const uploads = createUploads()
  const downloads = createDownloads()
  const env = { RBD_STUDIO_HOME: path.join(home, 'studio') }
  host = createHost({
    paths: resolvePaths({ platform: process.platform, env, home, workingFolder: home }),
    samplePath: null,
    workerUrl: new URL('../../../electron/worker/entry.ts', import.meta.url),
    version: '0',
    shell: { shell: 'browser', paths: false, issueDownload: (file, run) => downloads.issue(file, run) },
  })
  server = await startWebServer({ pageRoot: home, port: 0, token: createToken(), uploads, downloads, onTransport() {} })
  const bytes = Buffer.alloc(48 * MIB)
  for (let at = 0; at < 32 * MIB; at += 4096) if (at % (3 * 4096) !== 0) bytes.fill(1 + (at % 251), at, at + 4096)
  writeFileSync(raw, bytes)
  await host.handlers['pool.create']({ name: { text: 'rbd' } }, { signal })
  await runToEnd({ kind: 'import', format: 'raw', paths: [raw], target: image('disk') })
  await runToEnd({ kind: 'export-diff', source: disk, fromSnapshot: null, path: path.join(home, 'all.diff') })
})
afterAll(async () => {
  await host.close({ cancelJobs: true })
  await server.close()
  rmSync(home, { recursive: true, force: true })
})

describe('a download', () => {
  it.each<[string, boolean, (name: string) => JobRequest]>([
    ['raw', true, (name) => exportOf(name)],
    ['raw, packed', false, (name) => exportOf(name, { output: { compress: 'zstd' } })],
    ['v2', false, (name) => exportOf(name, { format: 'v2' })],
    ['diff', false, (name) => ({ kind: 'export-diff', source: disk, fromSnapshot: null, path: path.join(home, name) })],
    ['merge', true, (name) => ({ kind: 'merge', inputs: mergeInputs, path: path.join(home, name) })],
    ['convert', true, (name) => ({ kind: 'convert', inputs: mergeInputs, to: 'raw', path: path.join(home, name) })],
  ])('brings what the same job writes into a file: %s', async (name, isLengthKnown, makeRequest) => {
    const file = path.join(home, `${name}.file`)
    expect((await runToEnd(makeRequest(`${name}.file`))).error).toBeNull()
    const { url } = await ticket(makeRequest('not-used'), 'Größe “1”.bin')
    const ending = job(({ state }) => isOver(state))
    const { response, bytes } = await fetched(url)
    expect(response.statusCode).toBe(200)
    expect(bytes.equals(readFileSync(file))).toBe(true)
    expect(response.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'content-disposition': contentDisposition('Größe “1”.bin'),
    })
    if (isLengthKnown) expect(response.headers['content-length']).toBe(String(bytes.length))
    const done = await ending
    expect(done).toMatchObject({ state: 'done', request: { path: 'Größe “1”.bin' }, report: { path: null } })
    expect(done.progress?.doneBytes).toBeGreaterThan(0)
  })

  it('is had once, by the page that asked for it alone', async () => {
    const { url } = await ticket(exportOf('x'))
    const refused = await send(server.port, url, { headers: { host: 'evil.example' } })
    expect(refused.status).toBe(421)
    expect((await fetched(url)).bytes.length).toBe(48 * MIB)
    expect(await send(server.port, url)).toMatchObject({ status: 403 })
    expect(await send(server.port, '/download/AAAAAAAAAAAAAAAAAAAAAA')).toMatchObject({ status: 403 })
  })

  it.each<JobRequest>([
    { kind: 'compare', a: { kind: 'point', point: disk }, b: { kind: 'point', point: disk } },
    { kind: 'verify', what: { kind: 'image', image: image('disk') } },
    { kind: 'convert', inputs: [{ kind: 'file', path: raw }], to: 'diffs', path: home },
  ])('is refused by name for what is not one file: $kind', async (request) => {
    await expect(ticket(request)).rejects.toMatchObject({ code: 'E_UNSUPPORTED' })
  })

  it('is refused before it begins where a check fails', async () => {
    const gone = exportOf('x', { source: { ...image('gone'), snapshot: null } })
    await expect(ticket(gone)).rejects.toMatchObject({ code: 'E_IMAGE_NOT_FOUND' })
  })

  it('waits for a reader that does not read, and is cancelled when that one goes', async () => {
    const { url } = await ticket(exportOf('x'))
    const ending = job(({ state }) => isOver(state))
    const response = await begin(url)
    response.destroy()
    expect(await ending).toMatchObject({ state: 'cancelled', error: null })
  })

  it('breaks off when the job is cancelled: no browser takes a part for the whole', async () => {
    for (const isLengthKnown of [true, false]) {
      const { url } = await ticket(exportOf('x', isLengthKnown ? {} : { format: 'v2' }))
      const response = await begin(url)
      const [live] = host.liveJobs()
      await host.handlers['job.cancel']({ id: live?.id ?? '' }, { signal })
      const reading = (async () => {
        for await (const _piece of response);
      })()
      await expect(reading).rejects.toMatchObject({ code: 'ECONNRESET' })
    }
  })

  it('can be held and let go on', async () => {
    const { url } = await ticket(exportOf('x'))
    const response = await begin(url)
    const id = host.liveJobs()[0]?.id ?? ''
    await host.handlers['job.pause']({ id }, { signal })
    expect(host.liveJobs().map(({ state }) => state)).toEqual(['paused'])
    await host.handlers['job.resume']({ id }, { signal })
    let length = 0
    for await (const piece of response) length += (piece as Buffer).length
    expect(length).toBe(48 * MIB)
  })
})

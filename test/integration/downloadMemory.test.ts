import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createHost } from '../../electron/host/host.ts'
import { resolvePaths } from '../../electron/host/paths.ts'
import { createDownloads } from '../../electron/web/download.ts'
import { startWebServer } from '../../electron/web/server.ts'
import { createToken } from '../../electron/web/token.ts'
import { createUploads } from '../../electron/web/upload.ts'
import { writeDiff } from '../bench/files.ts'
import { tempDir } from '../support/tempDir.ts'

const MIB = 1024 * 1024
const GIB = 1024 * MIB
const signal = new AbortController().signal

it('streams a GiB to a slow reader without holding it', { timeout: 300_000 }, async () => {
  const home = tempDir()
  const downloads = createDownloads()
  const env = { RBD_STUDIO_HOME: home }
  const host = createHost({
    paths: resolvePaths({ platform: process.platform, env, home, workingFolder: home }),
    samplePath: null,
    workerUrl: new URL('../../electron/worker/entry.ts', import.meta.url),
    version: '0',
    shell: { shell: 'browser', paths: false, issueDownload: (file, run) => downloads.issue(file, run) },
  })
  onTestFinished(() => host.close({ cancelJobs: true }))
  const server = await startWebServer({
    pageRoot: home,
    port: 0,
    token: createToken(),
    uploads: createUploads(),
    downloads,
    onTransport: () => undefined,
  })
  onTestFinished(() => server.close())

  // Data of 64 KiB here and there, zeros between: the stream has them all.
  const diff = path.join(home, 'a.diff')
  const shape = { recordBytes: 64 * 1024, count: 1024, strideBytes: MIB, firstOffset: 0, sizeBytes: GIB }
  writeDiff(diff, { ...shape, from: null, to: 's1' })
  const { url } = await host.handlers['download.ticket'](
    {
      request: { kind: 'convert', inputs: [{ kind: 'file', path: diff }], to: 'raw', path: path.join(home, 'x') },
      name: 'x.raw',
    },
    { signal },
  )
  const before = process.memoryUsage().rss
  let mostRss = before
  let received = 0
  const request = get({ host: '127.0.0.1', port: server.port, path: url, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  expect(response.headers['content-length']).toBe(String(GIB))
  for await (const piece of response) {
    received += (piece as Buffer).length
    mostRss = Math.max(mostRss, process.memoryUsage().rss)
    // Slow: the sender has any number of turns to run ahead.
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
  }
  expect(received).toBe(GIB)
  const grownMiB = (mostRss - before) / MIB
  process.stdout.write(`a download of 1 GiB: ${grownMiB.toFixed(0)} MiB above the idle host\n`)
  expect(grownMiB).toBeLessThanOrEqual(300)
})

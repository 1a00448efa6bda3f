import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createHost, type Host } from '../../../electron/host/host.ts'
import { resolvePaths } from '../../../electron/host/paths.ts'
import type { Job } from '../../../shared/contract.ts'
import { isOver, type JobRequest } from '../../../shared/jobs.ts'
import { tempDir } from '../../support/tempDir.ts'
import { exportTo, image } from './requests.ts'

// The host over the real worker entry and the real engine: what an import puts into the library an export takes out of it.

const signal = new AbortController().signal

function runToEnd(host: Host, request: JobRequest): Promise<Job> {
  return new Promise((resolve, reject) => {
    const stop = host.subscribe((name, payload) => {
      if (name !== 'job.changed' || !isOver((payload as Job).state)) return
      stop()
      resolve(payload as Job)
    })
    host.handlers['job.start'](request, { signal }).catch(reject)
  })
}

it('runs jobs of the real engine, each in a real thread', async () => {
  const home = tempDir()
  const env = { RBD_STUDIO_HOME: home }
  const host = createHost({
    paths: resolvePaths({ platform: process.platform, env, home, workingFolder: home }),
    samplePath: null,
    workerUrl: new URL('../../../electron/worker/entry.ts', import.meta.url),
    shell: { shell: 'browser', paths: false },
    version: '0',
  })
  onTestFinished(() => host.close({ cancelJobs: true }))
  const { handlers } = host

  const bytes = Buffer.alloc(3 * 1024 * 1024)
  bytes.fill('some data ', 1024 * 1024, 2 * 1024 * 1024)
  const input = path.join(home, 'disk.raw')
  writeFileSync(input, bytes)
  await handlers['pool.create']({ name: { text: 'rbd' } }, { signal })

  const imported = await runToEnd(host, { kind: 'import', format: 'raw', paths: [input], target: image('disk') })
  expect(imported).toMatchObject({ state: 'done', error: null, report: { sizeBytes: bytes.length } })
  expect(imported.progress?.doneBytes).toBe(imported.progress?.totalBytes)
  const images = await handlers['image.list']({ pool: { text: 'rbd' } }, { signal })
  expect(images.map((summary) => [summary.ref.image.text, summary.sizeBytes])).toEqual([['disk', bytes.length]])

  const out = path.join(home, 'out')
  writeFileSync(path.join(home, 'taken'), 'mine')
  const exported = await runToEnd(host, exportTo(out))
  expect(exported).toMatchObject({ state: 'done', report: { path: out } })
  expect(readFileSync(out).equals(bytes)).toBe(true)

  const refused = await runToEnd(host, exportTo(path.join(home, 'taken')))
  expect(refused).toMatchObject({ state: 'failed', error: { code: 'E_FILE_EXISTS' }, report: null })
  expect(readFileSync(path.join(home, 'taken'), 'utf8')).toBe('mine')
  expect(readdirSync(home).filter((name) => name.endsWith('.part'))).toEqual([])
})

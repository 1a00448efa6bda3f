import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createHost, type Host } from '../../../electron/host/host.ts'
import { resolvePaths } from '../../../electron/host/paths.ts'
import type { Job } from '../../../shared/job.ts'
import { isOver, type JobRequest, type Progress } from '../../../shared/jobs.ts'
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

function realHost(home: string): Host {
  const env = { RBD_STUDIO_HOME: home }
  const host = createHost({
    paths: resolvePaths({ platform: process.platform, env, home, workingFolder: home }),
    samplePath: null,
    workerUrl: new URL('../../../electron/worker/entry.ts', import.meta.url),
    shell: { shell: 'browser', paths: false },
    version: '0',
  })
  onTestFinished(() => host.close({ cancelJobs: true }))
  return host
}

it('runs jobs of the real engine, each in a real thread', async () => {
  const home = tempDir()
  const host = realHost(home)
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
  const early: Progress[] = []
  const whole: Progress[] = []
  host.subscribe((name, payload) => {
    if (name !== 'job.progress') return
    const progress = payload as Progress
    const isAll = progress.doneBytes === progress.totalBytes || progress.etaSeconds === 0
    if (isAll) whole.push(progress)
    if (isAll && !existsSync(out)) early.push(progress)
  })
  writeFileSync(path.join(home, 'taken'), 'mine')
  const exported = await runToEnd(host, exportTo(out))
  expect(exported).toMatchObject({ state: 'done', report: { path: out } })
  expect(readFileSync(out).equals(bytes)).toBe(true)
  // All of the work is done, and nothing left to wait for, only once the file has its name.
  expect([early, whole.length]).toEqual([[], 1])

  const refused = await runToEnd(host, exportTo(path.join(home, 'taken')))
  expect(refused).toMatchObject({ state: 'failed', error: { code: 'E_FILE_EXISTS' }, report: null })
  expect(readFileSync(path.join(home, 'taken'), 'utf8')).toBe('mine')
  expect(readdirSync(home).filter((name) => name.endsWith('.part'))).toEqual([])
})

const MIB = 1024 * 1024

/** Bytes that are not zero. */
function filled(length: number, value: number): Buffer {
  return Buffer.alloc(length, value)
}

it('holds a job where it stands and lets it go on', async () => {
  const home = tempDir()
  const host = realHost(home)
  const { handlers } = host
  await handlers['pool.create']({ name: { text: 'rbd' } }, { signal })
  const pipe = path.join(home, 'pipe')
  execFileSync('mkfifo', [pipe])

  const states: string[] = []
  let doneBytes = 0
  let onDone = (): void => {}
  host.subscribe((name, payload) => {
    if (name === 'job.changed') states.push((payload as Job).state)
    if (name === 'job.progress') {
      doneBytes = (payload as Progress).doneBytes
      onDone()
    }
  })
  const reached = (bytes: number): Promise<void> =>
    new Promise((resolve) => {
      onDone = () => {
        if (doneBytes >= bytes) resolve()
      }
      onDone()
    })
  const ending = runToEnd(host, { kind: 'import', format: 'raw', paths: [pipe], target: image('piped') })
  const writer = await open(pipe, 'w')
  await writer.write(filled(8 * MIB, 1))
  // The last of it may wait in the pipe for more.
  await reached(6 * MIB)
  const [job] = host.liveJobs()
  const id = job?.id ?? ''
  await handlers['job.pause']({ id }, { signal })
  expect(states.at(-1)).toBe('paused')

  const library = path.join(home, 'data', 'library')
  const sizes = (): readonly string[] =>
    readdirSync(library, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.part'))
      .map((name) => `${name} ${statSync(path.join(library, name)).size}`)
  expect(sizes()).toHaveLength(1)
  const before = [doneBytes, host.liveJobs()[0]?.progress?.seq, ...sizes()]
  // More comes, and nobody takes it further.
  const more = writer.write(filled(32 * MIB, 2))
  for (let round = 0; round < 2_000; round++) await new Promise((resolve) => setImmediate(resolve))
  expect([doneBytes, host.liveJobs()[0]?.progress?.seq, ...sizes()]).toEqual(before)

  await handlers['job.resume']({ id }, { signal })
  await more
  await writer.close()
  const done = await ending
  expect(states).toEqual(['queued', 'running', 'paused', 'running', 'done'])
  expect(done).toMatchObject({ report: { sizeBytes: 40 * MIB, dataBytes: 40 * MIB }, error: null })
})

it('cancels a job that is held, and leaves nothing', async () => {
  const home = tempDir()
  const host = realHost(home)
  const { handlers } = host
  await handlers['pool.create']({ name: { text: 'rbd' } }, { signal })
  const pipe = path.join(home, 'pipe')
  execFileSync('mkfifo', [pipe])
  const moving = new Promise<void>((resolve) => {
    host.subscribe((name, payload) => {
      if (name === 'job.progress' && (payload as Progress).doneBytes >= 6 * MIB) resolve()
    })
  })
  const ending = runToEnd(host, { kind: 'import', format: 'raw', paths: [pipe], target: image('piped') })
  const writer = await open(pipe, 'w')
  await writer.write(filled(8 * MIB, 1))
  await moving
  const id = host.liveJobs()[0]?.id ?? ''
  await handlers['job.pause']({ id }, { signal })
  await handlers['job.cancel']({ id }, { signal })
  expect(await ending).toMatchObject({ state: 'cancelled', error: null })
  await writer.close()
  expect(await handlers['image.list']({ pool: { text: 'rbd' } }, { signal })).toEqual([])
})

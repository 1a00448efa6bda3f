import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { attachWindow } from '../../../electron/host/attachWindow.ts'
import { createHost, type Host, type HostOptions } from '../../../electron/host/host.ts'
import { resolvePaths } from '../../../electron/host/paths.ts'
import type { ShellAbilities } from '../../../electron/host/shellAbilities.ts'
import { CONTRACT_VERSION, calls, events } from '../../../shared/contract.ts'
import type { Job } from '../../../shared/job.ts'
import { isOver, type JobRequest } from '../../../shared/jobs.ts'
import { type Client, connect } from '../../../shared/rpc/client.ts'
import { DEFAULT_SETTINGS } from '../../../shared/settings.ts'
import { memoryPair } from '../../support/memoryTransport.ts'
import { tempDir } from '../../support/tempDir.ts'
import { exportTo, image, importDiff } from './requests.ts'

type Window = Client<typeof calls, typeof events>

const workerUrl = new URL('fakeEngineWorker.ts', import.meta.url)

function pathsIn(folder: string) {
  const env = { RBD_STUDIO_HOME: folder }
  return resolvePaths({ platform: process.platform, env, home: folder, workingFolder: folder })
}

function start(change: Partial<HostOptions> & { home?: string } = {}) {
  const home = change.home ?? tempDir()
  const shell: ShellAbilities = { shell: 'browser', paths: false }
  const options = { paths: pathsIn(home), samplePath: null, workerUrl, shell, version: '1.2.3', maxRunning: 2 }
  const host = createHost({ ...options, ...change })
  onTestFinished(() => host.close({ cancelJobs: true }))
  return { home, host }
}

function attach(host: Host) {
  const pair = memoryPair()
  const detach = attachWindow(pair.server, host, { checkOutput: true })
  return { window: connect(pair.client, calls, events, { checkOutput: true }), close: () => pair.close(), detach }
}

async function openWindow(host: Host): Promise<Window> {
  const { window } = attach(host)
  await window.call('hello', { contractVersion: CONTRACT_VERSION })
  return window
}

/** Starts a job and waits for a state of it. */
async function startAndAwait(window: Window, request: JobRequest, wanted: (job: Job) => boolean): Promise<Job> {
  const seen: Job[] = []
  let look = (): void => {}
  window.on('job.changed', (job) => {
    seen.push(job)
    look()
  })
  const { id } = await window.call('job.start', request)
  return new Promise((resolve) => {
    look = () => {
      const job = seen.find((candidate) => candidate.id === id && wanted(candidate))
      if (job !== undefined) resolve(job)
    }
    look()
  })
}

const signal = new AbortController().signal
const over = (job: Job): boolean => isOver(job.state)
const running = (job: Job): boolean => job.state === 'running'

describe('a window', () => {
  it('is refused with another version of the contract, and heard after the right one', async () => {
    const { window } = attach(start().host)
    await expect(window.call('job.list', {})).rejects.toMatchObject({ code: 'E_CONTRACT_VERSION' })
    const hello = window.call('hello', { contractVersion: CONTRACT_VERSION + 1 })
    await expect(hello).rejects.toMatchObject({ code: 'E_CONTRACT_VERSION', detail: { host: CONTRACT_VERSION } })
    await window.call('hello', { contractVersion: CONTRACT_VERSION })
    expect(await window.call('job.list', {})).toEqual([])
  })

  it('gets events beside others, and none once it is gone', async () => {
    const { host } = start()
    const first = attach(host)
    await first.window.call('hello', { contractVersion: CONTRACT_VERSION })
    const second = await openWindow(host)
    const heard: string[] = []
    first.window.on('settings.changed', ({ theme }) => heard.push(`first ${theme}`))
    second.on('settings.changed', ({ theme }) => heard.push(`second ${theme}`))
    await second.call('settings.set', { theme: 'dark' })
    first.close()
    await second.call('settings.set', { theme: 'light' })
    expect(heard).toEqual(['first dark', 'second dark', 'second light'])
    expect(await second.call('settings.get', {})).toEqual({ ...DEFAULT_SETTINGS, theme: 'light' })
  })

  it('is listened for no longer once it is gone or detached', async () => {
    const { host } = start()
    let listening = 0
    const counted: Host = {
      ...host,
      subscribe(listener) {
        const stop = host.subscribe(listener)
        listening++
        return () => {
          listening--
          stop()
        }
      },
    }
    const first = attach(counted)
    const second = attach(counted)
    expect(listening).toBe(2)
    first.close()
    expect(listening).toBe(1)
    second.detach()
    expect(listening).toBe(0)
  })

  it('that throws when it is sent to harms neither the others nor a job', async () => {
    const { host } = start()
    host.subscribe(() => {
      throw new Error('a destroyed window')
    })
    const window = await openWindow(host)
    expect((await startAndAwait(window, exportTo('/do/ok'), over)).state).toBe('done')
  })
})

describe('the host', () => {
  it('tells what the shell can do, and refuses what it cannot', async () => {
    const { host, home } = start()
    const window = await openWindow(host)
    expect(await window.call('app.capabilities', {})).toEqual({
      shell: 'browser',
      dialogs: false,
      reveal: false,
      paths: false,
      platform: process.platform,
      version: '1.2.3',
      libraryPath: path.join(home, 'data', 'library'),
      exportFolder: home,
      downloads: false,
      dragOut: false,
      notifications: 'page',
    })
    await expect(window.call('dialog.openFiles', {})).rejects.toMatchObject({ code: 'E_UNSUPPORTED' })
    await expect(window.call('dialog.saveFile', { suggestedPath: '/a' })).rejects.toMatchObject({
      code: 'E_UNSUPPORTED',
    })
    await expect(window.call('file.reveal', { path: '/a' })).rejects.toMatchObject({ code: 'E_UNSUPPORTED' })
    const ticket = window.call('upload.ticket', { name: 'a', sizeBytes: 1 })
    await expect(ticket).rejects.toMatchObject({ code: 'E_UNSUPPORTED' })
  })

  it('hands on what the shell can do', async () => {
    const revealed: string[] = []
    const shell: ShellAbilities = {
      shell: 'electron',
      paths: true,
      openFiles: async () => ['/a', '/b'],
      saveFile: async (suggested) => (suggested === '/no' ? null : `${suggested}.raw`),
      reveal: async (file) => void revealed.push(file),
    }
    const window = await openWindow(start({ shell }).host)
    expect(await window.call('app.capabilities', {})).toMatchObject({ dialogs: true, reveal: true, paths: true })
    expect(await window.call('dialog.openFiles', {})).toEqual(['/a', '/b'])
    expect(await window.call('dialog.saveFile', { suggestedPath: '/a' })).toBe('/a.raw')
    expect(await window.call('dialog.saveFile', { suggestedPath: '/no' })).toBeNull()
    await window.call('file.reveal', { path: '/a' })
    await expect(window.call('file.reveal', { path: 'a' })).rejects.toMatchObject({ code: 'E_CONTRACT_BAD_INPUT' })
    expect(revealed).toEqual(['/a'])
  })

  it('names an export folder that exists', async () => {
    const { host, home } = start()
    const window = await openWindow(host)
    const exportFolder = async () => (await window.call('app.capabilities', {})).exportFolder
    mkdirSync(path.join(home, 'Downloads'))
    expect(await exportFolder()).toBe(path.join(home, 'Downloads'))
    mkdirSync(path.join(home, 'mine'))
    await window.call('settings.set', { exportFolder: path.join(home, 'mine') })
    expect(await exportFolder()).toBe(path.join(home, 'mine'))
    await window.call('settings.set', { exportFolder: path.join(home, 'gone') })
    expect(await exportFolder()).toBe(path.join(home, 'Downloads'))
  })

  it('asks the engine, and says which calls changed what', async () => {
    const window = await openWindow(start().host)
    const changed: unknown[] = []
    window.on('library.changed', ({ image }) => changed.push(image))
    expect(await window.call('pool.list', {})).toHaveLength(1)
    await window.call('pool.create', { name: { text: 'new' } })
    await window.call('snapshot.create', { image: image('a'), name: { text: 's' } })
    const refused = window.call('image.remove', { image: image('a'), confirm: 'a' })
    await expect(refused).rejects.toMatchObject({ code: 'E_UNSUPPORTED' })
    expect(changed).toEqual([null, image('a')])
  })
})

describe('a job', () => {
  it('goes from queued to done, with its progress before its last word', async () => {
    const window = await openWindow(start().host)
    const heard: string[] = []
    window.on('job.changed', ({ state }) => heard.push(state))
    window.on('job.progress', ({ doneBytes, seq }) => heard.push(`${seq}: ${doneBytes}`))
    const job = await startAndAwait(window, exportTo('/do/ok'), over)
    expect(heard).toEqual(['queued', 'running', '0: 0', '1: 100', 'done'])
    expect(job).toMatchObject({
      report: { writtenBytes: 100 },
      error: null,
      progress: { doneBytes: 100, etaSeconds: 0 },
    })
    expect(job.endedAt).toBeGreaterThanOrEqual(job.startedAt ?? Number.NaN)
    expect(await window.call('job.list', {})).toEqual([job])
  })

  it('says why it failed, and what it may have changed', async () => {
    const window = await openWindow(start().host)
    const changed: unknown[] = []
    window.on('library.changed', ({ image }) => changed.push(image))
    const job = await startAndAwait(window, importDiff('a', '/do/fail'), over)
    expect(job).toMatchObject({ state: 'failed', error: { code: 'E_FILE_NO_SPACE' }, report: null })
    await window.call('job.list', {})
    expect(changed).toEqual([image('a')])
  })

  it('that makes an image changes the list of them', async () => {
    const window = await openWindow(start().host)
    const changed: unknown[] = []
    window.on('library.changed', ({ image }) => changed.push(image))
    await startAndAwait(window, { kind: 'import', format: 'raw', paths: ['/do/ok'], target: image('a') }, over)
    await startAndAwait(window, exportTo('/do/ok'), over)
    await window.call('job.list', {})
    expect(changed).toEqual([null])
  })

  it('that verifies an image tells of it: what was found is known from then on', async () => {
    const window = await openWindow(start().host)
    const changed: unknown[] = []
    window.on('library.changed', ({ image }) => changed.push(image))
    await startAndAwait(window, { kind: 'verify', what: { kind: 'image', image: image('a') } }, over)
    await startAndAwait(window, { kind: 'verify', what: { kind: 'files', paths: ['/do/ok'] } }, over)
    await window.call('job.list', {})
    expect(changed).toEqual([image('a')])
  })

  it('waits while another writes its image, and can be cancelled waiting or running', async () => {
    const window = await openWindow(start().host)
    const first = await startAndAwait(window, importDiff('a', '/do/heed'), running)
    const second = await startAndAwait(window, importDiff('a', '/do/ok'), ({ state }) => state === 'queued')
    expect((await window.call('job.log', { id: second.id })).lines[0]?.text).toBe(
      'Waiting for rbd/a: another job is writing it',
    )
    await window.call('job.cancel', { id: second.id })
    await window.call('job.cancel', { id: first.id })
    await expect
      .poll(async () => (await window.call('job.list', {})).map((job) => job.state), { interval: 5, timeout: 20_000 })
      .toEqual(['cancelled', 'cancelled'])
    const again = window.call('job.cancel', { id: first.id })
    await expect(again).rejects.toMatchObject({ code: 'E_JOB_STATE', message: 'the job is already cancelled' })
    await expect(window.call('job.cancel', { id: 'no' })).rejects.toMatchObject({ code: 'E_JOB_NOT_FOUND' })
  })

  it('begins as soon as the settings let more run at once, also in a host opened after', async () => {
    const { host, home } = start()
    const window = await openWindow(host)
    await window.call('settings.set', { jobsAtOnce: 1 })
    await startAndAwait(window, exportTo('/do/heed'), running)
    const second = await startAndAwait(window, exportTo('/do/heed'), ({ state }) => state === 'queued')
    const begun = new Promise<void>((resolve) => {
      window.on('job.changed', (job) => {
        if (job.id === second.id && job.state === 'running') resolve()
      })
    })
    expect(host.liveJobs().map(({ state }) => state)).toEqual(['running', 'queued'])
    await window.call('settings.set', { jobsAtOnce: 2 })
    await begun
    await window.call('settings.set', { jobsAtOnce: 1 })
    const later = start({ home }).host
    const laterWindow = await openWindow(later)
    await startAndAwait(laterWindow, exportTo('/do/heed'), running)
    await laterWindow.call('job.start', exportTo('/do/heed'))
    expect(later.liveJobs().map(({ state }) => state)).toEqual(['running', 'queued'])
  })

  it('stays in the list of later hosts until it is forgotten', async () => {
    const { host, home } = start()
    const done = await startAndAwait(await openWindow(host), exportTo('/do/ok'), over)
    const log = await host.handlers['job.log']({ id: done.id }, { signal })
    expect(log.lines.map(({ text }) => text)).toContain('Read 0 B, wrote 100 B')
    expect(log.samples.at(-1)?.doneBytes).toBe(100)
    await host.close({ cancelJobs: false })
    const window = await openWindow(start({ home }).host)
    expect(await window.call('job.list', {})).toEqual([done])
    expect(await window.call('job.log', { id: done.id })).toEqual(log)
    await expect(window.call('job.log', { id: 'no' })).rejects.toMatchObject({ code: 'E_JOB_NOT_FOUND' })
    const forgotten: string[] = []
    window.on('job.forgotten', ({ id }) => forgotten.push(id))
    await window.call('job.forget', { id: done.id })
    expect(await window.call('job.list', {})).toEqual([])
    expect(forgotten).toEqual([done.id])
    await expect(window.call('job.forget', { id: done.id })).rejects.toMatchObject({ code: 'E_JOB_NOT_FOUND' })
  })

  it('cannot be forgotten while it runs, nor be cancelled by another host', async () => {
    const { host, home } = start()
    const window = await openWindow(host)
    const job = await startAndAwait(window, exportTo('/do/heed'), running)
    await expect(window.call('job.forget', { id: job.id })).rejects.toMatchObject({ code: 'E_JOB_STATE' })
    const other = await openWindow(start({ home }).host)
    expect((await other.call('job.list', {})).map(({ id, state }) => [id, state])).toEqual([[job.id, 'running']])
    await expect(other.call('job.cancel', { id: job.id })).rejects.toMatchObject({ code: 'E_UNSUPPORTED' })
  })

  it('is held and let go on, lets another run meanwhile, and can be cancelled while it is held', async () => {
    const { host, home } = start({ maxRunning: 1 })
    const window = await openWindow(host)
    const job = await startAndAwait(window, exportTo('/do/heed'), running)
    const states: string[] = []
    window.on('job.changed', ({ id, state }) => states.push(`${id === job.id ? 'first' : 'other'} ${state}`))
    await expect(window.call('job.resume', { id: job.id })).rejects.toMatchObject({ code: 'E_JOB_STATE' })
    // It is not with its thread yet when it begins to run.
    await expect
      .poll(() => window.call('job.pause', { id: job.id }).catch(String), { interval: 5, timeout: 20_000 })
      .toBeNull()
    expect(states).toEqual(['first paused'])
    await expect(window.call('job.pause', { id: job.id })).rejects.toMatchObject({
      code: 'E_JOB_STATE',
      message: 'the job is paused',
    })
    const elsewhere = await openWindow(start({ home }).host)
    expect((await elsewhere.call('job.list', {})).map(({ state }) => state)).toEqual(['paused'])
    await expect(elsewhere.call('job.resume', { id: job.id })).rejects.toMatchObject({ code: 'E_UNSUPPORTED' })
    await startAndAwait(window, exportTo('/do/ok'), over)
    await window.call('job.resume', { id: job.id })
    expect(states.at(-1)).toBe('first running')
    await window.call('job.pause', { id: job.id })
    await window.call('job.cancel', { id: job.id })
    await expect.poll(() => states.at(-1), { interval: 5, timeout: 20_000 }).toBe('first cancelled')
    await expect(window.call('job.pause', { id: job.id })).rejects.toMatchObject({ code: 'E_JOB_STATE' })
    await expect(window.call('job.pause', { id: 'no' })).rejects.toMatchObject({ code: 'E_JOB_NOT_FOUND' })
  })

  it('that is held does not keep a host from closing, whichever way', async () => {
    for (const cancelJobs of [true, false]) {
      const { host } = start()
      const window = await openWindow(host)
      const job = await startAndAwait(window, exportTo('/do/resumable'), running)
      await expect
        .poll(() => window.call('job.pause', { id: job.id }).catch(String), { interval: 5, timeout: 20_000 })
        .toBeNull()
      await host.close({ cancelJobs })
      expect((await host.handlers['job.list']({}, { signal })).map(({ state }) => state)).toEqual([
        cancelJobs ? 'cancelled' : 'done',
      ])
    }
  })

  it.each([exportTo('out.raw'), importDiff('a', '/ok', '-')])('is refused with a relative path', async (request) => {
    const window = await openWindow(start().host)
    await expect(window.call('job.start', request)).rejects.toMatchObject({ code: 'E_CONTRACT_BAD_INPUT' })
    expect(await window.call('job.list', {})).toEqual([])
  })

  it('is cancelled, or waited for, when the host closes, and none begins after', async () => {
    const { host } = start()
    const window = await openWindow(host)
    await startAndAwait(window, exportTo('/do/heed'), running)
    expect(host.liveJobs().map((job) => job.state)).toEqual(['running'])
    await host.close({ cancelJobs: true })
    expect(host.liveJobs()).toEqual([])
    expect((await window.call('job.list', {})).map((job) => job.state)).toEqual(['cancelled'])
    await expect(window.call('job.start', exportTo('/do/ok'))).rejects.toMatchObject({ code: 'E_CANCELLED' })
  })
})

describe('an upload', () => {
  /** A shell that stages uploads as browser mode does, without the upload itself. */
  function uploadShell(): ShellAbilities {
    let count = 0
    return {
      shell: 'browser',
      paths: false,
      issueTicket: async (name, _sizeBytes, stagingFolder) => {
        const folder = path.join(stagingFolder, `ticket-${++count}`)
        mkdirSync(folder)
        writeFileSync(path.join(folder, name), 'bytes')
        return { url: `/upload/${count}`, path: path.join(folder, name) }
      },
    }
  }

  it('is removed when the job that reads it went well, and once one that failed is forgotten', async () => {
    const { host, home } = start({ shell: uploadShell() })
    const window = await openWindow(host)
    for (const name of ['ok', 'fail']) {
      const ticket = await window.call('upload.ticket', { name, sizeBytes: 5 })
      expect(path.relative(path.join(home, 'cache', 'staging'), ticket.path)).not.toMatch(/^\.\./)
      const keep = path.join(home, name)
      writeFileSync(keep, '')
      const job = await startAndAwait(window, importDiff('a', ticket.path, keep), over)
      if (name === 'fail') {
        // It can be tried again without being sent anew.
        const again = await startAndAwait(window, importDiff('b', ticket.path), over)
        expect([again.state, existsSync(ticket.path)]).toEqual(['failed', true])
        await window.call('job.forget', { id: job.id })
        expect(existsSync(ticket.path)).toBe(true)
        await window.call('job.forget', { id: again.id })
      }
      await expect.poll(() => existsSync(path.dirname(ticket.path)), { interval: 5, timeout: 20_000 }).toBe(false)
      expect(existsSync(keep)).toBe(true)
    }
  })

  it('stays while another job still needs it, and goes when the host closes', async () => {
    const { host } = start({ shell: uploadShell() })
    const window = await openWindow(host)
    const { path: heed } = await window.call('upload.ticket', { name: 'heed', sizeBytes: 5 })
    const { path: unused } = await window.call('upload.ticket', { name: 'unused', sizeBytes: 5 })
    await startAndAwait(window, importDiff('a', heed), running)
    const { path: other } = await window.call('upload.ticket', { name: 'other', sizeBytes: 5 })
    await startAndAwait(window, importDiff('b', '/do/ok', heed, other), over)
    await expect.poll(() => existsSync(other), { interval: 5, timeout: 20_000 }).toBe(false)
    expect(existsSync(heed)).toBe(true)
    await host.close({ cancelJobs: true })
    expect([existsSync(heed), existsSync(unused)]).toEqual([false, false])
  })
})

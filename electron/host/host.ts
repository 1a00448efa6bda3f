import { existsSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import {
  type Calls,
  CONTRACT_VERSION,
  type EngineCalls,
  engineCalls,
  type Events,
  type Handlers,
  type HostCalls,
  type Payload,
} from '../../shared/contract.ts'
import type { Job } from '../../shared/job.ts'
import { AppError } from '../../shared/errors.ts'
import { isOver, type JobRequest } from '../../shared/jobs.ts'
import { changesOf, imageChanged } from './changes.ts'
import { type Clock, systemClock } from './clock.ts'
import { issueDownload } from './downloads.ts'
import { openDragOut } from './dragOut.ts'
import { connectionHandlers } from './connections.ts'
import { createEngineClient } from './engineClient.ts'
import { openJournal } from './jobs/journal.ts'
import { createRunner } from './jobs/runner.ts'
import type { Settings } from '../../shared/settings.ts'
import { checkPaths, concernedImage, makesImage } from './jobs/targets.ts'
import { type Log, silentLog } from './logger.ts'
import type { Paths } from './paths.ts'
import { openSettings } from './settings.ts'
import type { ShellAbilities } from './shellAbilities.ts'
import { openStaging } from './staging.ts'
import { keepUploads } from './uploads.ts'

export interface HostOptions {
  readonly paths: Paths
  /** What a new library is filled with; null: nothing. */
  readonly samplePath: string | null
  /** The entry of a worker thread, built or source. */
  readonly workerUrl: URL
  readonly shell: ShellAbilities
  readonly version: string
  readonly log?: Log
  readonly clock?: Clock
  /** Jobs that run at once where the settings do not say; by default one a core, two at least. */
  readonly maxRunning?: number
}

/** Gets every event of the contract. */
export type HostListener = <K extends keyof Events>(name: K, payload: Payload<Events, K>) => void

/** What all shells share: it answers every call of the contract, whoever asks, and outlives every window. */
export interface Host {
  readonly handlers: Handlers<Calls>
  /** Listens to all events; returns what ends it. */
  subscribe(listener: HostListener): () => void
  /** Starts the engine and has it know the library, so that the window that comes up need not wait for that. */
  warmUp(): void
  /** Has every window run one of its commands: an entry of the system's menu was chosen. */
  sendCommand(id: string): void
  /** Jobs of this process that are not over: what a shell asks about before it closes. */
  liveJobs(): readonly Job[]
  /**
   * Ends the host: no job begins any more, those that live are cancelled or waited for, then the threads end.
   */
  close(options: { readonly cancelJobs: boolean }): Promise<void>
}

function unsupported(what: string): AppError {
  return new AppError('E_UNSUPPORTED', `${what} is not possible in this way of running RBD Studio`)
}

function isFolder(candidate: string): boolean {
  return existsSync(candidate) && statSync(candidate).isDirectory()
}

/** Makes the host of a process. Nothing is started until the first call that needs it, or {@link Host.warmUp}. */
export function createHost(options: HostOptions): Host {
  const { paths, shell, clock = systemClock, log = silentLog } = options
  const logger = log.createLogger('host')
  const listeners = new Set<HostListener>()
  const settings = openSettings(paths.settingsFile)
  const staging = openStaging(paths.stagingFolder)
  const uploads = keepUploads(staging)
  const dragOut = openDragOut(path.join(paths.cacheFolder, 'drag'))
  const journal = openJournal({ folder: paths.jobsFolder })
  let isClosing = false

  const emit: HostListener = (name, payload) => {
    for (const listener of listeners) {
      try {
        listener(name, payload)
      } catch (error) {
        // One broken window must neither stop the others nor the job.
        logger.warn('an event was not delivered', { event: name, error })
      }
    }
  }
  const engine = createEngineClient({
    workerUrl: options.workerUrl,
    libraryPath: paths.libraryFolder,
    statePath: paths.stateFolder,
    samplePath: options.samplePath,
    clock,
    logger: log.createLogger('host.engine'),
  })
  const defaultMaxRunning = options.maxRunning ?? Math.max(2, availableParallelism())
  const runner = createRunner({
    engine,
    journal,
    clock,
    maxRunning: defaultMaxRunning,
    logger: log.createLogger('host.jobs'),
    onProgress: (progress) => emit('job.progress', progress),
    onChanged(job) {
      emit('job.changed', job)
      if (isOver(job.state)) afterJob(job)
    },
  })

  const tidied = journal.compact().catch((error: unknown) => logger.warn('the journal was not compacted', { error }))

  async function applySettings({ jobsAtOnce, connections }: Settings): Promise<void> {
    runner.setMaxRunning(jobsAtOnce ?? defaultMaxRunning)
    await engine.setConnections(connections)
  }
  // Awaited before the first job begins; settings that cannot be read are as by default.
  const settled = settings.get().then(applySettings, (error: unknown) => {
    logger.warn('the settings were not read', { error })
  })

  function notRemoved(error: unknown): void {
    logger.warn('an upload was not removed', { error })
  }

  function afterJob(job: Job): void {
    const image = concernedImage(job.request)
    if (image !== null && job.startedAt !== null) {
      const changed = imageChanged(image, makesImage(job.request))
      emit(changed.event, changed.payload)
    }
    uploads.jobOver(job, runner.live()).catch(notRemoved)
  }

  async function exportFolder(): Promise<string> {
    const { exportFolder } = await settings.get()
    const candidates = [exportFolder, path.join(paths.home, 'Downloads'), paths.home]
    return candidates.find((folder) => folder !== null && isFolder(folder)) ?? path.parse(paths.home).root
  }

  function announce(name: string, input: never): void {
    if (name === 'folder.adopt' || name === 'folder.forget') emit('folders.changed', {})
    for (const changed of changesOf(name, input)) emit(changed.event, changed.payload)
  }

  const forwarded = Object.fromEntries(
    (Object.keys(engineCalls) as (keyof EngineCalls)[]).map((name) => [
      name,
      async (input: never, { signal }: { signal: AbortSignal }) => {
        await settled
        const output = await engine.query(name, input, { signal })
        announce(name, input)
        return output
      },
    ]),
  ) as unknown as Handlers<EngineCalls>

  const answered: Handlers<HostCalls> = {
    async hello({ contractVersion }) {
      if (contractVersion === CONTRACT_VERSION) return { contractVersion }
      const message = `the window speaks version ${contractVersion} of the contract, the program version ${CONTRACT_VERSION}`
      throw new AppError('E_CONTRACT_VERSION', message, { detail: { window: contractVersion, host: CONTRACT_VERSION } })
    },
    'app.capabilities': async () => ({
      shell: shell.shell,
      dialogs: shell.openFiles !== undefined && shell.saveFile !== undefined,
      reveal: shell.reveal !== undefined,
      paths: shell.paths,
      platform: process.platform,
      version: options.version,
      libraryPath: paths.libraryFolder,
      exportFolder: await exportFolder(),
      downloads: shell.issueDownload !== undefined,
      dragOut: shell.startDrag !== undefined,
      notifications: shell.notify === undefined ? 'page' : 'host',
    }),
    async 'job.start'(request) {
      await settled
      if (isClosing) throw new AppError('E_CANCELLED', 'RBD Studio is closing')
      checkPaths(request)
      return { id: runner.start(request).id }
    },
    async 'job.cancel'({ id }) {
      await runner.cancel(id)
      return null
    },
    async 'job.pause'({ id }) {
      await runner.pause(id)
      return null
    },
    async 'job.resume'({ id }) {
      await runner.resume(id)
      return null
    },
    'job.log': ({ id }) => runner.log(id),
    'job.list': async () => [...(await runner.list())],
    async 'job.forget'({ id }) {
      await runner.forget(id)
      await uploads.jobForgotten(id, runner.live()).catch(notRemoved)
      emit('job.forgotten', { id })
      return null
    },
    'settings.get': () => settings.get(),
    async 'settings.set'(patch) {
      const changed = await settings.set(patch)
      await settled
      await applySettings(changed)
      emit('settings.changed', changed)
      return changed
    },
    ...connectionHandlers(settings, async (connections) => {
      await engine.setConnections(connections)
      emit('connections.changed', {})
    }),
    async 'upload.ticket'({ name, sizeBytes }) {
      if (shell.issueTicket === undefined) throw unsupported('an upload')
      return shell.issueTicket(name, sizeBytes, staging.folder)
    },
    async 'download.ticket'(input, { signal }) {
      const issue = shell.issueDownload
      if (issue === undefined) throw unsupported('a download')
      await settled
      const estimate = (request: JobRequest) => engine.query('job.estimate', request, { signal })
      return issueDownload({ runner, estimate, issue }, input)
    },
    'drag.folder': async () => {
      if (shell.startDrag === undefined) throw unsupported('dragging a file out')
      return dragOut.newFolder()
    },
    async 'drag.start'({ path: file }) {
      if (shell.startDrag === undefined) throw unsupported('dragging a file out')
      await dragOut.check(file)
      await shell.startDrag(file)
      return null
    },
    async 'app.notify'({ title, body, jobId }) {
      if (shell.notify === undefined) throw unsupported('a notification')
      shell.notify(title, body, () => {
        if (jobId !== null) emit('app.showJob', { id: jobId })
      })
      return null
    },
    async 'dialog.openFiles'() {
      if (shell.openFiles === undefined) throw unsupported('a dialog')
      const chosen = await shell.openFiles()
      return chosen === null ? null : [...chosen]
    },
    async 'dialog.openFolder'() {
      if (shell.openFolder === undefined) throw unsupported('a dialog')
      return shell.openFolder()
    },
    async 'dialog.saveFile'({ suggestedPath }) {
      if (shell.saveFile === undefined) throw unsupported('a dialog')
      return shell.saveFile(suggestedPath)
    },
    async 'file.reveal'({ path: file }) {
      if (shell.reveal === undefined) throw unsupported('showing a file')
      if (!path.isAbsolute(file)) {
        throw new AppError('E_CONTRACT_BAD_INPUT', `'${file}' is no absolute path`, { detail: { path: file } })
      }
      await shell.reveal(file)
      return null
    },
  }

  return {
    handlers: { ...forwarded, ...answered },
    subscribe(listener) {
      // A wrapper of its own, so that one function listening twice is two listeners.
      const wrapper: HostListener = (name, payload) => listener(name, payload)
      listeners.add(wrapper)
      return () => {
        listeners.delete(wrapper)
      }
    },
    warmUp: () => engine.warmUp(),
    sendCommand: (id) => emit('app.command', { id }),
    liveJobs: () => runner.live(),
    async close({ cancelJobs }) {
      isClosing = true
      if (cancelJobs) await Promise.all(runner.live().map((job) => runner.cancel(job.id).catch(() => {})))
      else await Promise.all(runner.live().map((job) => runner.resume(job.id).catch(() => {})))
      await runner.idle()
      await engine.close()
      await tidied
      staging.close()
      dragOut.close()
      listeners.clear()
    },
  }
}

import type { Calls, Events } from '../../shared/contract.ts'
import type { Settings } from '../../shared/settings.ts'
import type { AppError } from '../../shared/errors.ts'
import { isAppError, toWire } from '../../shared/errors.ts'
import type { Client } from '../../shared/rpc/client.ts'
import { call, openConnection } from '../api.ts'
import { connectionStore } from '../stores/connection.ts'
import { settingsStore } from '../stores/settings.ts'
import { refreshCluster, refreshConnections } from './clusters.ts'
import { guarded } from './failure.ts'
import { refreshFolders } from './folders.ts'
import { refreshImage, refreshLibrary } from './library.ts'
import { coalesce } from '../model/progress.ts'
import { dropJob, takeJob, takeJobs, takeProgress } from './jobFeed.ts'
import { readPermission } from './notifications.ts'
import { showJob } from './showJob.ts'

/** Progress is gathered this long before it is drawn: each job tells it ten times a second, at its own moments. */
const PROGRESS_MS = 100
const RETRY_MS = [500, 1000, 2000, 5000] as const

/**
 * Connects to the host and keeps the stores true. A lost connection is tried again until it is back; jobs go on meanwhile. `onCommand`: runs
 * what was chosen in the system's menu.
 */
export async function runSession(onCommand: (id: string) => void): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      const { lost } = await openConnection((client) => listen(client, onCommand))
      await loadEverything()
      connectionStore.setState({ state: 'online', error: null })
      tries = 0
      await lost
      connectionStore.setState({ state: 'lost' })
    } catch (error) {
      if (isRefusal(error)) {
        connectionStore.setState({ state: 'refused', error: toWire(error) })
        return
      }
      connectionStore.setState({ state: 'lost', error: toWire(error) })
    }
    await pause(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)] ?? 5000)
  }
}

function isRefusal(error: unknown): error is AppError {
  if (isAppError(error, 'E_CONTRACT_VERSION', 'E_CONTRACT_BAD_INPUT')) return true
  return isAppError(error) && error.detail?.['refused'] === true
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

async function loadEverything(): Promise<void> {
  // The library is asked for at once: of all that is asked here its answer takes longest.
  const library = refreshLibrary()
  const [capabilities, jobs, settings] = await Promise.all([
    call('app.capabilities', {}),
    call('job.list', {}),
    call('settings.get', {}),
  ])
  connectionStore.setState({ capabilities })
  readPermission()
  takeJobs(jobs)
  settingsStore.setState(settings)
  await Promise.all([library, refreshFolders(), refreshConnections()])
}

function listen(client: Client<Calls, Events>, onCommand: (id: string) => void): void {
  client.on('app.command', ({ id }) => onCommand(id))
  client.on(
    'job.progress',
    coalesce((flush) => setTimeout(() => requestAnimationFrame(flush), PROGRESS_MS), takeProgress),
  )
  client.on('job.changed', takeJob)
  client.on('job.forgotten', ({ id }) => dropJob(id))
  client.on('app.showJob', ({ id }) => showJob(id))
  client.on('library.changed', ({ image }) => void guarded(() => refreshImage(image)))
  client.on('cluster.changed', (change) => void refreshCluster(change))
  client.on('connections.changed', () => void guarded(refreshConnections))
  client.on('folders.changed', () => void guarded(refreshFolders))
  client.on('settings.changed', (settings) => settingsStore.setState(settings))
}

/** Changes settings; the host's answer is what counts. @throws AppError */
export async function changeSettings(change: Partial<Settings>): Promise<void> {
  settingsStore.setState(await call('settings.set', change))
}

/**
 * Sets where exports go, null for the default; the answer is the folder they will go to. It is another one where the wished one is not
 * there. @throws AppError
 */
export async function setExportFolder(exportFolder: string | null): Promise<string> {
  await changeSettings({ exportFolder })
  const capabilities = await call('app.capabilities', {})
  connectionStore.setState({ capabilities })
  return capabilities.exportFolder
}

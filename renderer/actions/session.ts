import type { Calls, Events, Job } from '../../shared/contract.ts'
import type { Settings } from '../../shared/settings.ts'
import type { AppError } from '../../shared/errors.ts'
import { isAppError, toWire } from '../../shared/errors.ts'
import type { Client } from '../../shared/rpc/client.ts'
import { call, openConnection } from '../api.ts'
import { connectionStore } from '../stores/connection.ts'
import { jobsStore, withJob, withProgress, withSnapshot } from '../stores/jobs.ts'
import { settingsStore } from '../stores/settings.ts'
import { announce } from '../stores/ui.ts'
import { jobText } from '../jobText.ts'
import { guarded } from './failure.ts'
import { refreshFolders } from './folders.ts'
import { refreshImage, refreshLibrary } from './library.ts'
import { coalesce, milestoneOf } from '../model/progress.ts'

const RETRY_MS = [500, 1000, 2000, 5000] as const

/** Connects to the host and keeps the stores true. A lost connection is tried again until it is back; jobs go on meanwhile. */
export async function runSession(): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      const { lost } = await openConnection(listen)
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
  const [capabilities, jobs, settings] = await Promise.all([
    call('app.capabilities', {}),
    call('job.list', {}),
    call('settings.get', {}),
  ])
  connectionStore.setState({ capabilities })
  jobsStore.setState({ jobs: withSnapshot(jobs) })
  settingsStore.setState(settings)
  await Promise.all([refreshLibrary(), refreshFolders()])
}

function listen(client: Client<Calls, Events>): void {
  const onProgress = coalesce(
    (flush) => requestAnimationFrame(flush),
    (news) => changeJobs((jobs) => withProgress(jobs, news)),
  )
  client.on('job.progress', onProgress)
  client.on('job.changed', (job) => changeJobs((jobs) => withJob(jobs, job)))
  client.on('job.forgotten', ({ id }) => changeJobs((jobs) => jobs.filter((job) => job.id !== id)))
  client.on('library.changed', ({ image }) => void guarded(() => refreshImage(image)))
  client.on('folders.changed', () => void guarded(refreshFolders))
  client.on('settings.changed', (settings) => settingsStore.setState(settings))
}

function changeJobs(change: (jobs: readonly Job[]) => readonly Job[]): void {
  const { jobs: before } = jobsStore.getState()
  const after = change(before)
  if (after === before) return
  jobsStore.setState({ jobs: after })
  for (const job of after) {
    const old = before.find(({ id }) => id === job.id)
    if (old === job) continue
    const milestone = milestoneOf(old, job)
    if (milestone !== null) announce(jobText.milestone(job, milestone))
  }
}

/** Changes settings; the host's answer is what counts. @throws AppError */
export async function changeSettings(change: Partial<Settings>): Promise<void> {
  settingsStore.setState(await call('settings.set', change))
}

import type { Job } from '../../shared/job.ts'
import type { Host } from '../host/host.ts'
import type { BrowserWindow } from './electron.ts'

/** What the button of the window in the taskbar shows; null: nothing. */
export interface TaskbarProgress {
  /** Of the work of all jobs, 0 to 1. */
  readonly share: number
  readonly mode: 'normal' | 'indeterminate' | 'paused' | 'error'
}

/** The progress of the jobs that live as one bar: the share of all their work that is done, as far as it is known how much that is. */
export function taskbarProgress(jobs: readonly Job[], hasFailed: boolean): TaskbarProgress | null {
  const begun = jobs.filter(({ state }) => state !== 'queued')
  if (begun.length === 0) return hasFailed ? { share: 1, mode: 'error' } : null
  let doneBytes = 0
  let totalBytes = 0
  for (const { progress } of begun) {
    if (progress === null || progress.totalBytes === null) continue
    doneBytes += progress.doneBytes
    totalBytes += progress.totalBytes
  }
  const share = totalBytes === 0 ? 0 : doneBytes / totalBytes
  if (begun.every(({ state }) => state === 'paused')) return { share, mode: 'paused' }
  if (totalBytes === 0) return { share, mode: 'indeterminate' }
  return { share, mode: hasFailed ? 'error' : 'normal' }
}

/** Keeps the window's button true. That a job failed is shown until the user looks at the window. */
export function showInTaskbar(
  host: Pick<Host, 'liveJobs' | 'subscribe'>,
  window: Pick<BrowserWindow, 'setProgressBar' | 'isFocused' | 'isDestroyed' | 'on'>,
): void {
  let hasFailed = false
  let shown = ''

  function show(): void {
    if (window.isDestroyed()) return
    const progress = taskbarProgress(host.liveJobs(), hasFailed)
    // No finer than the bar is: most of ten messages a second change nothing.
    const share = progress === null ? -1 : Math.round(progress.share * 200) / 200
    const key = `${share} ${progress?.mode}`
    if (key === shown) return
    shown = key
    if (progress === null) window.setProgressBar(-1)
    else window.setProgressBar(progress.mode === 'indeterminate' ? 2 : share, { mode: progress.mode })
  }

  host.subscribe((name, payload) => {
    if (name !== 'job.changed' && name !== 'job.progress') return
    if ('state' in payload && payload.state === 'failed' && !window.isFocused()) hasFailed = true
    show()
  })
  window.on('focus', () => {
    hasFailed = false
    show()
  })
}

import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createDesktop } from '../../../electron/main/desktop.ts'
import { dragIcon } from '../../../electron/main/dragIcon.ts'
import type { BrowserWindow } from '../../../electron/main/electron.ts'
import { showInTaskbar, taskbarProgress } from '../../../electron/main/taskbar.ts'
import type { Job } from '../../../shared/job.ts'
import type { JobState } from '../../../shared/jobs.ts'

const MIB = 1024 * 1024

function job(state: JobState, doneBytes: number, totalBytes: number | null): Job {
  const progress = {
    jobId: 'a',
    seq: 0,
    phase: 'copying',
    doneBytes,
    totalBytes,
    rateBytesPerSec: null,
    etaSeconds: null,
  }
  return { state, progress } as Job
}

describe('the taskbar', () => {
  it('shows the share of all work that is done, however it is spread over the jobs', () => {
    expect(taskbarProgress([], false)).toBeNull()
    expect(taskbarProgress([job('queued', 0, 10)], false)).toBeNull()
    const two = [job('running', 10 * MIB, 100 * MIB), job('running', 290 * MIB, 300 * MIB)]
    expect(taskbarProgress(two, false)).toEqual({ share: 0.75, mode: 'normal' })
    expect(taskbarProgress(two, true)).toEqual({ share: 0.75, mode: 'error' })
    expect(taskbarProgress([job('running', 5, null)], false)?.mode).toBe('indeterminate')
    expect(taskbarProgress([job('paused', 5, 10)], false)).toEqual({ share: 0.5, mode: 'paused' })
    expect(taskbarProgress([job('paused', 5, 10), job('running', 5, 10)], false)?.mode).toBe('normal')
    expect(taskbarProgress([], true)).toEqual({ share: 1, mode: 'error' })
  })

  it('follows the jobs, no finer than it is drawn, and shows a failure until the window is looked at', () => {
    let jobs: Job[] = []
    let tell = (_name: string, _payload: unknown): void => {}
    const host = {
      liveJobs: () => jobs,
      subscribe: (listener: typeof tell) => {
        tell = listener
        return () => {}
      },
    }
    const set: unknown[] = []
    let isFocused = false
    const window = Object.assign(new EventEmitter(), {
      setProgressBar: (...args: unknown[]) => void set.push(args),
      isFocused: () => isFocused,
      isDestroyed: () => false,
    })
    showInTaskbar(host as never, window as never)
    for (let done = 0; done <= 100_000; done += 10) {
      jobs = [job('running', done, 100_000)]
      tell('job.progress', jobs[0]?.progress)
    }
    expect(set).toHaveLength(201)
    expect(set.at(-1)).toEqual([1, { mode: 'normal' }])
    jobs = []
    tell('job.changed', { state: 'failed' })
    expect(set.at(-1)).toEqual([1, { mode: 'error' }])
    isFocused = true
    window.emit('focus')
    expect(set.at(-1)).toEqual([-1])
    tell('job.changed', { state: 'failed' })
    expect(set.at(-1)).toEqual([-1])
  })
})

describe('the desktop', () => {
  function start(isSupported = true) {
    const did: unknown[] = []
    class Notification extends EventEmitter {
      static isSupported = () => isSupported
      readonly options: unknown
      constructor(options: unknown) {
        super()
        this.options = options
      }
      show(): void {
        did.push(this)
      }
    }
    const window = {
      webContents: { startDrag: (item: unknown) => void did.push(item) },
      isMinimized: () => false,
      show: () => void did.push('show'),
      focus: () => void did.push('focus'),
    }
    const nativeImage = { createFromBitmap: (pixels: Buffer, size: object) => ({ length: pixels.length, ...size }) }
    const parts = { Notification, nativeImage, window: () => window as unknown as BrowserWindow }
    return { did, desktop: createDesktop(parts as never) }
  }

  it('takes a file with a picture of ours', async () => {
    const { did, desktop } = start()
    await desktop.startDrag?.('/tmp/a.raw')
    expect(did).toEqual([{ file: '/tmp/a.raw', icon: { length: 64 * 64 * 4, width: 64, height: 64 } }])
    const { pixels, width } = dragIcon()
    const opacityAt = (x: number, y: number) => pixels[(y * width + x) * 4 + 3]
    expect([opacityAt(0, 0), opacityAt(30, 30), opacityAt(49, 6)]).toEqual([0, 255, 0])
  })

  it('shows a notification, and brings the window to the front when it is clicked', () => {
    const { did, desktop } = start()
    desktop.notify?.('Done', 'It is', () => did.push('clicked'))
    const [notification] = did as [EventEmitter & { options: unknown }]
    expect(notification.options).toEqual({ title: 'Done', body: 'It is' })
    notification.emit('click')
    expect(did.slice(1)).toEqual(['show', 'focus', 'clicked'])
  })

  it('leaves notifications to the page where the system has none', () => {
    expect(start(false).desktop.notify).toBeUndefined()
  })
})

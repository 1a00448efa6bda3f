import path from 'node:path'
import { parentPort, threadId } from 'node:worker_threads'
import {
  engineCalls,
  type EngineCalls,
  type Handlers,
  type WorkCalls,
  workCalls,
  workEvents,
} from '../../../shared/contract.ts'
import { AppError } from '../../../shared/errors.ts'
import type { JobReport, JobRequest } from '../../../shared/jobs.ts'
import { portTransport } from '../../../shared/rpc/portTransport.ts'
import { serve } from '../../../shared/rpc/server.ts'

// A real worker thread in the engine's place: how a job behaves is said by the last part of its first path. What the host asked of
// this thread is told as the names of pools.

const asked: string[] = []

function behaviourOf(request: JobRequest): string {
  if ('path' in request) return path.basename(request.path)
  return 'paths' in request ? path.basename(request.paths[0] ?? '') : ''
}

function report(): JobReport {
  return {
    readBytes: 0,
    writtenBytes: 100,
    dataBytes: 100,
    zeroBytes: 0,
    records: threadId,
    sizeBytes: 100,
    path: null,
    target: null,
    warnings: [],
  }
}

function cancelOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new AppError('E_CANCELLED', 'cancelled')), { once: true })
  })
}

/** Ends a `resumable` job: it is done once it was let go on. */
let letGo = (): void => {}

const overrides: Partial<Handlers<EngineCalls & WorkCalls>> = {
  'work.open': async ({ libraryPath, samplePath }) => {
    asked.push(`open ${libraryPath} ${samplePath}`)
    if (path.basename(libraryPath) === 'newer') throw new AppError('E_LIBRARY_NEWER', 'written by a later version')
    return null
  },
  'work.warmUp': async (_input, { signal }) => {
    asked.push('warmUp')
    signal.addEventListener('abort', () => asked.push('warmUp called off'))
    return cancelOf(signal)
  },
  'work.run': async ({ jobId, request }, { signal }) => {
    const progress = (doneBytes: number): void =>
      server.emit('work.progress', { jobId, phase: 'copying', doneBytes, totalBytes: 100 })
    // Before the progress that a test waits for: what is said after it may come too late for a thread that is ended.
    if (behaviourOf(request) === 'hang') server.emit('work.part', { jobId, partPath: '/do/.hang.01234567.part' })
    progress(0)
    switch (behaviourOf(request)) {
      case 'heed':
        return cancelOf(signal)
      case 'resumable':
        return Promise.race([
          cancelOf(signal),
          new Promise<JobReport>((resolve) => {
            letGo = () => resolve(report())
          }),
        ])
      case 'ignore':
        return new Promise(() => {})
      case 'hang':
        // Not even messages are read any more.
        for (;;);
      case 'exit':
        return process.exit(3)
      case 'throw':
        setImmediate(() => {
          throw new TypeError('a bug on the way')
        })
        return new Promise(() => {})
      case 'fail':
        throw new AppError('E_FILE_NO_SPACE', 'no room')
      default:
        progress(100)
        return report()
    }
  },
  'work.pause': async () => null,
  'work.resume': async () => {
    letGo()
    return null
  },
  'work.cleanUp': async ({ threadId, request, partPaths }) => {
    asked.push(['cleanUp', threadId, request.kind, ...partPaths].join(' '))
    return null
  },
  'pool.list': async () => asked.map((text) => ({ connection: 'library', name: { text }, imageCount: threadId })),
  'pool.create': async () => null,
  'snapshot.create': async () => null,
  'image.list': (_input, { signal }) => cancelOf(signal),
  'image.get': () => process.exit(4),
}

const handlers = Object.fromEntries(
  Object.keys({ ...engineCalls, ...workCalls }).map((name) => [
    name,
    async () => {
      throw new AppError('E_UNSUPPORTED', `${name} is not faked`)
    },
  ]),
) as unknown as Handlers<EngineCalls & WorkCalls>

if (parentPort === null) throw new Error('this file runs in a worker thread only')
const server = serve(
  portTransport(parentPort),
  { ...engineCalls, ...workCalls },
  { ...handlers, ...overrides },
  workEvents,
  { checkOutput: true },
)

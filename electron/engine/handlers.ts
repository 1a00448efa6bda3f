import { resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { EngineCalls, Handlers, Payload, WorkCalls, WorkEvents } from '../../shared/contract.ts'
import type { Estimate } from '../../shared/estimate.ts'
import { isAppError, toWire } from '../../shared/errors.ts'
import { LIBRARY } from '../../shared/imageSpec.ts'
import type { JobReport, JobRequest } from '../../shared/jobs.ts'
import { nameFromBytes } from '../../shared/names.ts'
import { changeHandlers } from './answers/changes.ts'
import { changesAnywhere } from './answers/clusterChanges.ts'
import { clusterHandlers } from './answers/clusters.ts'
import { imageCleanup } from './answers/cleanup.ts'
import { imageExtents } from './answers/extents.ts'
import { fileRecords } from './answers/fileRecords.ts'
import { folderHandlers } from './answers/folders.ts'
import { imageDetails, listImages } from './answers/images.ts'
import { liveBins, liveExtentList } from './answers/liveMap.ts'
import { lostIndex } from './answers/lostIndex.ts'
import { imageBins, touchingLinks } from './answers/map.ts'
import { runTyped } from './ceph/child.ts'
import { type Connections, createConnections } from './ceph/connections.ts'
import { anyFileError } from './io/fileError.ts'
import { searchLibrary } from './answers/search.ts'
import { imageUsage } from './answers/usage.ts'
import { isLive } from './ops/live/source.ts'
import { createMeter, type IoMeter } from './io/meter.ts'
import { removePart } from './io/partFile.ts'
import { type Library, openLibrary } from './library/library.ts'
import { type OpContext, type Prepared, type Streams, UNKNOWN_PLAN, type WorkProgress } from './ops/context.ts'
import { inspectFile } from './ops/inspect.ts'
import { prepare } from './ops/prepare.ts'
import { fillWithSample } from './ops/sample.ts'
import { workHandlers } from './workHandlers.ts'

export type { Streams, WorkProgress } from './ops/context.ts'

/** How a job is run where it is started directly: by the command line and by tests. */
export interface RunOptions {
  readonly signal: AbortSignal
  readonly onProgress: (progress: WorkProgress) => void
  readonly streams?: Streams
  /** Told what the job will do, before it does anything. */
  readonly onPlan?: (plan: Prepared['plan']) => void
  /** Told of the part files it begins. */
  readonly onPart?: (partPath: string) => void
  /** Counts what is moved, and can hold it; left out: one of its own. */
  readonly meter?: IoMeter
}

/** The engine of one thread or process: the answers to the contract's calls, and `run` for whoever needs no thread between. */
export interface Engine {
  readonly handlers: Handlers<EngineCalls & WorkCalls>
  run(request: JobRequest, options: RunOptions): Promise<JobReport>
  /** Runs `rbd` at a connection with arguments as they were typed, on this process's own standard streams; its exit code. @throws AppError E_CONNECTION_UNKNOWN, E_CLUSTER_PROGRAM */
  relay(connection: string, args: readonly string[], signal: AbortSignal): Promise<number>
}

/** `stateFolder`: where it is remembered when files outside the library were verified; left out: nowhere, until `work.open` says. */
export interface EngineOptions {
  readonly stateFolder?: string | undefined
}

/** The engine's half of the contract. `emit` takes what it has to say unasked. `work.open` comes before anything else. */
export function createEngine(
  emit: <K extends keyof WorkEvents>(name: K, payload: Payload<WorkEvents, K>) => void,
  { stateFolder }: EngineOptions = {},
): Engine {
  let opened: Library | null = null
  const connections = createConnections()
  let verifiedFolder = stateFolder
  const library = (): Library => {
    if (opened === null) throw new Error('the library was asked for before work.open')
    return opened
  }

  const run: Engine['run'] = async (request, { signal, onProgress, streams = {}, onPlan, onPart, meter }) => {
    const context: OpContext = {
      // Merging files needs no library, so one is asked for only by what uses it.
      get library() {
        return library()
      },
      connections,
      meter: meter ?? createMeter(),
      signal,
      onProgress,
      streams,
      onPart,
      verifiedFolder,
    }
    onProgress({ phase: 'reading', doneBytes: 0, totalBytes: null })
    const prepared = await prepare(request, context)
    try {
      onPlan?.(prepared.plan)
      return await prepared.run()
    } finally {
      await prepared.close()
    }
  }

  const handlers: Handlers<EngineCalls & WorkCalls> = {
    'work.open': async ({ libraryPath, samplePath, statePath, connections: known }) => {
      if (known !== undefined) connections.set(known)
      verifiedFolder = statePath ?? verifiedFolder
      opened =
        samplePath === null
          ? await openLibrary(libraryPath, { create: true })
          : await fillWithSample(libraryPath, samplePath)
      return null
    },
    'work.warmUp': async (_, { signal }) => {
      for await (const _pool of library().names(signal)) signal.throwIfAborted()
      return null
    },
    'work.connections': async ({ connections: known }) => {
      connections.set(known)
      return null
    },
    ...workHandlers(run, emit),
    'work.cleanUp': async ({ threadId, request, partPaths }) => {
      await library().releaseThreadLocks(threadId)
      // Resolved, as a part's path is: `/out//x.diff` has its part in `/out`.
      const outputs = 'path' in request ? [request.path] : request.kind === 'manifest' ? request.paths : []
      for (const output of outputs) for (const partPath of partPaths) await removePart(resolve(output), partPath)
      return null
    },
    'pool.list': async () =>
      (await library().listPools()).map(({ name, imageCount }) => ({
        connection: LIBRARY,
        name: nameFromBytes(name),
        imageCount,
      })),
    'image.list': ({ pool }) => listImages(library(), pool),
    'image.get': (image) => imageDetails(library(), image),
    ...changesAnywhere(changeHandlers(library), connections),
    ...clusterHandlers(connections),
    'image.lost': (image, { signal }) => lostIndex(library(), image, signal),
    ...folderHandlers(library),
    'image.bins': (input, { signal }) =>
      isLive(input.image) ? liveBins(connections, input, signal) : imageBins(library(), input, signal),
    'image.touched': (input, { signal }) => touchingLinks(library(), input, signal),
    'image.extents': (input, { signal }) =>
      isLive(input.image) ? liveExtentList(connections, input, signal) : imageExtents(library(), input, signal),
    'image.usage': (input, { signal }) => imageUsage(library(), input, signal),
    'image.cleanup': (input, { signal }) => imageCleanup(library(), input, signal),
    'library.search': (input, { signal }) => searchLibrary(library(), input, signal),
    'file.records': (input, { signal }) => fileRecords(input, signal),
    'file.inspect': async ({ paths }, { signal }) => {
      const meter = createMeter()
      const begin = performance.now()
      const files = []
      for (const path of paths) files.push(await inspectFile(path, { meter, signal }))
      return { files, readBytes: meter.readBytes, elapsedMs: performance.now() - begin }
    },
    'job.estimate': (request, { signal }) => estimate({ library, connections }, request, signal),
  }
  return {
    handlers: withSentences(handlers),
    run,
    relay: async (connection, args, signal) => runTyped(connections.get(connection), args, signal),
  }
}

/** Failures of the disk that nobody translated where they were met get their sentence here. */
function withSentences(handlers: Handlers<EngineCalls & WorkCalls>): Handlers<EngineCalls & WorkCalls> {
  type Answer = (input: never, context: never) => Promise<unknown>
  const wrapped = Object.entries(handlers).map(([name, handler]) => {
    const answer = handler as Answer
    const withSentence: Answer = async (input, context) => {
      try {
        return await answer(input, context)
      } catch (error) {
        throw anyFileError(error)
      }
    }
    return [name, withSentence]
  })
  return Object.fromEntries(wrapped) as Handlers<EngineCalls & WorkCalls>
}

async function estimate(
  { library, connections }: { readonly library: () => Library; readonly connections: Connections },
  request: JobRequest,
  signal: AbortSignal,
): Promise<Estimate> {
  const context: OpContext = {
    // As for a run: what concerns files alone needs no library.
    get library() {
      return library()
    },
    connections,
    meter: createMeter(),
    signal,
    onProgress: () => undefined,
    streams: {},
  }
  try {
    const prepared = await prepare(request, context)
    try {
      return await estimateOf(prepared)
    } finally {
      await prepared.close()
    }
  } catch (error) {
    if (!isAppError(error)) throw error
    const failed: Estimate['checks'][number] = { label: error.message, state: 'failed', error: toWire(error) }
    return { ...(await estimateOf({ plan: UNKNOWN_PLAN })), checks: [failed] }
  }
}

async function estimateOf(prepared: Pick<Prepared, 'plan' | 'preview'>): Promise<Estimate> {
  const { checks, warnings, reads, writes, drops, spillBytes, ...figures } = prepared.plan
  const merge = await prepared.preview?.()
  return {
    ...figures,
    checks: checks.map((check) => ({ ...check, error: null })),
    warnings: [...warnings],
    ...(reads === undefined ? {} : { reads: [...reads] }),
    ...(writes === undefined ? {} : { writes: [...writes] }),
    ...(drops === undefined ? {} : { drops: [...drops] }),
    ...(spillBytes === undefined ? {} : { spillBytes }),
    ...(merge === undefined ? {} : { merge }),
  }
}

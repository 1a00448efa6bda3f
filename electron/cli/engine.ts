import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Connection } from '../../shared/connections.ts'
import type { EngineCalls, Input, Output } from '../../shared/contract.ts'
import { AppError } from '../../shared/errors.ts'
import { type ImageRef, LIBRARY } from '../../shared/imageSpec.ts'
import type { JobReport, JobRequest } from '../../shared/jobs.ts'
import { createEngine, type RunOptions } from '../engine/handlers.ts'
import { openJournal } from '../host/jobs/journal.ts'
import { journalled } from '../host/jobs/journalled.ts'
import { resolvePaths } from '../host/paths.ts'
import { openSettings } from '../host/settings.ts'
import type { CommandIo } from './io.ts'
import { sampleFolder } from './places.ts'
import { standardStreamsOf } from './standardStreams.ts'

/** The engine as commands use it, in this very process. */
export interface Engine {
  /** One of the engine's short calls. @throws AppError as the contract's call. */
  call: <K extends keyof EngineCalls>(name: K, input: Input<EngineCalls, K>) => Promise<Output<EngineCalls, K>>
  /**
   * A job, to its end; written into the journal, so that the window lists it, unless a standard stream is part of it.
   * @throws AppError whatever it failed with; E_CANCELLED when the signal was aborted, after all has been cleaned up.
   */
  run: (request: JobRequest, options: RunOptions) => Promise<JobReport>
  /** `rbd` at a connection, with arguments as typed, on this process's own streams; its exit code. @throws AppError E_CONNECTION_UNKNOWN, E_CLUSTER_PROGRAM */
  relay: (connection: string, args: readonly string[]) => Promise<number>
}

/** Where the library is and what the process may do. */
export interface EngineOptions {
  /** `--library`. */
  readonly library: string | null
  /** The connections, from those of the settings. */
  readonly connections: (saved: readonly Connection[]) => readonly Connection[]
  readonly io: CommandIo
  readonly signal: AbortSignal
}

/**
 * Opens the library, once. `create`: makes it where there is none; else only the user's own library is made, filled with the sample,
 * and one named with `--library` or `$RBD_STUDIO_LIBRARY` must be there: a slip of the pen leaves nothing on the disk.
 *
 * @throws AppError E_LIBRARY_NOT_FOUND, E_LIBRARY_DAMAGED, E_FILE_*
 */
export type OpenLibrary = (options?: { readonly create?: boolean }) => Promise<Engine>

/**
 * Gives the engine with all it needs for images: their connections, and the library where one of them is in it.
 *
 * @throws AppError as {@link OpenLibrary}
 */
export type OpenFor = (...images: readonly Pick<ImageRef, 'connection'>[]) => Promise<Engine>

/** Makes the engine; a library is opened by `openLibrary` and `openFor` alone. */
export function openEngine({ library, connections, io, signal }: EngineOptions): {
  readonly engine: Engine
  readonly openLibrary: OpenLibrary
  readonly openFor: OpenFor
  /** The user's settings: also where the engine takes its connections from. */
  readonly settingsFile: string
} {
  const paths = resolvePaths({
    platform: process.platform,
    env: io.env,
    home: homedir(),
    workingFolder: io.cwd,
    library: library ?? undefined,
  })
  const inner = createEngine(() => {}, { stateFolder: paths.stateFolder })
  const isNamed = library !== null || Boolean(io.env.RBD_STUDIO_LIBRARY)
  const journal = openJournal({ folder: paths.jobsFolder })
  const engine: Engine = {
    call: (name, input) => inner.handlers[name](input, { signal }),
    relay: (connection, args) => inner.relay(connection, args, signal),
    run(request, options) {
      const { reads, writes } = standardStreamsOf(request)
      // `-` means nothing to others, so no request with it gets where others read it.
      if (reads || writes) return inner.run(request, options)
      // A journal that cannot be written is no reason to fail: the command's own word on the job is its exit code.
      return journalled(journal, request, () => inner.run(request, options), { onJournalError: () => {} })
    },
  }
  const known = async (): Promise<Connection[]> => [
    ...connections((await openSettings(paths.settingsFile).get()).connections),
  ]
  let isOpen = false
  const openLibrary: OpenLibrary = async ({ create = false } = {}) => {
    if (isOpen) return engine
    const libraryPath = paths.libraryFolder
    if (isNamed && !create && !existsSync(join(libraryPath, 'library.json'))) {
      throw new AppError('E_LIBRARY_NOT_FOUND', `there is no library in ${libraryPath}`, {
        hint: 'Name another folder with --library, or make a library there with rbd-studio pool create',
        detail: { path: libraryPath },
      })
    }
    const samplePath = isNamed ? null : sampleFolder()
    await inner.handlers['work.open']({ libraryPath, samplePath, connections: await known() }, { signal })
    isOpen = true
    return engine
  }
  return {
    engine,
    settingsFile: paths.settingsFile,
    openLibrary,
    async openFor(...images) {
      if (images.some(({ connection }) => connection === LIBRARY)) return openLibrary()
      await inner.handlers['work.connections']({ connections: await known() }, { signal })
      return engine
    },
  }
}

import { basename } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { OutputOptions } from '../../../shared/jobs.ts'
import type { ApplyTarget } from '../algebra/apply.ts'
import type { ByteSink } from '../io/bufferedOutput.ts'
import { denseTarget } from '../io/denseTarget.ts'
import { packZstd } from '../io/pack.ts'
import { sparseFileTarget } from '../io/sparseFile.ts'
import { awaitingTarget } from '../io/meter.ts'
import { checkFree, createPartFile, NAME_MAX_BYTES, type PartFile } from '../io/partFile.ts'
import { checkFolderFree } from '../io/partFolder.ts'
import type { ManifestFacts } from '../manifest/facts.ts'
import { commitWithManifest, hashedPart } from '../manifest/hashedPart.ts'
import { manifestPath } from '../manifest/manifestFile.ts'
import { type Check, type OpContext, STANDARD_STREAM } from './context.ts'

/** Where an encoded stream goes: a file that appears whole or not at all, or standard output. */
export interface Output extends ByteSink {
  /** Makes the output appear, with its side manifest unless none is wanted. Gives the digest of the file; null where none was made. */
  finish(facts: ManifestFacts): Promise<string | null>
  /** Leaves nothing behind; does nothing after `finish`. */
  abandon(): Promise<void>
}

/**
 * Refuses an output that could not appear under its name, while nothing has been read or written yet. Gives the check that was made.
 *
 * @throws AppError E_FILE_EXISTS, E_FILE_NOT_FOUND, E_FILE_PERMISSION
 */
export async function checkOutput(path: string, options: OutputOptions = {}): Promise<readonly Check[]> {
  if (path === STANDARD_STREAM) return []
  await checkFree(path)
  const checks: Check[] = [{ label: 'The name is free, and its folder is there', state: 'ok' }]
  if (getsManifest(path, options)) await checkFree(manifestPath(path))
  else if (options.manifest !== false) {
    checks.push({ label: 'The name leaves no room for that of a manifest, so there will be none', state: 'warning' })
  }
  return checks
}

/** Whether a manifest is written beside a file: it is wanted, and the file's name leaves room for its ending. */
function getsManifest(path: string, { manifest = true }: OutputOptions): boolean {
  return manifest && Buffer.byteLength(basename(manifestPath(path))) <= NAME_MAX_BYTES
}

/** {@link checkOutput} for files that will appear in a folder. @throws AppError as `checkFolderFree`; E_UNSUPPORTED for standard output */
export async function checkFolderOutput(path: string, names: readonly string[]): Promise<readonly Check[]> {
  if (path === STANDARD_STREAM) throw severalFiles()
  await checkFolderFree(path, names)
  return [{ label: 'The names in the folder are free', state: 'ok' }]
}

/** E_UNSUPPORTED for what makes several files and has one stream. */
export function severalFiles(): AppError {
  return new AppError('E_UNSUPPORTED', 'Several files cannot go to standard output', { hint: 'Name a folder' })
}

/** How an output is to be written. `expectedBytes`: its length where that is known beforehand. */
export interface OutputWork {
  readonly path: string
  readonly options?: OutputOptions | undefined
  readonly expectedBytes: number | null
}

/**
 * Opens a path for writing, `-` for standard output; packed on the way where that is asked for.
 *
 * @throws AppError E_FILE_EXISTS, E_FILE_NOT_FOUND, E_FILE_PERMISSION — before anything is written.
 */
export async function openOutput(work: OutputWork, context: OpContext): Promise<Output> {
  const output = work.path === STANDARD_STREAM ? standardOutput(context) : await fileOutput(work, context)
  return work.options?.compress === 'zstd' ? packedOutput(output) : output
}

async function fileOutput(work: OutputWork, context: OpContext): Promise<Output> {
  const file = await beginDescribed(work, context)
  return {
    write: (chunk) => file.part.write(chunk),
    finish: (facts) => file.finish(facts),
    abandon: () => file.part.discard(),
  }
}

function packedOutput(output: Output): Output {
  const packer = packZstd(output)
  return {
    write: (chunk) => packer.write(chunk),
    async finish(facts) {
      await packer.finish()
      return output.finish(facts)
    },
    async abandon() {
      packer.close()
      await output.abandon()
    },
  }
}

/** A raw file being written sparse: what is zero is never written. A packed one is a stream, whose zeros pack to almost nothing. */
export interface SparseOutput {
  readonly target: ApplyTarget
  /** As {@link Output.finish}. */
  finish(facts: ManifestFacts): Promise<string | null>
  /** As {@link Output.abandon}. */
  abandon(): Promise<void>
}

/** Opens a path for a sparse raw file. @throws AppError as {@link openOutput}. */
export async function openSparseOutput(work: OutputWork, context: OpContext): Promise<SparseOutput> {
  if (work.options?.compress === 'zstd') {
    const output = packedOutput(await fileOutput(work, context))
    const target = denseTarget(output)
    return {
      target,
      async finish(facts) {
        await target.finish()
        return output.finish(facts)
      },
      abandon: () => output.abandon(),
    }
  }
  const file = await beginDescribed(work, context)
  const target = sparseFileTarget(file.part, (bytes) => {
    context.meter.skippedBytes += bytes
  })
  return {
    target,
    async finish(facts) {
      await target.finish()
      return file.finish(facts)
    },
    abandon: () => file.part.discard(),
  }
}

/**
 * Begins a file with, unless it is not wanted, a manifest. What is hashed are the bytes as they lie on the disk, so whatever packs them
 * stands in front of `part`.
 */
async function beginDescribed(
  { path, options = {}, expectedBytes }: OutputWork,
  context: OpContext,
): Promise<{ readonly part: PartFile; finish(facts: ManifestFacts): Promise<string | null> }> {
  if (!getsManifest(path, options)) {
    const part = await beginFile(path, context)
    return { part, finish: () => part.commit().then(() => null) }
  }
  await checkFree(manifestPath(path))
  const isPacked = options.compress === 'zstd'
  const part = hashedPart(await beginFile(path, context), isPacked ? null : expectedBytes)
  return { part, finish: (facts) => commitWithManifest(part, facts, isPacked ? 'zstd' : 'none', context.onPart) }
}

/** Begins a file that appears whole or not at all. @throws AppError as `createPartFile`. */
export async function beginFile(path: string, context: OpContext): Promise<PartFile> {
  const part = await createPartFile(path, { meter: context.meter })
  context.onPart?.(part.partPath)
  return part
}

function standardOutput(context: OpContext): Output {
  const { output } = context.streams
  if (output === undefined) {
    throw new AppError('E_UNSUPPORTED', 'There is no standard output here', { hint: 'Name a file' })
  }
  return {
    async write(chunk) {
      await awaitingTarget(context.meter, async () => output(chunk))
      context.meter.writtenBytes += chunk.length
    },
    finish: () => Promise.resolve(null),
    abandon: () => Promise.resolve(),
  }
}

/** Who hears how far an operation is, and who may stop it. */
export type Listener = Pick<OpContext, 'signal' | 'onProgress'>

/**
 * Writes chunks one after the other, counting them as work done.
 *
 * One write is in flight while the next chunk is made, so **a chunk must stay valid until the second next pull**: that is what the
 * two buffers of `encodeDiffV1` and `readChunks` are for. Chunks that live shorter are for {@link eachWritten}.
 */
export async function writeChunks(
  chunks: AsyncIterable<Uint8Array>,
  sink: ByteSink,
  context: Listener,
  totalBytes: number | null,
): Promise<void> {
  let doneBytes = 0
  let flight: Promise<void> | null = null
  let flightBytes = 0
  const land = async (): Promise<void> => {
    await flight
    flight = null
    doneBytes += flightBytes
    context.onProgress({ phase: 'copying', doneBytes, totalBytes })
  }
  context.onProgress({ phase: 'copying', doneBytes, totalBytes })
  try {
    for await (const chunk of chunks) {
      if (flight !== null) await land()
      context.signal.throwIfAborted()
      flightBytes = chunk.length
      flight = sink.write(chunk)
      // A failure is met by `land`; until then it must not count as unhandled.
      flight.catch(() => undefined)
    }
    if (flight !== null) await land()
  } finally {
    // What is in flight reads a buffer of ours and writes into a file somebody is about to close.
    await flight?.catch(() => undefined)
  }
}

/**
 * Writes chunks that are valid only until the next pull (`encodeRaw` gives its reader's own views), each before the next is made, counting
 * them as work done.
 */
export async function eachWritten(
  chunks: AsyncIterable<Uint8Array>,
  sink: ByteSink,
  context: Listener,
  totalBytes: number | null,
): Promise<void> {
  let doneBytes = 0
  context.onProgress({ phase: 'copying', doneBytes, totalBytes })
  for await (const chunk of chunks) {
    context.signal.throwIfAborted()
    await sink.write(chunk)
    doneBytes += chunk.length
    context.onProgress({ phase: 'copying', doneBytes, totalBytes })
  }
}

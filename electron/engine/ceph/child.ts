import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { constants } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import type { Connection } from '../../../shared/connections.ts'
import { AppError, isAppError } from '../../../shared/errors.ts'
import { type BytePipe, openBytePipe } from '../io/bytePipe.ts'
import { awaitingTarget, createMeter, type IoMeter } from '../io/meter.ts'
import { type OpenByteStream, readableByteStream } from '../io/readableByteStream.ts'
import { type CephProgram, commandLineOf, typedLineOf } from './commandLine.ts'
import { failureOf, notStarted } from './failure.ts'

/** How much of what a child says on stderr is kept: its end. */
const STDERR_BYTES = 16 * 1024
/** How long a child has to heed a SIGTERM. */
const TERM_MS = 3000
/** How long a child that writes has to end by itself, once nothing more comes. */
const GENTLE_MS = 15_000

/** A program of Ceph's to be started through a connection. */
export interface ChildWork {
  readonly connection: Connection
  readonly program?: CephProgram | undefined
  readonly args: readonly string[]
  /** How long it waits for a monitor, in seconds; left out: as all do. */
  readonly mountSeconds?: number | undefined
  /** Ends the child when aborted. */
  readonly signal: AbortSignal
  /** Counts what goes through its pipes. */
  readonly meter?: IoMeter | undefined
  /**
   * It writes to an image: where it is to be ended, its input ends first, so that it lets go of the image by itself. One that is killed leaves its
   * lock behind for half a minute (RBD-BEHAVIOUR, Killed clients and locks).
   */
  readonly isWriter?: boolean | undefined
  /** What it writes goes in here; left out: into a pipe that is made for it. */
  readonly outputPipe?: BytePipe | undefined
}

/** How a child ended. `code` null: by a signal. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** The end of what it said on stderr, progress left out. */
  readonly stderr: string
}

/** A running child. Whoever started it awaits {@link succeeded} or calls {@link stop}, whatever happens. */
export interface CephChild {
  readonly output: OpenByteStream
  /** Gives it bytes on standard input; resolves when they were taken. @throws AppError as {@link succeeded} where it reads no more; E_PIPE_CLOSED where it ended well */
  write(chunk: Uint8Array): Promise<void>
  /** The end of its standard input. */
  end(): void
  readonly ended: Promise<Ended>
  /** @throws AppError E_CLUSTER_* where it did not end with 0; the signal's reason when aborted */
  succeeded(): Promise<void>
  /** Ends it, gently and then not; resolves when it is gone. Does nothing where it has ended. */
  stop(): Promise<void>
}

/**
 * Starts a child: its arguments reach the program as they are, through whatever lies between.
 *
 * @throws AppError E_CLUSTER_PROGRAM where there is no such program — from `succeeded`
 */
export function startChild(work: ChildWork): CephChild {
  const { connection, program = 'rbd', args, signal, meter = createMeter() } = work
  signal.throwIfAborted()
  const line = commandLineOf(connection, program, args, work.mountSeconds)
  const child = spawn(line.program, [...line.args], {
    stdio: ['pipe', work.outputPipe?.into ?? 'pipe', 'pipe'],
    env: { ...process.env, ...line.env },
    windowsHide: true,
  }) as ChildProcessWithoutNullStreams
  work.outputPipe?.into.destroy()
  const said = tailOf(child.stderr)
  // It may end before it has read all: then its exit code is what there is to say.
  child.stdin.on('error', () => {})
  let startError: Error | null = null
  const ended = new Promise<Ended>((resolve) => {
    child.on('error', (error) => {
      startError ??= error
      if (child.pid === undefined) resolve({ code: null, signal: null, stderr: '' })
    })
    child.on('close', (code, by) => resolve({ code, signal: by, stderr: said.text() }))
  })
  const stop = async (): Promise<void> => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    child.stdin.end()
    const gentleMs = work.isWriter === true ? GENTLE_MS : 0
    const hard = setTimeout(() => child.kill('SIGTERM'), gentleMs)
    const harder = setTimeout(() => child.kill('SIGKILL'), gentleMs + TERM_MS)
    await ended
    clearTimeout(hard)
    clearTimeout(harder)
  }
  const onAbort = (): void => void stop()
  signal.addEventListener('abort', onAbort)
  void ended.then(() => signal.removeEventListener('abort', onAbort))
  const output = work.outputPipe?.stream ?? readableByteStream(child.stdout, { signal, meter, name: nameOf(work) })
  const succeeded = async (): Promise<void> => {
    const how = await ended
    signal.throwIfAborted()
    if (startError !== null) throw notStarted(startError, line.program, connection)
    if (how.code !== 0) throw failureOf(how, { connection, program, args })
  }
  return {
    output,
    async write(chunk) {
      if (await awaitingTarget(meter, () => taken(child.stdin, chunk))) return
      await succeeded()
      throw new AppError('E_PIPE_CLOSED', `${program} at ${connection.name} ended before it had read all`)
    },
    end: () => void child.stdin.end(),
    ended,
    succeeded,
    async stop() {
      await output.close()
      await stop()
    },
  }
}

/**
 * {@link startChild} for one that writes much: its output is read into one buffer, where that can be done ({@link openBytePipe}).
 *
 * @throws AppError as startChild; the signal's reason when aborted
 */
export async function startSource(work: ChildWork): Promise<CephChild> {
  const { signal, meter = createMeter() } = work
  signal.throwIfAborted()
  const outputPipe = await openBytePipe({ signal, meter, name: nameOf(work) }).catch(() => undefined)
  try {
    return startChild({ ...work, meter, outputPipe })
  } catch (error) {
    outputPipe?.into.destroy()
    await outputPipe?.stream.close()
    throw error
  }
}

const nameOf = ({ program = 'rbd', connection }: ChildWork): string => `${program} at ${connection.name}`

/** What a shell says of a program that died of a signal: this, and the number of the signal. */
const SIGNALLED = 128

/**
 * Runs `rbd` with arguments somebody typed, on the standard streams of this process: nothing it reads or prints is touched. An abort ends it with the signal
 * that the reason names, as a terminal would, and is told once it is gone.
 *
 * @returns its exit code, as a shell would see it.
 * @throws AppError E_CLUSTER_PROGRAM where there is no such program; the signal's reason when aborted
 */
export async function runTyped(connection: Connection, args: readonly string[], signal: AbortSignal): Promise<number> {
  signal.throwIfAborted()
  const line = typedLineOf(connection, args)
  const child = spawn(line.program, [...line.args], { stdio: 'inherit', env: { ...process.env, ...line.env } })
  let killing: NodeJS.Timeout | undefined
  const onAbort = (): void => {
    child.kill(signalOf(signal.reason))
    killing = setTimeout(() => child.kill('SIGKILL'), TERM_MS)
  }
  signal.addEventListener('abort', onAbort)
  try {
    const [code, by] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once('error', (error) => {
        if (child.pid === undefined) reject(notStarted(error, line.program, connection))
      })
      child.once('close', (...how) => resolve(how))
    })
    // What was finished before the signal took hold is done.
    if (code !== 0) signal.throwIfAborted()
    return code ?? SIGNALLED + (by === null ? 0 : constants.signals[by])
  } finally {
    signal.removeEventListener('abort', onAbort)
    clearTimeout(killing)
  }
}

function signalOf(reason: unknown): NodeJS.Signals {
  const name = isAppError(reason) ? reason.detail?.['signal'] : undefined
  return typeof name === 'string' && name in constants.signals ? (name as NodeJS.Signals) : 'SIGTERM'
}

/** Hands bytes to a pipe, and waits until they are in it. False: nobody reads any more. */
function taken(stdin: Writable, chunk: Uint8Array): Promise<boolean> {
  if (stdin.destroyed) return Promise.resolve(false)
  return new Promise((resolve) => {
    stdin.write(chunk, (error) => resolve(error === null || error === undefined))
  })
}

/** Keeps the end of what is said; progress lines (`\r… complete...`) are left out. */
function tailOf(stderr: Readable): { text(): string } {
  let kept = Buffer.alloc(0)
  stderr.on('data', (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk])
    if (kept.length > STDERR_BYTES) kept = kept.subarray(kept.length - STDERR_BYTES)
  })
  return {
    text: () =>
      kept
        .toString('utf8')
        .split(/[\r\n]+/)
        .filter((line) => line !== '' && !/% complete\.\.\./.test(line))
        .join('\n'),
  }
}

import { isatty } from 'node:tty'
import type { ByteStream } from '../engine/delta.ts'
import { openDescriptorInput } from '../engine/io/inputStream.ts'
import { openDescriptorOutput } from '../engine/io/outputStream.ts'

/** Standard input while a command reads it. */
export interface StandardInput extends ByteStream {
  close(): Promise<void>
}

/** Standard output while a command writes it; `write` settles when the bytes are with the system. */
export interface StandardOutput {
  write(bytes: Uint8Array): Promise<void>
  finish(): Promise<void>
}

/** What a command sees of the world around it. */
export interface CommandIo {
  /** Folder that paths on the command line are meant from. */
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** Text for standard error: progress, sentences, notes; bytes where a line quotes what need not be text. */
  readonly say: (text: string | Uint8Array) => void
  /** Whether a person reads standard error: then hints follow `rbd`'s lines. */
  readonly isTerminal: boolean
  openInput(signal: AbortSignal): Promise<StandardInput>
  openOutput(signal: AbortSignal): Promise<StandardOutput>
}

/** The world of a real process. */
export function processIo(): CommandIo {
  // Somebody who has closed our standard error is told nothing; that alone must not end the work.
  process.stderr.on('error', () => {})
  return {
    cwd: process.cwd(),
    env: process.env,
    say: (text) => void process.stderr.write(text),
    isTerminal: isatty(2),
    openInput: (signal) => openDescriptorInput(0, { signal }),
    openOutput: (signal) => openDescriptorOutput(1, { signal }),
  }
}

/**
 * Prints text to standard output, whole or not at all as far as can be known.
 *
 * @throws AppError E_PIPE_CLOSED when nobody reads it any more.
 */
export async function print(io: CommandIo, signal: AbortSignal, text: string): Promise<void> {
  if (text === '') return
  const output = await io.openOutput(signal)
  await output.write(new TextEncoder().encode(text))
  await output.finish()
}

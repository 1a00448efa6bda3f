import type { ImageRef } from '../../shared/imageSpec.ts'
import type { VerbGrammar } from './args.ts'
import type { Arguments } from './arguments.ts'
import type { Engine, OpenFor, OpenLibrary } from './engine.ts'
import type { CommandIo } from './io.ts'
import type { ProgressText } from './progressText.ts'

/** What a command works with, beside its arguments. */
export interface CommandContext {
  readonly io: CommandIo
  /** The progress line of the work under way, for whoever has to end it; null: none was begun. */
  readonly line: { progress: ProgressText | null }
  /** Aborted by SIGINT, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal
  /** The connection of a spec without a prefix. */
  readonly connection: string
  /** The user's settings, where connections are kept. */
  readonly settingsFile: string
  /** The engine for what needs no library: files alone. */
  readonly engine: Engine
  /** Opens the library, for a command that needs it, and gives the engine with it. */
  readonly openLibrary: OpenLibrary
  /** Gives the engine for images that may lie in the library or on clusters. */
  readonly openFor: OpenFor
}

/** An argument as the help shows it. */
export interface ArgumentHelp {
  readonly name: string
  readonly help: string
}

/** One verb: its grammar, its help, and what it does. */
export interface Command extends VerbGrammar {
  readonly names: readonly [string, ...string[]]
  readonly summary: string
  readonly arguments: readonly ArgumentHelp[]
  /**
   * Reads all of its arguments first, then does the work.
   *
   * @returns the exit code.
   * @throws AppError — reported as `rbd-studio: sentence`, with the error's exit code.
   */
  run(args: Arguments, context: CommandContext): Promise<number>
}

/** What the help calls an image and a point of one. */
export const IMAGE_SPEC = '[CONNECTION://][POOL/[NAMESPACE/]]IMAGE'
export const POINT_SPEC = `${IMAGE_SPEC}[@SNAP]`
export const POOL_SPEC = '[CONNECTION://]POOL[/NAMESPACE]'

/** An image as messages of commands that destroy name it: with its connection, so that nobody takes one for another. */
export function calledWithConnection(image: ImageRef): string {
  return `${image.connection}://${image.pool.text}/${image.namespace === '' ? '' : `${image.namespace}/`}${image.image.text}`
}

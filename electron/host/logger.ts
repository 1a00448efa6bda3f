import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'

/** `error`: someone must act. No user data at `info`. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Flat facts of an entry; an Error is written as its stack. */
export type LogFields = Readonly<Record<string, unknown>>

/** Writes entries of one module. Never throws: a full disk must not end a job for its log's sake. */
export type Logger = { readonly [L in LogLevel]: (msg: string, fields?: LogFields) => void }

/** Makes loggers, each with its module's name as `rbd.exec` or `host.jobs`. */
export interface Log {
  createLogger(scope: string): Logger
}

export interface LogOptions {
  readonly folder: string
  /** A file that has grown past this is put aside as `.1`, `.1` as `.2`, and so on. */
  readonly maxBytes?: number
  /** Files that are kept beside the one written. */
  readonly keep?: number
  readonly now?: () => number
  /** Also told each line, in development. */
  readonly echo?: (line: string) => void
}

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

function flat(value: unknown): unknown {
  return value instanceof Error ? (value.stack ?? value.message) : value
}

/**
 * The log in `folder/rbd-studio.log`: JSON lines with `time, level, scope, msg` and flat fields. Each line is appended by one
 * write of its own, so that several processes can share the file.
 */
export function openLog(options: LogOptions): Log {
  const { folder, maxBytes = 1024 * 1024, keep = 4, now = Date.now } = options
  const file = path.join(folder, 'rbd-studio.log')
  const aside = (number: number): string => path.join(folder, `rbd-studio.${number}.log`)

  function rotate(): void {
    for (let number = keep - 1; number >= 1; number--) {
      try {
        renameSync(aside(number), aside(number + 1))
      } catch {
        // Not there yet, or just moved by another process.
      }
    }
    renameSync(file, aside(1))
  }

  function append(line: string): void {
    options.echo?.(line)
    try {
      mkdirSync(folder, { recursive: true })
      const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
      if (size > 0 && size + line.length > maxBytes) rotate()
      appendFileSync(file, `${line}\n`, { mode: 0o600 })
    } catch {
      // A log that cannot be written has nowhere to say so.
    }
  }

  function write(level: LogLevel, scope: string, msg: string, fields: LogFields): void {
    const flattened = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, flat(value)]))
    const head = { time: new Date(now()).toISOString(), level, scope, msg }
    let line: string
    try {
      line = JSON.stringify({ ...head, ...flattened, ...head })
    } catch {
      line = JSON.stringify(head)
    }
    append(line)
  }

  return {
    createLogger(scope) {
      const logger = LEVELS.map((level) => [
        level,
        (msg: string, fields: LogFields = {}) => write(level, scope, msg, fields),
      ])
      return Object.fromEntries(logger) as Logger
    },
  }
}

/** A log that goes nowhere. */
export const silentLog: Log = {
  createLogger: () => Object.fromEntries(LEVELS.map((level) => [level, () => {}])) as unknown as Logger,
}

import { parseArgs } from 'node:util'
import { AppError } from '../../shared/errors.ts'

/** What the command line of browser mode can say. */
export interface WebArguments {
  readonly library: string | undefined
  /** 0: any free one. */
  readonly port: number
  /** Whether to open the system's browser, where there is a desktop. */
  readonly open: boolean
}

/**
 * Reads `--library DIR`, `--port N` and `--no-open`. There is no way to listen on another address than the loopback one.
 * @throws AppError E_OPTION_UNKNOWN, E_OPTION_BAD_VALUE
 */
export function parseWebArguments(args: readonly string[]): WebArguments {
  const { values } = translated(() =>
    parseArgs({
      args: [...args],
      options: { library: { type: 'string' }, port: { type: 'string' }, 'no-open': { type: 'boolean' } },
    }),
  )
  return { library: values.library, port: parsePort(values.port), open: values['no-open'] !== true }
}

function parsePort(text = '0'): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  throw new AppError('E_OPTION_BAD_VALUE', `'${text}' is no port`, { hint: 'Ports are 1 to 65535; 0 takes a free one' })
}

const HINT = 'It takes --library DIR, --port N and --no-open'

function translated<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    const isBadValue = (error as { code?: unknown }).code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE'
    // Node's message goes on with advice of its own after the first sentence.
    const [sentence = ''] = (error as Error).message.split('. ')
    throw new AppError(isBadValue ? 'E_OPTION_BAD_VALUE' : 'E_OPTION_UNKNOWN', sentence, { hint: HINT, cause: error })
  }
}

import { main } from '../../electron/cli/main.ts'
import { environmentOf, type World } from './runCli.ts'

/** What one command line gave. */
export interface Ran {
  readonly exitCode: number
  readonly stdout: Buffer
  readonly stderr: Buffer
}

/** What a run may be given besides its words. */
export interface RunOptions {
  readonly input?: Uint8Array
  /** Whether a person reads standard error. Default: no. */
  readonly isTerminal?: boolean
}

/**
 * Runs a command line in this process, its standard streams in memory: for what needs many runs. What a process alone can show (signals,
 * closed pipes) is for `runCli`.
 */
export async function runMain(
  world: World,
  args: readonly string[],
  { input = new Uint8Array(0), isTerminal = false }: RunOptions = {},
): Promise<Ran> {
  const out: Uint8Array[] = []
  const said: Uint8Array[] = []
  let given: Uint8Array | null = input.length === 0 ? null : input
  const io = {
    cwd: world.work,
    env: environmentOf(world),
    say: (text: string | Uint8Array) => void said.push(Buffer.from(text)),
    isTerminal,
    openInput: () =>
      Promise.resolve({
        read() {
          const chunk = given
          given = null
          return chunk
        },
        close: () => Promise.resolve(),
      }),
    openOutput: () =>
      Promise.resolve({
        // What is given to an output may be used again once it has been taken.
        write: (bytes: Uint8Array) => Promise.resolve(void out.push(Buffer.from(bytes))),
        finish: () => Promise.resolve(),
      }),
  }
  const exitCode = await main(args, io, new AbortController().signal)
  return { exitCode, stdout: Buffer.concat(out), stderr: Buffer.concat(said) }
}

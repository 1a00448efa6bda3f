/**
 * Runs jobs in a process of its own, whose heap the caller caps: `node --max-old-space-size=N cappedChild.ts LIBRARY < requests`.
 * Requests come as JSON lines on standard input; each is answered by a line on standard output.
 */
import { createInterface } from 'node:readline'
import { createEngine } from '../../electron/engine/handlers.ts'
import { isAppError } from '../../shared/errors.ts'
import type { JobRequest } from '../../shared/jobs.ts'
import { nameFromText } from '../../shared/names.ts'
import { neverAborted } from './signal.ts'

/** What the child is asked for: a job, or a look at files. */
export type CappedRequest = JobRequest | { readonly kind: 'inspect'; readonly paths: readonly string[] }

/** What it answers. `outcome`: `done`, an error's code, or what an unexpected error says. */
export interface CappedAnswer {
  readonly outcome: string
  /** Greatest resident memory of the process so far. */
  readonly memoryMiB: number
}

const engine = createEngine(() => undefined)
const signal = neverAborted
const libraryPath = process.argv[2] ?? ''
await engine.handlers['work.open']({ libraryPath, samplePath: null }, { signal })
await engine.handlers['pool.create']({ name: nameFromText('rbd') }, { signal }).catch(() => undefined)
answer('idle')
for await (const line of createInterface({ input: process.stdin }))
  answer(await outcomeOf(JSON.parse(line) as CappedRequest))

async function outcomeOf(request: CappedRequest): Promise<string> {
  try {
    if (request.kind === 'inspect') {
      const { files } = await engine.handlers['file.inspect']({ paths: [...request.paths] }, { signal })
      return files[0]?.problem?.code ?? 'done'
    }
    await engine.run(request, { signal, onProgress: () => undefined })
    return 'done'
  } catch (error) {
    return isAppError(error) ? error.code : String(error)
  }
}

function answer(outcome: string): void {
  const { maxRSS } = process.resourceUsage()
  const said: CappedAnswer = { outcome, memoryMiB: maxRSS / 1024 }
  process.stdout.write(`${JSON.stringify(said)}\n`)
}

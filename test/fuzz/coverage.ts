import { Session } from 'node:inspector'

/** A block of code that can be reached by itself: an arm of a branch, a body of a loop, a whole function. */
export interface Block {
  readonly owner: string
  readonly start: number
  readonly end: number
}

interface Range {
  readonly startOffset: number
  readonly endOffset: number
  readonly count: number
}

/** What of the project's own code has run, block by block, as V8 counts it. Of the thread that makes it. */
export class Coverage {
  readonly #session = new Session()
  readonly #seen = new Set<string>()

  constructor() {
    this.#session.connect()
    this.#session.post('Profiler.enable')
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  }

  /** Blocks that have been reached so far. */
  get size(): number {
    return this.#seen.size
  }

  /** The blocks that have run since the last look and never had before. */
  take(): Set<Block> {
    const fresh = new Set<Block>()
    for (const [owner, ranges] of this.#look()) {
      for (const { startOffset: start, endOffset: end, count } of ranges) {
        const key = `${owner}:${start}:${end}`
        if (count === 0 || this.#seen.has(key)) continue
        this.#seen.add(key)
        fresh.add({ owner, start, end })
      }
    }
    return fresh
  }

  /** Those of the wanted blocks that have run since the last look. */
  reached(wanted: ReadonlySet<Block>): Block[] {
    const ranges = this.#look()
    return [...wanted].filter((block) => hasRun(block, ranges.get(block.owner) ?? []))
  }

  close(): void {
    this.#session.disconnect()
  }

  /** The functions that have run since the last look, each with its ranges, outer ones first. */
  #look(): Map<string, Range[]> {
    const functions = new Map<string, Range[]>()
    this.#session.post('Profiler.takePreciseCoverage', (error, looked) => {
      if (error !== null) throw error
      for (const { url, scriptId, functions: ofScript } of looked.result) {
        if (!isOurs(url)) continue
        for (const { ranges } of ofScript) {
          const [whole] = ranges
          if (whole !== undefined) functions.set(`${scriptId}:${whole.startOffset}:${whole.endOffset}`, ranges)
        }
      }
    })
    return functions
  }
}

/** V8 leaves out a block that ran as often as what stands around it, so the innermost range that holds it tells. */
function hasRun({ start, end }: Block, ranges: readonly Range[]): boolean {
  const around = ranges.filter(({ startOffset, endOffset }) => startOffset <= start && end <= endOffset)
  return (around.at(-1)?.count ?? 0) > 0
}

/** The engine's and the shared sources; neither Node's nor the fuzzer's. */
function isOurs(url: string): boolean {
  return url.startsWith('file:') && !url.includes('/node_modules/') && !/\/test\/(fuzz|support)\//.test(url)
}

import type { Connection, LiveImage } from '../../../shared/connections.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import type { Name } from '../../../shared/names.ts'
import { startChild } from './child.ts'
import { requestBytesOf } from './pace.ts'
import { imageArgs, textOf } from './rbd.ts'

/** What a stretch amounts to, in whole objects: at most so much. */
export interface LiveTotals {
  readonly count: number
  readonly dataBytes: number
  readonly zeroBytes: number
}

/** Whether the object map can tell in a moment what changed: it is kept, and not marked invalid. */
export function hasFastDiff({ features, flags }: Pick<LiveImage, 'features' | 'flags'>): boolean {
  return features.includes('fast-diff') && !flags.some((flag) => /invalid/.test(flag))
}

/** A stretch of a live image by its names. */
export interface NamedLiveStretch {
  readonly connection: Connection
  readonly image: ImageRef
  readonly from: Name | null
  readonly to: Name | null
}

/** An extent as `rbd diff` lists it: `exists` false is a hole. */
export interface LiveExtent {
  readonly offset: number
  readonly length: number
  readonly exists: boolean
}

/**
 * What `rbd diff` lists of a stretch, as it is printed. With whole objects it is read from the object map alone, where there is one. The child ends when it is
 * no longer read.
 *
 * @throws AppError E_CLUSTER_*, E_IMAGE_NOT_FOUND, E_SNAPSHOT_NOT_FOUND
 */
export async function* liveExtents(
  { connection, image, from, to }: NamedLiveStretch,
  wholeObject: boolean,
  signal: AbortSignal,
): AsyncGenerator<LiveExtent, void, undefined> {
  const fromArgs = from === null ? [] : [`--from-snap=${textOf(from)}`]
  const args = ['diff', ...imageArgs(image, to), ...(wholeObject ? ['--whole-object'] : []), ...fromArgs]
  const child = startChild({ connection, args, signal })
  child.end()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (let chunk = await child.output.read(); chunk !== null; chunk = await child.output.read()) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) yield* extentOf(line)
    }
    yield* extentOf(rest)
    await child.succeeded()
  } finally {
    await child.stop()
  }
}

/** `OFFSET LENGTH data|zero`; the line of headings counts for nothing. */
function* extentOf(line: string): Generator<LiveExtent, void, undefined> {
  const match = /^\s*(\d+)\s+(\d+)\s+(data|zero)/.exec(line)
  if (match !== null) yield { offset: Number(match[1]), length: Number(match[2]), exists: match[3] === 'data' }
}

/** Adds up what {@link liveExtents} lists in whole objects. @throws AppError as there */
export async function liveTotals(stretch: NamedLiveStretch, signal: AbortSignal): Promise<LiveTotals> {
  const totals = { count: 0, dataBytes: 0, zeroBytes: 0 }
  for await (const { length, exists } of liveExtents(stretch, true, signal)) {
    totals.count++
    totals[exists ? 'dataBytes' : 'zeroBytes'] += length
  }
  return totals
}

/** Extents after which their average is known well enough. */
const SAMPLE_EXTENTS = 256
/** How long a sample may take: what it is for is speed. */
const SAMPLE_MS = 1000

/**
 * The average size of the first extents of an increment, byte by byte: how its reading is paced. Null where it holds nothing, or where the cluster takes
 * longer to say so than it is worth; what is wrong with the stretch is left to its reading to say.
 *
 * @throws the signal's reason when aborted
 */
export async function sampledExtentBytes(stretch: NamedLiveStretch, signal: AbortSignal): Promise<number | null> {
  let count = 0
  let dataBytes = 0
  try {
    for await (const { length, exists } of liveExtents(
      stretch,
      false,
      AbortSignal.any([signal, AbortSignal.timeout(SAMPLE_MS)]),
    )) {
      if (!exists) continue
      count++
      dataBytes += length
      if (count === SAMPLE_EXTENTS) break
    }
  } catch {
    signal.throwIfAborted()
  }
  return requestBytesOf({ count, dataBytes })
}

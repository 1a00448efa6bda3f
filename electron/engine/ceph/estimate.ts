import type { Connection, LiveImage } from '../../../shared/connections.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import type { Name } from '../../../shared/names.ts'
import { startChild } from './child.ts'
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

/**
 * Adds up what `rbd diff --whole-object` lists, as it is printed: with an object map it is read from that alone.
 *
 * @throws AppError E_CLUSTER_*, E_IMAGE_NOT_FOUND, E_SNAPSHOT_NOT_FOUND
 */
export async function liveTotals(
  stretch: {
    readonly connection: Connection
    readonly image: ImageRef
    readonly from: Name | null
    readonly to: Name | null
  },
  signal: AbortSignal,
): Promise<LiveTotals> {
  const { connection, image, from, to } = stretch
  const fromArgs = from === null ? [] : [`--from-snap=${textOf(from)}`]
  const args = ['diff', ...imageArgs(image, to), '--whole-object', ...fromArgs]
  const child = startChild({ connection, args, signal })
  child.end()
  const totals = { count: 0, dataBytes: 0, zeroBytes: 0 }
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (let chunk = await child.output.read(); chunk !== null; chunk = await child.output.read()) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) addLine(totals, line)
    }
    addLine(totals, rest)
    await child.succeeded()
    return totals
  } finally {
    await child.stop()
  }
}

/** `OFFSET LENGTH data|zero`; the line of headings counts for nothing. */
function addLine(totals: { count: number; dataBytes: number; zeroBytes: number }, line: string): void {
  const match = /^\s*\d+\s+(\d+)\s+(data|zero)/.exec(line)
  if (match === null) return
  totals.count++
  totals[match[2] === 'data' ? 'dataBytes' : 'zeroBytes'] += Number(match[1])
}

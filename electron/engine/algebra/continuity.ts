import { AppError } from '../../../shared/errors.ts'
import { nameFromBytes, sameBytes } from '../../../shared/names.ts'
import type { DeltaHeader } from '../delta.ts'

const NO_NAME = new Uint8Array(0)

/**
 * Whether the second delta begins where the first ends: the `t` of the one is the `f` of the other, byte for byte. An
 * absent name is the empty name, so two absent ones agree (FORMATS §7.1).
 */
export function isContinuous(first: DeltaHeader, second: DeltaHeader): boolean {
  return sameBytes(first.to ?? NO_NAME, second.from ?? NO_NAME)
}

/**
 * Refuses a merge of two deltas that do not follow each other. `detail` is `{ to, from }` as text for display, null for none.
 * @throws AppError E_MERGE_NOT_CONTINUOUS.
 */
export function checkContinuous(first: DeltaHeader, second: DeltaHeader): void {
  if (isContinuous(first, second)) return
  const to = shown(first.to)
  const from = shown(second.from)
  const ends = to === null ? 'ends at the head' : `ends at snapshot "${to}"`
  const starts = from === null ? 'starts from nothing' : `starts at snapshot "${from}"`
  throw new AppError('E_MERGE_NOT_CONTINUOUS', `These do not follow each other: one ${ends}, the next ${starts}`, {
    hint: 'Put them in the order they were made in, and add what is missing between them',
    detail: { to, from },
  })
}

/** The header of the merge of a chain, oldest first: from the first, to and size from the last, size 0 where it has none (FORMATS §7.1). */
export function composedHeader(headers: readonly [DeltaHeader, ...DeltaHeader[]]): DeltaHeader {
  const from = headers[0].from
  const last = headers[headers.length - 1] as DeltaHeader
  return {
    from: from === null || from.length === 0 ? null : from,
    to: last.to === null || last.to.length === 0 ? null : last.to,
    sizeBytes: last.sizeBytes ?? 0,
  }
}

function shown(name: Uint8Array | null): string | null {
  return name === null || name.length === 0 ? null : nameFromBytes(name).text
}

import type { Awaitable, DeltaReader } from '../delta.ts'

/**
 * A reader that can put payload straight into a buffer of the caller's, which saves copying large records once more.
 *
 * `payloadInto` fills the start of `into` with the next bytes of the current record and gives how many, at least one; 0
 * when the record's payload has all been given. It may be mixed with `payload`.
 */
export interface FillingReader extends DeltaReader {
  payloadInto(into: Uint8Array): Awaitable<number>
}

/** Whether a reader is a {@link FillingReader}. */
export function isFilling(reader: DeltaReader): reader is FillingReader {
  return 'payloadInto' in reader
}

import { isFilling } from '../codec/fillingReader.ts'
import type { DeltaReader } from '../delta.ts'

/** What has passed through a {@link counting} reader. */
export interface Counted {
  records: number
  dataBytes: number
  zeroBytes: number
}

/** Counts the records of a delta as they are read, for reports about streams whose end nobody knows beforehand. */
export function counting<R extends DeltaReader>(
  reader: R,
): DeltaReader & { readonly counted: Readonly<Counted>; readonly inner: R } {
  const counted: Counted = { records: 0, dataBytes: 0, zeroBytes: 0 }
  const count = (record: Awaited<ReturnType<DeltaReader['next']>>): typeof record => {
    if (record === null) return null
    counted.records++
    if (record.kind === 'data') counted.dataBytes += record.length
    else counted.zeroBytes += record.length
    return record
  }
  return {
    inner: reader,
    counted,
    header: reader.header,
    // Large payloads go straight into the encoder's buffer where the reader can put them there.
    ...(isFilling(reader) ? { payloadInto: (into: Uint8Array) => reader.payloadInto(into) } : {}),
    next() {
      const record = reader.next()
      return record instanceof Promise ? record.then(count) : count(record)
    },
    payload: (maxBytes) => reader.payload(maxBytes),
    close: () => reader.close(),
  }
}

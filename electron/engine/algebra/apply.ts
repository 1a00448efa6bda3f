import { type Awaitable, type DeltaReader, SLICE_BYTES } from '../delta.ts'

/**
 * What a delta is applied to. Growth by `resize` must read as zeros, and so must an extent after `zero`.
 * A slice given to `write` is a view, valid until the answer.
 */
export interface ApplyTarget {
  write(offset: number, bytes: Uint8Array): Awaitable<void>
  zero(offset: number, length: number): Awaitable<void>
  resize(sizeBytes: number): Awaitable<void>
}

export interface ApplyOptions {
  readonly signal: AbortSignal
  /** Bytes of data and zeros applied so far; called after every slice. */
  readonly onProgress?: (doneBytes: number) => void
}

/** What was applied. */
export interface Applied {
  readonly records: number
  readonly dataBytes: number
  readonly zeroBytes: number
}

/**
 * Applies a delta: first its size, where it says one, then its records in order (FORMATS §6.4).
 *
 * Memory: the slice in hand. Applying the same delta again changes nothing more. The reader is not closed.
 * @throws what reader and target throw; the signal's reason when aborted, with the target left as far as it got.
 */
export async function apply(reader: DeltaReader, target: ApplyTarget, options: ApplyOptions): Promise<Applied> {
  const { signal, onProgress } = options
  let records = 0
  let dataBytes = 0
  let zeroBytes = 0
  signal.throwIfAborted()
  if (reader.header.sizeBytes !== null) await target.resize(reader.header.sizeBytes)
  for (;;) {
    signal.throwIfAborted()
    const pulled = reader.next()
    const record = pulled instanceof Promise ? await pulled : pulled
    if (record === null) return { records, dataBytes, zeroBytes }
    records++
    if (record.kind === 'zero') {
      const zeroed = target.zero(record.offset, record.length)
      if (zeroed instanceof Promise) await zeroed
      zeroBytes += record.length
      onProgress?.(dataBytes + zeroBytes)
      continue
    }
    for (let done = 0; done < record.length; ) {
      signal.throwIfAborted()
      const given = reader.payload(SLICE_BYTES)
      const slice = given instanceof Promise ? await given : given
      if (slice === null) throw new Error('a reader gave less payload than its record says')
      const written = target.write(record.offset + done, slice)
      if (written instanceof Promise) await written
      done += slice.length
      dataBytes += slice.length
      onProgress?.(dataBytes + zeroBytes)
    }
  }
}

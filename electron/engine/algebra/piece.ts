import type { RecordTable } from '../codec/recordTable.ts'
import type { DeltaRecord } from '../delta.ts'

/** One delta of a chain as `compose` sees it: its records, and the size of the image at its end (0 for a stream without one). */
export interface Layer {
  readonly records: RecordTable
  readonly sizeBytes: number
}

/**
 * A run of the composed image: which layer it comes from and, for data, where its bytes begin in that layer's file.
 *
 * `position` is -1 for zeros. `virtual`: the zeros of a growth, which stand in no layer (FORMATS §7.2).
 */
export interface Piece extends DeltaRecord {
  readonly layer: number
  readonly position: number
  readonly virtual: boolean
}

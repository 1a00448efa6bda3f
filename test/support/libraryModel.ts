import { apply } from '../../electron/engine/algebra/apply.ts'
import { decodeDiffV1 } from '../../electron/engine/codec/diffV1Decode.ts'
import { withLink } from '../../electron/engine/library/chain.ts'
import type { Library } from '../../electron/engine/library/library.ts'
import type { LibraryRef } from '../../electron/engine/library/types.ts'
import { ByteModel } from './byteModel.ts'
import { streamOf } from './byteStreams.ts'
import { encodeModel, type ModelDelta } from './deltas.ts'
import { bytesOf } from './libraryParts.ts'
import { neverAborted } from './signal.ts'

/** An image as bytes: its head, and a copy at every snapshot. */
export class ImageModel {
  readonly head = new ByteModel()
  readonly snapshots = new Map<string, Uint8Array>()

  async append(delta: ModelDelta): Promise<void> {
    await apply(await decodeDiffV1(streamOf([encodeModel(delta)])), this.head, { signal: neverAborted })
  }

  /** Content at a snapshot, or at the head. */
  at(snapshot: string | null): Uint8Array {
    const content = snapshot === null ? this.head.bytes : this.snapshots.get(snapshot)
    if (content === undefined) throw new Error(`the model has no snapshot ${String(snapshot)}`)
    return content
  }
}

/** Appends a delta of the model as a link, from head to head or to a snapshot; without checks. */
export async function appendModel(
  library: Library,
  image: LibraryRef,
  delta: ModelDelta,
  to: string | null = null,
): Promise<void> {
  const header = { ...delta.header, from: null, to: to === null ? null : bytesOf(to) }
  const bytes = encodeModel({ ...delta, header })
  const transaction = await library.begin(image, { what: 'a test', signal: neverAborted })
  try {
    const file = await transaction.newLinkFile('diff')
    await file.write(bytes)
    const sum = (isData: boolean): number =>
      delta.records.reduce((total, record) => total + ((record.bytes !== null) === isData ? record.length : 0), 0)
    const counts = { records: delta.records.length, dataBytes: sum(true), zeroBytes: sum(false) }
    const added = { kind: 'diff' as const, header, fileBytes: bytes.length, ...counts }
    await transaction.commit(withLink(transaction.index, added, file.file, new Date().toISOString()))
  } finally {
    await transaction.abort()
  }
}

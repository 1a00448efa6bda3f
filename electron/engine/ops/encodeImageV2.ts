import type { ImageOptions, V2Dialect } from '../../../shared/jobs.ts'
import { type ChainFacts, NO_FACTS } from '../chain/types.ts'
import { encodedImageV2SizeBytes, encodeImageV2 } from '../codec/imageV2Encode.ts'
import type { ImageV2Header } from '../codec/imageV2Header.ts'
import type { DeltaReader } from '../delta.ts'
import { imageFacts, stripesInFull } from '../library/imageOptions.ts'
import { type Prepared, STANDARD_STREAM } from './context.ts'
import { type Counted, counting } from './counting.ts'
import { countedOf, describedFacts, type EncodeWork, prepared, writeStream } from './encode.ts'
import { checkOutput } from './output.ts'
import { deltaFacts, type Written } from './written.ts'

/** A file of format 2 to be written: its deltas are the points, oldest first, the head last. */
export interface ImageV2Work extends EncodeWork {
  readonly header: ImageV2Header
  /** The length `p` records say of themselves. */
  readonly protectionBytes: 1 | 8
}

/** Plans the writing of deltas as one export of format 2 (FORMATS §5). The plan's `outputBytes` is exact, or null where payload decides. */
export async function prepareImageV2(work: ImageV2Work): Promise<Prepared> {
  const { path, deltas, header, protectionBytes } = work
  const checks = await checkOutput(path, work.options)
  const sizes = deltas.map(({ header, totals }) => ({ header, records: totals }))
  const isExact = deltas.every((delta) => delta.isExact)
  const outputBytes = isExact ? encodedImageV2SizeBytes(header, sizes, { protectionBytes }) : null
  const sizeBytes = deltas.at(-1)?.header.sizeBytes ?? 0
  return prepared(work, { checks, outputBytes, sizeBytes }, async () => {
    const readers = readersOf(deltas)
    const diffs = { count: deltas.length, next: () => readers.next() }
    const chunks = encodeImageV2(header, diffs, { protectionBytes })
    const { digest } = await writeStream(work, { chunks, readers: [readers], outputBytes }, () =>
      describedFacts(
        work,
        'image-v2',
        deltas.map((delta, number) => deltaFacts(delta, readers.counted[number] as Counted)),
      ),
    )
    return { digest, counted: sumOf(readers.counted), path: path === STANDARD_STREAM ? null : path }
  })
}

interface Readers {
  /** What each delta given so far turned out to be. */
  readonly counted: readonly Counted[]
  next(): Promise<DeltaReader | null>
  close(): Promise<void>
}

/** Opens deltas one at a time: each holds windows of its files while it is read. */
function readersOf(deltas: readonly Written[]): Readers {
  const counted: Counted[] = []
  let open: DeltaReader | null = null
  let next = 0
  const close = async (): Promise<void> => {
    await open?.close()
    open = null
  }
  return {
    counted,
    async next() {
      await close()
      const delta = deltas[next++]
      if (delta === undefined) return null
      const reader = delta.isExact ? delta.open() : counting(delta.open())
      counted.push(countedOf(reader, delta))
      open = reader
      return reader
    },
    close,
  }
}

function sumOf(counted: readonly Counted[]): Counted {
  const sum = { records: 0, dataBytes: 0, zeroBytes: 0 }
  for (const one of counted) {
    sum.records += one.records
    sum.dataBytes += one.dataBytes
    sum.zeroBytes += one.zeroBytes
  }
  return sum
}

/**
 * What the header of a file of format 2 says of an image: what is asked for, else what its source says, word for word; of a chain that came
 * as raw bytes and diffs nothing is known, so the defaults of `rbd` are said.
 *
 * @throws AppError E_IMAGE_OPTIONS
 */
export function imageHeader(facts: ChainFacts, asked: ImageOptions = {}): ImageV2Header {
  const { meta } = facts
  const isAsked = Object.values(asked).some((value) => value !== undefined)
  if (!isAsked && facts !== NO_FACTS) return { ...facts, protectionBytes: null }
  const known = Object.fromEntries(
    (['order', 'features', 'stripeUnit', 'stripeCount'] as const).flatMap((key) => {
      const value = facts[key]
      return value === null ? [] : [[key, value]]
    }),
  )
  const { order = 22, features = 61, stripeUnit = 0, stripeCount = 0 } = imageFacts(asked, plain(known))
  return {
    order,
    features,
    ...stripesInFull(order, stripeUnit, stripeCount),
    meta,
    protectionBytes: null,
  }
}

/** An image whose objects are its stripes has none to be kept when its order changes. */
function plain(facts: { order?: number; stripeUnit?: number; stripeCount?: number }): typeof facts {
  const { order = 22, stripeUnit, stripeCount, ...rest } = facts
  if (stripeUnit === 2 ** order && stripeCount === 1) return { ...rest, order }
  return facts
}

/** The length of `p` to write: as asked, else as the source was read with, else that of 18.2. */
export function protectionLength(facts: ChainFacts, dialect: V2Dialect | undefined): 1 | 8 {
  if (dialect !== undefined) return dialect === '16.2' ? 8 : 1
  return facts.protectionBytes === 8 ? 8 : 1
}

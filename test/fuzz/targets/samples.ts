import { encodeModel, type ModelDelta } from '../../support/deltas.ts'
import { encodeModelImage } from '../../support/images.ts'
import { bytesOf } from '../target.ts'

const data = (offset: number, length: number): ModelDelta['records'][number] => ({
  offset,
  length,
  bytes: new Uint8Array(length).fill(0x77),
})
const zero = (offset: number, length: number): ModelDelta['records'][number] => ({ offset, length, bytes: null })

/** A diff with all there is in one. */
export const SMALL_DIFF = encodeModel({
  header: { from: bytesOf('first'), to: bytesOf('second'), sizeBytes: 5000 },
  records: [data(0, 3), zero(10, 500), data(510, 40), zero(4000, 1000)],
})

const image = (protectionBytes: 1 | 8): Uint8Array =>
  encodeModelImage({
    header: {
      order: 22,
      features: 61,
      stripeUnit: 4_194_304,
      stripeCount: 1,
      meta: [
        { key: bytesOf('key'), value: bytesOf('value') },
        { key: bytesOf('other'), value: bytesOf('') },
      ],
      protectionBytes,
    },
    diffs: [
      {
        header: { from: null, to: bytesOf('a'), sizeBytes: 900, isProtected: true },
        records: [data(0, 30), zero(30, 1)],
      },
      { header: { from: bytesOf('a'), to: bytesOf('b'), sizeBytes: 400, isProtected: false }, records: [] },
      { header: { from: bytesOf('b'), to: null, sizeBytes: 1000 }, records: [zero(0, 4), data(4, 10)] },
    ],
  })

/** Exports of format 2 as either release writes them. */
export const [SMALL_IMAGE_16, SMALL_IMAGE_18] = [image(8), image(1)]

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeDiffV1 } from '../../../electron/engine/codec/diffV1Decode.ts'
import { scanDiffV1 } from '../../../electron/engine/codec/diffV1Scan.ts'
import { decodeImageV2 } from '../../../electron/engine/codec/imageV2Decode.ts'
import { scanImageV2 } from '../../../electron/engine/codec/imageV2Scan.ts'
import { AppError } from '../../../shared/errors.ts'
import { BAD_STREAMS_FOLDER, badStreams } from '../../fixtures/makeBadStreams.ts'
import { chunked, streamOf } from '../../support/byteStreams.ts'
import { drain, drainHeads } from '../../support/deltas.ts'
import { drainImage, drainImageHeads } from '../../support/images.ts'
import { MemoryFile } from '../../support/memoryFile.ts'

const signal = new AbortController().signal

async function errorOf(run: () => Promise<unknown>): Promise<AppError> {
  try {
    await run()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

const diffWays = (bytes: Uint8Array): (() => Promise<unknown>)[] => [
  async () => drain(await decodeDiffV1(streamOf([bytes]))),
  async () => drainHeads(await decodeDiffV1(streamOf(chunked(bytes, [1]), { isAsync: true }))),
  async () => scanDiffV1(new MemoryFile(bytes), { signal }),
]

const imageWays = (bytes: Uint8Array): (() => Promise<unknown>)[] => [
  async () => drainImage(await decodeImageV2(streamOf([bytes]))),
  async () => drainImageHeads(await decodeImageV2(streamOf(chunked(bytes, [1]), { isAsync: true }))),
  async () => scanImageV2(new MemoryFile(bytes), { signal }),
]

/** What is wrong → where: byte, part, field. */
const PLACES: Readonly<Record<string, readonly [number, string, string]>> = {
  'E_FORMAT_IS_IMAGE_V2.image-v2': [0, 'banner', 'banner'],
  'E_FORMAT_UNSUPPORTED.diff-v2': [0, 'banner', 'banner'],
  'E_STREAM_BAD_MAGIC.carriage-return': [0, 'banner', 'banner'],
  'E_STREAM_BAD_MAGIC.diff-v3': [0, 'banner', 'banner'],
  'E_STREAM_BAD_MAGIC.zeros': [0, 'banner', 'banner'],
  'E_STREAM_BAD_RECORD.data-of-length-0': [21, 'record', 'length'],
  'E_STREAM_BAD_RECORD.from-after-data': [38, 'record', 'tag'],
  'E_STREAM_BAD_RECORD.from-too-long': [12, 'header', 'from'],
  'E_STREAM_BAD_RECORD.out-of-order': [38, 'record', 'offset'],
  'E_STREAM_BAD_RECORD.overlap': [48, 'record', 'offset'],
  'E_STREAM_BAD_RECORD.past-size': [21, 'record', 'length'],
  'E_STREAM_BAD_RECORD.same-twice': [38, 'record', 'offset'],
  'E_STREAM_BAD_RECORD.size-after-data': [48, 'record', 'tag'],
  'E_STREAM_BAD_RECORD.straddles-size': [21, 'record', 'length'],
  'E_STREAM_BAD_RECORD.to-after-data': [38, 'record', 'tag'],
  'E_STREAM_BAD_RECORD.to-too-long': [12, 'header', 'to'],
  'E_STREAM_BAD_RECORD.zero-of-length-0': [21, 'record', 'length'],
  'E_STREAM_TOO_LARGE.end': [21, 'record', 'length'],
  'E_STREAM_TOO_LARGE.length': [21, 'record', 'length'],
  'E_STREAM_TOO_LARGE.offset': [13, 'record', 'offset'],
  'E_STREAM_TOO_LARGE.size': [13, 'header', 'size'],
  'E_STREAM_TRUNCATED.banner': [7, 'banner', 'banner'],
  'E_STREAM_TRUNCATED.data': [137, 'payload', 'data'],
  'E_STREAM_TRUNCATED.data-of-8-gib': [49, 'payload', 'data'],
  'E_STREAM_TRUNCATED.empty': [0, 'banner', 'banner'],
  'E_STREAM_TRUNCATED.end-mark-missing': [155, 'end', 'tag'],
  'E_STREAM_TRUNCATED.from-length': [15, 'header', 'from'],
  'E_STREAM_TRUNCATED.from-name': [21, 'header', 'from'],
  'E_STREAM_TRUNCATED.header': [12, 'header', 'tag'],
  'E_STREAM_TRUNCATED.header-end-missing': [21, 'header', 'tag'],
  'E_STREAM_TRUNCATED.record-length': [31, 'record', 'length'],
  'E_STREAM_TRUNCATED.record-offset': [25, 'record', 'offset'],
  'E_STREAM_TRUNCATED.short-and-foreign': [5, 'banner', 'banner'],
  'E_STREAM_TRUNCATED.size': [20, 'header', 'size'],
  'E_STREAM_TRUNCATED.to-name': [4112, 'header', 'to'],
  'E_STREAM_UNKNOWN_TAG.header': [12, 'record', 'tag'],
  'E_STREAM_UNKNOWN_TAG.protection': [18, 'record', 'tag'],
  'E_STREAM_UNKNOWN_TAG.record': [38, 'record', 'tag'],
}

/** The same of streams of format 2, whose first diff begins at byte 58 and whose data at 87, unless their fault is in front. */
const IMAGE_PLACES: typeof PLACES = {
  'E_FORMAT_IS_DIFF.v2-diff-v1': [0, 'banner', 'banner'],
  'E_FORMAT_UNSUPPORTED.v2-diff-v2-alone': [0, 'banner', 'banner'],
  'E_STREAM_BAD_MAGIC.v2-carriage-return': [0, 'banner', 'banner'],
  'E_STREAM_BAD_MAGIC.v2-diff-v1-inside': [58, 'banner', 'banner'],
  'E_STREAM_BAD_MAGIC.v2-image-v3': [0, 'banner', 'banner'],
  'E_STREAM_BAD_MAGIC.v2-no-diffs-banner': [14, 'banner', 'banner'],
  'E_STREAM_BAD_MAGIC.v2-zeros': [0, 'banner', 'banner'],
  'E_STREAM_BAD_RECORD.v2-data-of-less': [87, 'record', 'tag-length'],
  'E_STREAM_BAD_RECORD.v2-first-has-from': [58, 'header', 'from'],
  'E_STREAM_BAD_RECORD.v2-from-missing': [102, 'header', 'from'],
  'E_STREAM_BAD_RECORD.v2-key-too-long': [13, 'image', 'meta-key'],
  'E_STREAM_BAD_RECORD.v2-meta-of-1-byte-more': [13, 'image', 'tag-length'],
  'E_STREAM_BAD_RECORD.v2-name-twice': [102, 'header', 'to'],
  'E_STREAM_BAD_RECORD.v2-not-continuous': [102, 'header', 'from'],
  'E_STREAM_BAD_RECORD.v2-order-of-4-bytes': [13, 'image', 'tag-length'],
  'E_STREAM_BAD_RECORD.v2-out-of-order': [112, 'record', 'offset'],
  'E_STREAM_BAD_RECORD.v2-overlap': [122, 'record', 'offset'],
  'E_STREAM_BAD_RECORD.v2-past-size': [87, 'record', 'length'],
  'E_STREAM_BAD_RECORD.v2-protection-after-data': [112, 'record', 'tag'],
  'E_STREAM_BAD_RECORD.v2-protection-of-4-bytes': [84, 'header', 'tag-length'],
  'E_STREAM_BAD_RECORD.v2-size-of-4-bytes': [70, 'header', 'tag-length'],
  'E_STREAM_BAD_RECORD.v2-to-after-data': [112, 'record', 'tag'],
  'E_STREAM_BAD_RECORD.v2-to-of-1-byte-more': [70, 'header', 'tag-length'],
  'E_STREAM_BAD_RECORD.v2-to-too-long': [70, 'header', 'to'],
  'E_STREAM_BAD_RECORD.v2-value-too-long': [13, 'image', 'meta-value'],
  'E_STREAM_BAD_RECORD.v2-zero-of-length-0': [87, 'record', 'length'],
  'E_STREAM_BAD_RECORD.v2-zero-of-more': [87, 'record', 'tag-length'],
  'E_STREAM_COUNT.v2-none': [50, 'count', 'count'],
  'E_STREAM_COUNT.v2-smaller': [102, 'count', 'count'],
  'E_STREAM_TOO_LARGE.v2-count': [50, 'count', 'count'],
  'E_STREAM_TOO_LARGE.v2-end': [87, 'record', 'length'],
  'E_STREAM_TOO_LARGE.v2-features': [22, 'image', 'features'],
  'E_STREAM_TOO_LARGE.v2-image-tag-length': [14, 'image', 'tag-length'],
  'E_STREAM_TOO_LARGE.v2-length': [87, 'record', 'length'],
  'E_STREAM_TOO_LARGE.v2-offset': [79, 'record', 'offset'],
  'E_STREAM_TOO_LARGE.v2-order': [22, 'image', 'order'],
  'E_STREAM_TOO_LARGE.v2-record-tag-length': [88, 'record', 'tag-length'],
  'E_STREAM_TOO_LARGE.v2-size': [79, 'header', 'size'],
  'E_STREAM_TOO_LARGE.v2-unknown-tag-length': [88, 'header', 'tag-length'],
  'E_STREAM_TRUNCATED.v2-banner': [12, 'banner', 'banner'],
  'E_STREAM_TRUNCATED.v2-count': [57, 'count', 'count'],
  'E_STREAM_TRUNCATED.v2-count-huge': [88, 'banner', 'banner'],
  'E_STREAM_TRUNCATED.v2-count-larger': [88, 'banner', 'banner'],
  'E_STREAM_TRUNCATED.v2-data': [211, 'payload', 'data'],
  'E_STREAM_TRUNCATED.v2-data-of-8-gib': [115, 'payload', 'data'],
  'E_STREAM_TRUNCATED.v2-diff-banner': [63, 'banner', 'banner'],
  'E_STREAM_TRUNCATED.v2-diff-tag': [70, 'header', 'tag'],
  'E_STREAM_TRUNCATED.v2-diffs-banner': [49, 'banner', 'banner'],
  'E_STREAM_TRUNCATED.v2-end-mark-missing': [237, 'end', 'tag'],
  'E_STREAM_TRUNCATED.v2-image-end-missing': [55, 'image', 'tag'],
  'E_STREAM_TRUNCATED.v2-image-tag': [13, 'image', 'tag'],
  'E_STREAM_TRUNCATED.v2-image-tag-length': [21, 'image', 'tag-length'],
  'E_STREAM_TRUNCATED.v2-image-unknown-body': [23, 'image', 'body'],
  'E_STREAM_TRUNCATED.v2-meta-key': [28, 'image', 'meta-key'],
  'E_STREAM_TRUNCATED.v2-meta-value': [37, 'image', 'meta-value'],
  'E_STREAM_TRUNCATED.v2-order': [29, 'image', 'order'],
  'E_STREAM_TRUNCATED.v2-protection': [79, 'header', 'protection'],
  'E_STREAM_TRUNCATED.v2-record-length': [111, 'record', 'length'],
  'E_STREAM_TRUNCATED.v2-record-offset': [103, 'record', 'offset'],
  'E_STREAM_TRUNCATED.v2-record-tag-length': [95, 'record', 'tag-length'],
  'E_STREAM_TRUNCATED.v2-size': [86, 'header', 'size'],
  'E_STREAM_TRUNCATED.v2-tag-length': [74, 'header', 'tag-length'],
  'E_STREAM_TRUNCATED.v2-to-name': [85, 'header', 'to'],
  'E_STREAM_TRUNCATED.v2-unknown-at-end': [97, 'header', 'tag'],
  'E_STREAM_TRUNCATED.v2-unknown-body': [81, 'header', 'body'],
  'E_STREAM_TRUNCATED.v2-unknown-body-in-data': [122, 'record', 'body'],
}

describe('bad streams', () => {
  const files = readdirSync(BAD_STREAMS_FOLDER).toSorted()

  it('are those the script makes, and each has its place', () => {
    expect(files).toEqual([...badStreams().keys()].toSorted())
    for (const [file, bytes] of badStreams()) {
      expect(new Uint8Array(readFileSync(path.join(BAD_STREAMS_FOLDER, file)))).toEqual(bytes)
    }
    expect(Object.keys({ ...PLACES, ...IMAGE_PLACES }).toSorted()).toEqual(
      files.map((file) => file.slice(0, -4)).toSorted(),
    )
  })

  for (const file of files) {
    it(`${file}: decoder and scan raise it, located, with a hint`, async () => {
      const bytes = new Uint8Array(readFileSync(path.join(BAD_STREAMS_FOLDER, file)))
      const what = file.slice(0, -4)
      const [offset, part, field] = PLACES[what] ?? IMAGE_PLACES[what] ?? [-1, '', '']
      const ways = what in IMAGE_PLACES ? imageWays(bytes) : diffWays(bytes)
      for (const way of ways) {
        const error = await errorOf(way)
        expect(error.code).toBe(file.split('.')[0])
        expect(error.detail).toMatchObject({ offset, part, field })
        expect(error.hint).not.toBe('')
        expect(error.message).toMatch(/^[A-Z][^\n]*[^.]$/)
      }
    })
  }
})

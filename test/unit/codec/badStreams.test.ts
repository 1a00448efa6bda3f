import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeDiffV1 } from '../../../electron/engine/codec/diffV1Decode.ts'
import { scanDiffV1 } from '../../../electron/engine/codec/diffV1Scan.ts'
import { AppError } from '../../../shared/errors.ts'
import { BAD_STREAMS_FOLDER, badStreams } from '../../fixtures/makeBadStreams.ts'
import { chunked, streamOf } from '../../support/byteStreams.ts'
import { drain, drainHeads } from '../../support/deltas.ts'
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

describe('bad streams', () => {
  const files = readdirSync(BAD_STREAMS_FOLDER).toSorted()

  it('are those the script makes, and each has its place', () => {
    expect(files).toEqual([...badStreams().keys()].toSorted())
    for (const [file, bytes] of badStreams()) {
      expect(new Uint8Array(readFileSync(path.join(BAD_STREAMS_FOLDER, file)))).toEqual(bytes)
    }
    expect(Object.keys(PLACES).toSorted()).toEqual(files.map((file) => file.slice(0, -4)).toSorted())
  })

  for (const file of files) {
    it(`${file}: decoder and scan raise it, located, with a hint`, async () => {
      const bytes = new Uint8Array(readFileSync(path.join(BAD_STREAMS_FOLDER, file)))
      const [offset, part, field] = PLACES[file.slice(0, -4)] ?? [-1, '', '']
      const ways: (() => Promise<unknown>)[] = [
        async () => drain(await decodeDiffV1(streamOf([bytes]))),
        async () => drainHeads(await decodeDiffV1(streamOf(chunked(bytes, [1]), { isAsync: true }))),
        async () => scanDiffV1(new MemoryFile(bytes), { signal }),
      ]
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

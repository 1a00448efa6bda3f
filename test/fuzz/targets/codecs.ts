import { ByteReader } from '../../../electron/engine/codec/byteReader.ts'
import { detect, DETECT_BYTES } from '../../../electron/engine/codec/detect.ts'
import { decodeDiffV1 } from '../../../electron/engine/codec/diffV1Decode.ts'
import { encodeDiffV1 } from '../../../electron/engine/codec/diffV1Encode.ts'
import { scanDiffV1 } from '../../../electron/engine/codec/diffV1Scan.ts'
import type { Finding } from '../../../electron/engine/codec/finding.ts'
import { decodeImageV2 } from '../../../electron/engine/codec/imageV2Decode.ts'
import { encodeImageV2 } from '../../../electron/engine/codec/imageV2Encode.ts'
import { decodeImageV2Header } from '../../../electron/engine/codec/imageV2Header.ts'
import { decodeRaw, encodeRaw, scanRaw } from '../../../electron/engine/codec/raw.ts'
import type { ByteStream } from '../../../electron/engine/delta.ts'
import { badStreams } from '../../fixtures/makeBadStreams.ts'
import { collect, streamOf } from '../../support/byteStreams.ts'
import { drain, drainHeads, encodeModel } from '../../support/deltas.ts'
import { drainImage, drainImageHeads } from '../../support/images.ts'
import { MemoryFile } from '../../support/memoryFile.ts'
import { codeOf } from '../../support/mutate.ts'
import { structureOf } from '../../support/oracle.ts'
import { scannedStructure, textOf } from '../../support/structures.ts'
import { bytesOf, chunksOf, type FuzzTarget, must } from '../target.ts'
import { SMALL_DIFF, SMALL_IMAGE_16, SMALL_IMAGE_18 } from './samples.ts'

const word = (text: string, bodyBytes: number): Uint8Array => {
  const bytes = new Uint8Array(text.length + 8)
  bytes.set(bytesOf(text))
  bytes[text.length] = bodyBytes
  return bytes
}

const DIFF_WORDS = ['rbd diff v1\n', 'f\u0001\0\0\0a', 't\u0001\0\0\0b', 's', 'w', 'z', 'e'].map((text) =>
  bytesOf(text),
)
const IMAGE_WORDS = [
  ...['rbd image v2\n', 'Erbd image diffs v2\n', 'rbd diff v2\n', 'E', 'e'].map((text) => bytesOf(text)),
  ...['O', 'T', 'U', 'C', 's'].map((tag) => bytesOf(word(tag, 8), new Uint8Array(8))),
  ...['p', 'n'].map((tag) => bytesOf(word(tag, 1), '\0')),
  ...['w', 'z'].map((tag) => bytesOf(word(tag, 16), new Uint8Array(16))),
  ...['f', 't'].map((tag) => bytesOf(word(tag, 5), '\u0001\0\0\0a')),
  bytesOf(word('p', 8), '\u0001'),
  bytesOf(word('M', 9), '\u0001\0\0\0k\0\0\0\0'),
]

const diffSeeds = (): Uint8Array[] => [
  SMALL_DIFF,
  encodeModel({ header: { from: null, to: null, sizeBytes: 0 }, records: [] }),
  ...bad((name) => !name.includes('.v2-')),
]
const imageSeeds = (): Uint8Array[] => [SMALL_IMAGE_16, SMALL_IMAGE_18, ...bad((name) => name.includes('.v2-'))]
const bad = (isWanted: (name: string) => boolean): Uint8Array[] =>
  [...badStreams()].flatMap(([name, bytes]) => (isWanted(name) ? [bytes] : []))

/** Each way of reading must answer the same: with success, or with the same code. */
async function agree(ways: readonly (() => Promise<unknown>)[]): Promise<string | null> {
  const codes: (string | null)[] = []
  for (const way of ways) codes.push(await codeOf(way))
  must(new Set(codes).size === 1, `the ways of reading answer differently: ${codes.join()}`)
  return codes[0] ?? null
}

/** What the second decoder says of it must be what the scan says. */
async function likeOracle(kind: 'diff-v1' | 'image-v2', input: Uint8Array): Promise<void> {
  const [ours, truth] = [textOf(await scannedStructure(kind, input)), textOf(structureOf(kind, input))]
  must(ours === truth, `the second decoder reads it otherwise:\n${ours}\n${truth}`)
}

/** The decoders of streams and files. */
export const codecTargets: readonly FuzzTarget[] = [
  {
    name: 'diff-v1-decode',
    seeds: diffSeeds,
    words: DIFF_WORDS,
    async run(input) {
      const code = await agree([
        async () => drain(await decodeDiffV1(chunksOf(input)), 1 + (input.length % 50)),
        async () => drainHeads(await decodeDiffV1(streamOf([input]))),
      ])
      const tolerant = await codeOf(async () => drain(await decodeDiffV1(chunksOf(input), { strict: false })))
      must(code !== null || tolerant === null, 'a tolerant reader refuses what a strict one takes')
      if (code === null) {
        // What was decoded is encoded, and decoded to the same.
        const encoded = await collect(encodeDiffV1(await decodeDiffV1(streamOf([input])), { bufferBytes: 100 }))
        const again = await collect(encodeDiffV1(await decodeDiffV1(chunksOf(encoded))))
        must(Buffer.compare(encoded, again) === 0, 'encoding twice gives other bytes')
      }
    },
  },
  {
    name: 'diff-v1-scan',
    seeds: diffSeeds,
    words: DIFF_WORDS,
    async run(input) {
      await likeOracle('diff-v1', input)
      await scanDiffV1(new MemoryFile(input), { signal: new AbortController().signal, strict: false })
    },
  },
  {
    name: 'image-v2-decode',
    seeds: imageSeeds,
    words: IMAGE_WORDS,
    async run(input) {
      const code = await agree([
        async () => drainImage(await decodeImageV2(chunksOf(input)), 1 + (input.length % 50)),
        async () => drainImageHeads(await decodeImageV2(streamOf([input]))),
      ])
      const tolerant = await codeOf(async () => drainImage(await decodeImageV2(chunksOf(input), { strict: false })))
      must(code !== null || tolerant === null, 'a tolerant reader refuses what a strict one takes')
      if (code !== null) return
      const encoded = await encodedImage(streamOf([input]))
      must(Buffer.compare(encoded, await encodedImage(chunksOf(encoded))) === 0, 'encoding twice gives other bytes')
    },
  },
  {
    name: 'image-v2-scan',
    seeds: imageSeeds,
    words: IMAGE_WORDS,
    run: (input) => likeOracle('image-v2', input),
  },
  {
    name: 'image-v2-header',
    seeds: () => [
      ...imageSeeds().map((bytes) => bytes.subarray(0, 200)),
      bytesOf('rbd image v2\n', word('M', 0), new Uint8Array(20_000)),
    ],
    words: IMAGE_WORDS,
    async run(input) {
      const findings: Finding[] = []
      for (const strict of [false, true]) await decodeImageV2Header(new ByteReader(chunksOf(input)), strict, findings)
    },
  },
  {
    name: 'raw',
    seeds: () => [
      new Uint8Array(0),
      Uint8Array.of(1),
      new Uint8Array(9000),
      bytesOf('x'.repeat(5000), new Uint8Array(5000)),
    ],
    async run(input) {
      const sizeBytes = input.length
      const options = { blockBytes: [1, 7, 512, 4096][input.length % 4] as number }
      // Without a size the decoder makes room for a whole slice, so not every time.
      const known = input.length % 10 === 0 ? options : { ...options, sizeBytes }
      const encoded = await collect(encodeRaw(decodeRaw(chunksOf(input), known), sizeBytes))
      must(Buffer.compare(encoded, input) === 0, 'the bytes are others')
      const heads = await drainHeads(decodeRaw(chunksOf(input), { ...options, sizeBytes }))
      const scanned = await scanRaw(new MemoryFile(input), { ...options, signal: new AbortController().signal })
      must(heads.length === scanned.count, 'the scan finds other records')
      const tooLong = await codeOf(() =>
        drainHeads(decodeRaw(chunksOf(input), { ...options, sizeBytes: sizeBytes + 1 })),
      )
      must(tooLong === 'E_STREAM_TRUNCATED', 'a raw stream that is too short is taken')
    },
  },
  {
    name: 'detect',
    seeds: () => [
      ...diffSeeds(),
      ...imageSeeds(),
      bytesOf('QFI\u00fb'),
      bytesOf('\u001f\u008b\u0008'),
      bytesOf('BZh91AY&SY'),
    ],
    words: [...DIFF_WORDS, ...IMAGE_WORDS],
    run(input) {
      const head = input.subarray(0, DETECT_BYTES)
      const [whole, piped] = [detect(head, input.length), detect(head, null)]
      for (const kind of ['diff v1', 'diff v2', 'image v2']) {
        const is = Buffer.from(head).toString('latin1').startsWith(`rbd ${kind}\n`)
        must((whole.kind === kind.replace(' ', '-')) === is, `${kind} is called ${whole.kind}`)
      }
      must(whole.kind === piped.kind || input.length <= DETECT_BYTES, 'a pipe and a file are called differently')
    },
  },
]

async function encodedImage(stream: ByteStream): Promise<Uint8Array> {
  const image = await decodeImageV2(stream)
  const diffs = { count: image.diffCount, next: () => image.nextDiff() }
  return collect(encodeImageV2(image.header, diffs, { protectionBytes: 1, bufferBytes: 100 }))
}

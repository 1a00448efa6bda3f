import { gzipSync, zstdCompressSync } from 'node:zlib'
import { contentStream } from '../../../electron/engine/ops/packing.ts'
import { bytesOf, chunksOf, type FuzzTarget, must } from '../target.ts'
import { SMALL_DIFF } from './samples.ts'

/** A few bytes may unpack to gigabytes: no more of them is read, and closing in the middle is tried besides. */
const CONTENT_MAX_BYTES = 8 * 1024 * 1024

/** Skippable frame, as parallel packers put in front. */
const SKIPPABLE = bytesOf('\u0050\u002a\u004d\u0018\u0004\u0000\u0000\u0000abcd')

/** What is packed, and what only looks like it. */
export const packedTargets: readonly FuzzTarget[] = [
  {
    name: 'packed',
    seeds: () => [
      gzipSync(SMALL_DIFF),
      bytesOf(gzipSync(SMALL_DIFF), gzipSync(bytesOf('more')), new Uint8Array(100)),
      zstdCompressSync(SMALL_DIFF),
      bytesOf(SKIPPABLE, zstdCompressSync(SMALL_DIFF), SKIPPABLE, zstdCompressSync(new Uint8Array(300_000))),
      zstdCompressSync(new Uint8Array(0)),
      gzipSync(new Uint8Array(300_000)),
    ],
    words: [SKIPPABLE, bytesOf('\u001f\u008b\u0008'), bytesOf('\u0028\u00b5\u002f\u00fd')],
    async run(input) {
      const { signal } = new AbortController()
      const content = await contentStream(chunksOf(input), { signal, name: 'x', sizeBytes: input.length })
      try {
        let length = 0
        while (length < CONTENT_MAX_BYTES) {
          const chunk = await content.read()
          if (chunk === null) break
          must(chunk.length > 0 || content.packing === 'none', 'an empty chunk')
          length += chunk.length
        }
        if (content.packing === 'none') must(length === input.length, 'what is not packed has another length')
      } finally {
        await content.close()
      }
    },
  },
]

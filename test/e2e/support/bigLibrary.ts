import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { createConnections } from '../../../electron/engine/ceph/connections.ts'
import { join } from 'node:path'
import { encodeDiffV1Header, putRecordHead } from '../../../electron/engine/codec/diffV1Encode.ts'
import { openLibrary } from '../../../electron/engine/library/library.ts'
import { prepare } from '../../../electron/engine/ops/prepare.ts'
import { createMeter } from '../../../electron/engine/io/meter.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { nameFromText } from '../../../shared/names.ts'

export const MIB = 1024 * 1024

/** Data bytes of the image `rbd/big`: 2 GiB, in a base of 1.5 GiB and two increments of 256 MiB. */
export const BIG_DATA_BYTES = 2048 * MIB
const BIG_SIZE_BYTES = 4096 * MIB
const RECORD_BYTES = 4 * MIB

/** A block of bytes none of which is zero, the same for the same seed: Numerical Recipes' generator, its upper byte. */
export function seededBytes(seed: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let state = seed >>> 0
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    bytes[i] = (state >>> 24) | 1
  }
  return bytes
}

interface Diff {
  readonly from: string | null
  readonly to: string
  /** Index of the first record's object and how many there are; every other object is left a hole. */
  readonly first: number
  readonly count: number
}

const DIFFS: readonly Diff[] = [
  { from: null, to: 'monday', first: 0, count: (1536 * MIB) / RECORD_BYTES },
  { from: 'monday', to: 'tuesday', first: 0, count: (256 * MIB) / RECORD_BYTES },
  { from: 'tuesday', to: 'wednesday', first: 32, count: (256 * MIB) / RECORD_BYTES },
]

/** Writes one diff of 4 MiB records whose first 8 bytes tell object and diff, so that no two are alike. */
function writeDiff(path: string, diff: Diff, seed: number): void {
  const encoder = new TextEncoder()
  const payload = seededBytes(seed, RECORD_BYTES)
  const file = openSync(path, 'wx')
  const from = diff.from === null ? null : encoder.encode(diff.from)
  writeSync(file, encodeDiffV1Header({ from, to: encoder.encode(diff.to), sizeBytes: BIG_SIZE_BYTES }))
  const head = new Uint8Array(17)
  for (let i = 0; i < diff.count; i++) {
    // Base and increments lie on even and odd objects, so that the image really holds the sum of them.
    const object = diff.from === null ? i * 2 : (diff.first + i) * 2 + (diff.to === 'tuesday' ? 1 : 129)
    putRecordHead(head, 0, { kind: 'data', offset: object * RECORD_BYTES, length: RECORD_BYTES })
    new DataView(payload.buffer).setUint32(0, (object << 8) | (seed & 0x7f) | 1, true)
    writeSync(file, head)
    writeSync(file, payload)
  }
  writeSync(file, Uint8Array.of(0x65))
  closeSync(file)
}

const big: ImageRef = { connection: 'library', pool: nameFromText('rbd'), namespace: '', image: nameFromText('big') }

/** Makes `rbd/big` in the library of a home folder, through the product's own engine: three links, three snapshots, 2 GiB of data. */
export async function makeBigImage(libraryPath: string, workFolder: string): Promise<void> {
  mkdirSync(workFolder, { recursive: true })
  const paths = DIFFS.map((diff, number) => {
    const path = join(workFolder, `big-${diff.to}.diff`)
    writeDiff(path, diff, 1000 + number)
    return path
  })
  const library = await openLibrary(libraryPath, { create: false })
  const prepared = await prepare(
    { kind: 'import', format: 'diffs', paths, target: big },
    {
      library,
      connections: createConnections(),
      meter: createMeter(),
      signal: new AbortController().signal,
      onProgress: () => undefined,
      streams: {},
    },
  )
  try {
    await prepared.run()
  } finally {
    await prepared.close()
  }
}

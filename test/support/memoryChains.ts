import fc from 'fast-check'
import { joinChain } from '../../electron/engine/chain/checkOrder.ts'
import { linksOf } from '../../electron/engine/chain/fileLinks.ts'
import type { OpenedInput } from '../../electron/engine/chain/opened.ts'
import {
  type ChainStep,
  chainPoints,
  checkNamesOnce,
  editedPoints,
  type NameEdits,
  pointNamed,
  stepBetween,
  stepsBetween,
  stepsToHead,
} from '../../electron/engine/chain/steps.ts'
import { NO_FACTS, type OpenChain } from '../../electron/engine/chain/types.ts'
import { withSizes } from '../../electron/engine/chain/openChain.ts'
import { encodeDiffV1 } from '../../electron/engine/codec/diffV1Encode.ts'
import { encodeImageV2 } from '../../electron/engine/codec/imageV2Encode.ts'
import { encodeRaw } from '../../electron/engine/codec/raw.ts'
import { imageHeader, protectionLength } from '../../electron/engine/ops/encodeImageV2.ts'
import type { Stretch } from '../../electron/engine/ops/rangePlan.ts'
import { type Written, writtenStep } from '../../electron/engine/ops/written.ts'
import type { DataStretch } from '../../electron/engine/io/dataMap.ts'
import { createMeter } from '../../electron/engine/io/meter.ts'
import { ByteModel } from './byteModel.ts'
import { collect } from './byteStreams.ts'
import { arbitraryRecords, type ModelDelta } from './deltas.ts'
import { MemoryFile } from './memoryFile.ts'
import { neverAborted } from './signal.ts'

const NO_EDITS: NameEdits = { dropSnapshots: [], renameSnapshots: [], nameHead: null }

/** Opens files in memory as a chain, by the very code that opens files on a disk. */
export async function openMemoryChain(files: readonly Uint8Array[], sort = false): Promise<OpenChain> {
  const context = { meter: createMeter(), signal: neverAborted }
  const inputs: OpenedInput[] = []
  for (const [number, bytes] of files.entries()) {
    const file = new MemoryFile(bytes)
    const path = `/memory/${number}`
    const dataStretches = () => Promise.resolve(stretchesOf(bytes))
    const read = await linksOf({ file, path, dataStretches }, number, { context, diffsOnly: false, sort })
    const input = { called: path, fileBytes: bytes.length, spillBytes: 0 }
    inputs.push({ ...read, input, source: null, close: () => Promise.resolve() })
  }
  const { links, warnings } = joinChain(inputs)
  return {
    inputs: inputs.map(({ input }) => input),
    links: withSizes(links),
    fromNothing: links[0]?.header.from === null,
    facts: inputs.find(({ facts }) => facts !== null)?.facts ?? NO_FACTS,
    source: null,
    warnings,
    close: () => Promise.resolve(),
  }
}

/** A file system's blocks, smaller than those by which holes are told. */
const FS_BLOCK_BYTES = 1024

/** What a file system that keeps no block of zeros would say is there. */
function stretchesOf(bytes: Uint8Array): readonly DataStretch[] {
  const stretches: { offset: number; length: number }[] = []
  for (let at = 0; at < bytes.length; at += FS_BLOCK_BYTES) {
    const block = bytes.subarray(at, at + FS_BLOCK_BYTES)
    if (block.every((byte) => byte === 0)) continue
    const last = stretches.at(-1)
    if (last !== undefined && last.offset + last.length === at) last.length += block.length
    else stretches.push({ offset: at, length: block.length })
  }
  return stretches
}

/** What part of a chain is converted, and how. Names are bytes; null: the start, and the last point. */
export interface MemoryConversion {
  readonly from?: Uint8Array | null
  readonly at?: Uint8Array | null
  readonly edits?: Partial<NameEdits>
  readonly range?: Stretch['range']
}

function pointsOf(chain: OpenChain, { from = null, at = null, edits }: MemoryConversion) {
  const points = chainPoints(chain)
  checkNamesOnce(points)
  const begin = from === null ? 0 : pointNamed(points, from)
  const end = at === null ? chain.links.length : pointNamed(points, at)
  return { points: editedPoints(points.slice(0, end + 1), { ...NO_EDITS, ...edits }), begin, end }
}

const writtenOf = (chain: OpenChain, steps: readonly ChainStep[], { range }: MemoryConversion): readonly Written[] =>
  steps.map((step) => writtenStep(chain, step, { reading: 'chain', range }))

/** A chain as one v1 diff a step. */
export async function toDiffs(chain: OpenChain, how: MemoryConversion = {}): Promise<Uint8Array[]> {
  const { points, begin, end } = pointsOf(chain, how)
  const written = writtenOf(chain, stepsBetween(points, begin, points.length - 1, end), how)
  return Promise.all(written.map((delta) => collect(encodeDiffV1(delta.open()))))
}

/** A chain as one v1 diff. */
export async function toDiff(chain: OpenChain, how: MemoryConversion = {}): Promise<Uint8Array> {
  const { points, begin, end } = pointsOf(chain, how)
  const [delta] = writtenOf(chain, [stepBetween(points, begin, points.length - 1, end)], how)
  return collect(encodeDiffV1((delta as Written).open()))
}

/** A chain as one file of format 2. */
export async function toImageV2(chain: OpenChain, how: MemoryConversion = {}): Promise<Uint8Array> {
  const { points, end } = pointsOf(chain, how)
  const rest = [...writtenOf(chain, stepsToHead(points, end), how)]
  const diffs = { count: rest.length, next: () => rest.shift()?.open() ?? null }
  const protectionBytes = protectionLength(chain.facts, undefined)
  return collect(encodeImageV2(imageHeader(chain.facts), diffs, { protectionBytes }))
}

/** A point of a chain as raw bytes. */
export async function toRaw(chain: OpenChain, how: MemoryConversion = {}): Promise<Uint8Array> {
  const { points, end } = pointsOf(chain, how)
  const [delta] = writtenOf(chain, [stepBetween(points, 0, points.length - 1, end)], how)
  const { header, openAsIs } = delta as Written
  return collect(encodeRaw(openAsIs(), header.sizeBytes ?? 0))
}

/** The name of the n-th point of an arbitrary history. */
export const pointName = (number: number): Uint8Array => Uint8Array.of(112, 48 + number)

/**
 * A history from nothing: data, zeros, resizes in every order, seals (no change, a name), empty steps, points without a name. The last may be
 * the head or a snapshot.
 */
export function arbitraryHistory(maxLinks = 6, maxSizeBytes = 200): fc.Arbitrary<ModelDelta[]> {
  const size = fc.oneof(
    { weight: 3, arbitrary: fc.constant(-1) },
    { weight: 4, arbitrary: fc.nat({ max: maxSizeBytes }) },
  )
  const step = fc.record({
    size,
    kind: fc.oneof(
      { weight: 6, arbitrary: fc.constant('change' as const) },
      { weight: 1, arbitrary: fc.constant('seal' as const) },
      { weight: 1, arbitrary: fc.constant('empty' as const) },
    ),
    isNamed: fc.boolean(),
    records: arbitraryRecords(maxSizeBytes, 8),
  })
  return fc.tuple(fc.array(step, { minLength: 1, maxLength: maxLinks }), fc.boolean()).map(([steps, endsAtHead]) => {
    let sizeBytes = 100
    let from: Uint8Array | null = null
    return steps.map((one, number): ModelDelta => {
      if (one.size >= 0 && one.kind !== 'seal') sizeBytes = one.size
      const isLast = number === steps.length - 1
      const to = (isLast ? !endsAtHead : one.isNamed || one.kind === 'seal') ? pointName(number) : null
      const records = one.kind === 'change' ? within(one.records, sizeBytes) : []
      const delta = { header: { from, to, sizeBytes }, records }
      from = to
      return delta
    })
  })
}

/** Records cut at the end of the image. */
function within(records: ModelDelta['records'], sizeBytes: number): ModelDelta['records'] {
  return records.flatMap(({ offset, length, bytes }) => {
    const fits = Math.min(length, sizeBytes - offset)
    return fits <= 0 ? [] : [{ offset, length: fits, bytes: bytes?.slice(0, fits) ?? null }]
  })
}

/** The bytes of an image at every point of a history, in a byte array: what everything is proved against. */
export function contentsOf(history: readonly ModelDelta[]): Uint8Array[] {
  const image = new ByteModel()
  return history.map(({ header, records }) => {
    if (header.sizeBytes !== null) image.resize(header.sizeBytes)
    for (const { offset, length, bytes } of records) {
      if (bytes === null) image.zero(offset, length)
      else image.write(offset, bytes)
    }
    return image.bytes.slice()
  })
}

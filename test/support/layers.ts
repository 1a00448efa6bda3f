import { composePieces } from '../../electron/engine/algebra/compose.ts'
import { composeStreamed } from '../../electron/engine/algebra/composeStreamed.ts'
import { composedHeader } from '../../electron/engine/algebra/continuity.ts'
import { locatedReader } from '../../electron/engine/algebra/locatedReader.ts'
import { decodeDiffV1 } from '../../electron/engine/codec/diffV1Decode.ts'
import { encodeDiffV1 } from '../../electron/engine/codec/diffV1Encode.ts'
import { scanDiffV1 } from '../../electron/engine/codec/diffV1Scan.ts'
import type { DeltaHeader } from '../../electron/engine/delta.ts'
import { collect, streamOf } from './byteStreams.ts'
import { MemoryFile } from './memoryFile.ts'

/** Merges any number of encoded diffs in one pass over located payloads, to encoded bytes. */
export async function mergeLocated(diffs: readonly Uint8Array[]): Promise<Uint8Array> {
  const files = diffs.map((bytes) => new MemoryFile(bytes))
  const signal = new AbortController().signal
  const scans = await Promise.all(files.map((file) => scanDiffV1(file, { signal })))
  const layers = scans.map(({ header, records }) => ({ records, sizeBytes: header.sizeBytes ?? 0 }))
  const headers = scans.map(({ header }) => header) as [DeltaHeader, ...DeltaHeader[]]
  return collect(encodeDiffV1(locatedReader(composedHeader(headers), composePieces(layers), files)))
}

/** Merges two encoded diffs while reading both, to encoded bytes. */
export async function mergeStreamed(first: Uint8Array, second: Uint8Array, isAsync = false): Promise<Uint8Array> {
  const open = (bytes: Uint8Array): ReturnType<typeof decodeDiffV1> => decodeDiffV1(streamOf([bytes], { isAsync }))
  return collect(encodeDiffV1(composeStreamed(await open(first), await open(second))))
}

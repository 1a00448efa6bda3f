import type { Content } from '../../electron/engine/algebra/content.ts'
import { scanDiffV1 } from '../../electron/engine/codec/diffV1Scan.ts'
import { encodeModel, type ModelDelta } from './deltas.ts'
import { ByteModel } from './byteModel.ts'
import { MemoryFile } from './memoryFile.ts'

const signal = new AbortController().signal

/** A chain of encoded diffs as a content; `name` tells its files from those of other chains. */
export async function contentOfDiffs(
  diffs: readonly Uint8Array[],
  name: string,
): Promise<Content & { readonly files: MemoryFile[] }> {
  const files = diffs.map((bytes) => new MemoryFile(bytes))
  const scans = await Promise.all(files.map((file) => scanDiffV1(file, { signal })))
  const layers = scans.map(({ header, records }) => ({ records, sizeBytes: header.sizeBytes ?? 0 }))
  for (const file of files) file.readBytes = file.reads = 0
  return { layers, files, keys: files.map((_, i) => `${name}/${i}`), sizeBytes: layers.at(-1)?.sizeBytes ?? 0 }
}

/** {@link contentOfDiffs} of deltas in memory. */
export const contentOfModels = (chain: readonly ModelDelta[], name: string): ReturnType<typeof contentOfDiffs> =>
  contentOfDiffs(chain.map(encodeModel), name)

/** The bytes a chain of deltas from nothing makes: the model everything is held against. */
export function bytesOfModels(chain: readonly ModelDelta[]): Uint8Array {
  const image = new ByteModel()
  for (const { header, records } of chain) {
    if (header.sizeBytes !== null) image.resize(header.sizeBytes)
    for (const { offset, length, bytes } of records) {
      if (bytes === null) image.zero(offset, length)
      else image.write(offset, bytes)
    }
  }
  return image.bytes
}

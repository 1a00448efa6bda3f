import { basename, join } from 'node:path'
import { nameFromBytes } from '../../../shared/names.ts'
import { encodeDiffV1, encodedSizeBytes } from '../codec/diffV1Encode.ts'
import type { DeltaHeader } from '../delta.ts'
import { createPartFolder } from '../io/partFolder.ts'
import type { OpContext, Prepared } from './context.ts'
import type { ManifestFacts } from '../manifest/facts.ts'
import { countedOf, type EncodeWork, prepared, writeStream } from './encode.ts'
import { type Counted, counting } from './counting.ts'
import { checkFolderOutput } from './output.ts'
import { deltaFacts, sumTotals, type Written } from './written.ts'

/**
 * Plans the writing of one v1 diff a delta into the folder `path`, which is made where it is missing. All files appear or none.
 *
 * Files are called `001.begin-a.diff`, `002.a-b.diff`, …: their number in the chain, then the names of their ends made safe.
 */
export async function prepareDiffFiles(work: EncodeWork): Promise<Prepared> {
  const { path, deltas } = work
  const names = deltas.map(({ header }, number) => diffFileName(header, number, deltas.length))
  const checks = await checkFolderOutput(path, names)
  const sizes = deltas.map(({ header, totals, isExact }) => (isExact ? encodedSizeBytes(header, totals) : null))
  const files = names.map((name, number) => ({ called: join(path, name), bytes: sizes[number] ?? null }))
  const outputBytes = sizes.reduce<number | null>((sum, size) => (sum === null || size === null ? null : sum + size), 0)
  const sizeBytes = deltas.at(-1)?.header.sizeBytes ?? 0
  return prepared(work, { checks, outputBytes, sizeBytes, files }, async () => {
    const counted = await writeAll(work, names, sizes)
    return { digest: null, counted, path, paths: files.map(({ called }) => called) }
  })
}

async function writeAll(
  work: EncodeWork,
  names: readonly string[],
  sizes: readonly (number | null)[],
): Promise<Counted> {
  const { context, deltas } = work
  const folder = await createPartFolder(work.path)
  context.onPart?.(folder.partPath)
  try {
    const sum = { records: 0, dataBytes: 0, zeroBytes: 0 }
    const total = sumTotals(deltas).dataBytes
    let parent: string | null = null
    for (const [number, delta] of deltas.entries()) {
      const inner = innerContext(context, sum.dataBytes, total)
      const path = join(folder.partPath, names[number] as string)
      const written = await writeOne({ ...work, path, context: inner, deltas: [delta] }, sizes[number] ?? null, parent)
      parent = written.digest
      for (const key of ['records', 'dataBytes', 'zeroBytes'] as const) sum[key] += written.counted[key]
    }
    context.onProgress({ phase: 'finishing', doneBytes: total, totalBytes: total })
    await folder.commit()
    return sum
  } finally {
    await folder.discard()
  }
}

/** Progress of one file within the whole: data of the files before it and what of its own is done. */
function innerContext(context: OpContext, before: number, total: number): OpContext {
  return {
    get library() {
      return context.library
    },
    connections: context.connections,
    meter: context.meter,
    signal: context.signal,
    streams: {},
    onProgress: ({ phase, doneBytes }) => {
      if (phase === 'copying')
        context.onProgress({ phase, doneBytes: Math.min(before + doneBytes, total), totalBytes: total })
    },
  }
}

async function writeOne(
  work: EncodeWork,
  outputBytes: number | null,
  parent: string | null,
): Promise<{ readonly digest: string | null; readonly counted: Counted }> {
  const delta = work.deltas[0] as Written
  const reader = counting(delta.open())
  const facts = async (): Promise<ManifestFacts> => ({
    kind: 'diff-v1',
    deltas: [deltaFacts(delta, countedOf(reader, delta))],
    source: await work.origin.source,
    parent,
  })
  const { digest } = await writeStream(work, { chunks: encodeDiffV1(reader), readers: [reader], outputBytes }, facts)
  return { digest, counted: reader.counted }
}

/** How a diff among several is called. */
export function diffFileName({ from, to }: DeltaHeader, number: number, count: number): string {
  const digits = Math.max(3, String(count).length)
  const start = from === null ? (number === 0 ? 'begin' : 'head') : safeName(from)
  return `${String(number + 1).padStart(digits, '0')}.${start}-${to === null ? 'head' : safeName(to)}.diff`
}

/** A name as part of a file name on any system: letters, digits, dots and dashes, at most 40 of them. */
function safeName(name: Uint8Array): string {
  const safe = nameFromBytes(name).text.replace(/[^\p{L}\p{N}._-]/gu, '_')
  return Array.from(basename(safe)).slice(0, 40).join('')
}

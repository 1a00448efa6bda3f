import { apply } from '../algebra/apply.ts'
import { encodeRaw } from '../codec/raw.ts'
import type { DeltaReader } from '../delta.ts'
import type { ManifestFacts } from '../manifest/facts.ts'
import { type OpContext, type Prepared, STANDARD_STREAM } from './context.ts'
import { type EncodeWork, prepared } from './encode.ts'
import { checkOutput, eachWritten, openOutput, openSparseOutput, type OutputWork } from './output.ts'
import { deltaFacts, type Written } from './written.ts'

/** Plans the writing of one delta from nothing as a raw image (FORMATS §2): sparse into a file, every byte to standard output. */
export async function prepareRaw(work: EncodeWork & { readonly deltas: readonly [Written] }): Promise<Prepared> {
  const { path, options, context } = work
  const [delta] = work.deltas
  const { totals } = delta
  const sizeBytes = delta.header.sizeBytes ?? 0
  const checks = await checkOutput(path, options)
  const output = { checks, outputBytes: sizeBytes, sizeBytes }
  const counted = { records: totals.count, dataBytes: totals.dataBytes, zeroBytes: sizeBytes - totals.dataBytes }
  const isStream = path === STANDARD_STREAM
  const facts = (): ManifestFacts => {
    const deltaOf = { ...delta, header: { ...delta.header, from: null } }
    const described = deltaFacts(deltaOf, { ...counted, zeroBytes: totals.zeroBytes })
    return { kind: 'raw', deltas: [described], source: work.origin.source, parent: null }
  }
  const raw = prepared(work, output, async () => {
    const reader = delta.openAsIs()
    try {
      const outputWork: OutputWork = { path, options, expectedBytes: sizeBytes }
      if (isStream) {
        const output = await openOutput(outputWork, context)
        await eachWritten(encodeRaw(reader, sizeBytes), output, context, sizeBytes)
        await output.finish(facts())
        return { digest: null, counted, path: null }
      }
      const digest = await writeSparse(outputWork, reader, facts(), totals.dataBytes, context)
      return { digest, counted, path }
    } finally {
      await reader.close()
    }
  })
  return { ...raw, plan: { ...raw.plan, zeroBytes: counted.zeroBytes } }
}

/** Writes a delta from nothing as a sparse file with its manifest. Gives the digest. */
export async function writeSparse(
  work: OutputWork,
  reader: DeltaReader,
  facts: ManifestFacts,
  totalBytes: number,
  context: OpContext,
): Promise<string | null> {
  const output = await openSparseOutput(work, context)
  try {
    await apply(reader, output.target, {
      signal: context.signal,
      onProgress: (doneBytes) => context.onProgress({ phase: 'copying', doneBytes, totalBytes }),
    })
    context.onProgress({ phase: 'finishing', doneBytes: totalBytes, totalBytes })
    return await output.finish(facts)
  } finally {
    await output.abandon()
  }
}

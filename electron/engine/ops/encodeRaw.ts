import { apply } from '../algebra/apply.ts'
import { encodeRaw } from '../codec/raw.ts'
import type { DeltaReader } from '../delta.ts'
import type { ManifestFacts } from '../manifest/facts.ts'
import { type OpContext, type Prepared, STANDARD_STREAM } from './context.ts'
import { type Counted, counting } from './counting.ts'
import { countedOf, describedFacts, type EncodeWork, prepared } from './encode.ts'
import { checkOutput, eachWritten, openOutput, openSparseOutput, type OutputWork } from './output.ts'
import { deltaFacts, type Written } from './written.ts'

/** Plans the writing of one delta from nothing as a raw image (FORMATS §2): sparse into a file, every byte to standard output. */
export async function prepareRaw(work: EncodeWork & { readonly deltas: readonly [Written] }): Promise<Prepared> {
  const { path, options, context } = work
  const [delta] = work.deltas
  const sizeBytes = delta.header.sizeBytes ?? 0
  const checks = await checkOutput(path, options)
  const raw = prepared(work, { checks, outputBytes: sizeBytes, sizeBytes }, async () => {
    const reader = delta.isExact ? delta.openAsIs() : counting(delta.openAsIs())
    const counted = (): Counted => ({
      ...countedOf(reader, delta),
      zeroBytes: sizeBytes - countedOf(reader, delta).dataBytes,
    })
    const facts = (): Promise<ManifestFacts> =>
      describedFacts(work, 'raw', [
        deltaFacts({ ...delta, header: { ...delta.header, from: null } }, countedOf(reader, delta)),
      ])
    try {
      const outputWork: OutputWork = { path, options, expectedBytes: sizeBytes }
      if (path === STANDARD_STREAM) {
        const output = await openOutput(outputWork, context)
        await eachWritten(encodeRaw(reader, sizeBytes), output, context, sizeBytes)
        await output.finish(await facts())
        return { digest: null, counted: counted(), path: null }
      }
      // Of what comes over a pipe it is not known how much there will be.
      const totalBytes = delta.isStream === true ? null : delta.totals.dataBytes
      const digest = await writeSparse(outputWork, reader, facts, totalBytes, context)
      return { digest, counted: counted(), path }
    } finally {
      await reader.close()
    }
  })
  return { ...raw, plan: { ...raw.plan, zeroBytes: sizeBytes - delta.totals.dataBytes } }
}

/** Writes a delta from nothing as a sparse file with its manifest. Gives the digest. */
export async function writeSparse(
  work: OutputWork,
  reader: DeltaReader,
  facts: () => Promise<ManifestFacts>,
  totalBytes: number | null,
  context: OpContext,
): Promise<string | null> {
  const output = await openSparseOutput(work, context)
  try {
    const { dataBytes, zeroBytes } = await apply(reader, output.target, {
      signal: context.signal,
      onProgress: (doneBytes) => context.onProgress({ phase: 'copying', doneBytes, totalBytes }),
    })
    context.onProgress({ phase: 'finishing', doneBytes: totalBytes ?? dataBytes + zeroBytes, totalBytes })
    return await output.finish(await facts())
  } finally {
    await output.abandon()
  }
}

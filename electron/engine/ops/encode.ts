import type { MergePreview } from '../../../shared/estimate.ts'
import type { JobReport, OutputOptions } from '../../../shared/jobs.ts'
import { previewOf } from '../algebra/preview.ts'
import { encodeDiffV1, encodedSizeBytes } from '../codec/diffV1Encode.ts'
import type { Awaitable, DeltaReader } from '../delta.ts'
import type { DeltaFacts, ManifestFacts } from '../manifest/facts.ts'
import { type Check, type OpContext, type Plan, type PlanItem, type Prepared, STANDARD_STREAM } from './context.ts'
import { type Counted, counting } from './counting.ts'
import { checkOutput, type Listener, openOutput, writeChunks } from './output.ts'
import { deltaFacts, type Origin, sumTotals, type Written } from './written.ts'

/** What is written, where, and of what: the one path of every operation that writes a file of deltas. */
export interface EncodeWork {
  readonly deltas: readonly Written[]
  readonly origin: Origin
  readonly path: string
  readonly options?: OutputOptions | undefined
  readonly context: OpContext
  readonly checks: readonly string[]
  readonly warnings?: readonly string[] | undefined
  /** Points of the inputs that the output does not have any more. */
  readonly drops?: readonly string[] | undefined
  /** What inputs with manifests say of the whole; asked for only when a file is finished. */
  readonly describe?: (() => Promise<Described>) | undefined
}

/** What the manifest of an output says beside what its deltas say. */
export type Described = Partial<Pick<ManifestFacts, 'source' | 'parent' | 'replaces'>> & {
  readonly ends?: Pick<DeltaFacts, 'fromId' | 'toId' | 'toCreatedAt'> | undefined
}

/** A refusal closes what the work holds: `prepare` gives nobody anything to close then. */
export async function closingOnRefusal<T>(
  close: () => Promise<void>,
  prepare: () => Awaited<T> | Promise<T>,
): Promise<T> {
  try {
    return await prepare()
  } catch (error) {
    await close()
    throw error
  }
}

/** Plans the writing of one delta as a v1 diff (FORMATS §3). The plan's `outputBytes` is exact, or null where payload decides. */
export async function prepareDiff(work: EncodeWork & { readonly deltas: readonly [Written] }): Promise<Prepared> {
  const { context, path } = work
  const [delta] = work.deltas
  const outputBytes = delta.isExact ? encodedSizeBytes(delta.header, delta.totals) : null
  const checks = await checkOutput(path, work.options)
  return prepared(work, { checks, outputBytes, sizeBytes: delta.header.sizeBytes ?? 0 }, async () => {
    const reader = delta.isExact ? delta.open() : counting(delta.open())
    const stream = { chunks: encodeDiffV1(reader), readers: [reader], outputBytes }
    const written = await writeStream(work, stream, () =>
      describedFacts(work, 'diff-v1', [deltaFacts(delta, countedOf(reader, delta))]),
    )
    return { ...written, counted: countedOf(reader, delta), path: path === STANDARD_STREAM ? null : path, context }
  })
}

/** The facts of an output's manifest: what its deltas say, and what the manifests of its inputs say of the whole. */
export async function describedFacts(
  work: Pick<EncodeWork, 'describe' | 'origin'>,
  kind: ManifestFacts['kind'],
  deltas: readonly DeltaFacts[],
): Promise<ManifestFacts> {
  const { ends, ...described } = (await work.describe?.()) ?? {}
  const last = deltas.length - 1
  const withEnds = deltas.map((delta, number) => ({
    ...delta,
    ...(number === 0 && ends?.fromId !== undefined ? { fromId: ends.fromId } : {}),
    ...(number === last && ends?.toId !== undefined ? { toId: ends.toId, toCreatedAt: ends.toCreatedAt } : {}),
  }))
  return { kind, deltas: withEnds, source: await work.origin.source, parent: null, ...described }
}

/** What has passed through a reader that counts, else what was known before. */
export function countedOf(reader: DeltaReader | ReturnType<typeof counting>, { totals }: Written): Counted {
  if ('counted' in reader) return reader.counted
  return { records: totals.count, dataBytes: totals.dataBytes, zeroBytes: totals.zeroBytes }
}

/** Chunks on their way to an output. The readers are closed at the end. */
export interface StreamWork {
  readonly chunks: AsyncIterable<Uint8Array>
  readonly readers: readonly Pick<DeltaReader, 'close'>[]
  readonly outputBytes: number | null
}

/** Writes chunks as a whole file or nothing, or to standard output. */
export async function writeStream(
  work: Pick<EncodeWork, 'path' | 'options' | 'context' | 'deltas'>,
  { chunks, readers, outputBytes }: StreamWork,
  facts: () => Awaitable<ManifestFacts>,
): Promise<{ readonly digest: string | null }> {
  const { path, options } = work
  // Of what comes over a pipe nothing is known: work is what is written, and nobody can say of how much.
  const isKnown = work.deltas.length > 0
  const context = outputBytes === null && isKnown ? countingReads(work) : work.context
  const total = outputBytes ?? sumTotals(work.deltas).dataBytes
  try {
    const output = await openOutput({ path, options, expectedBytes: outputBytes }, work.context)
    try {
      await writeChunks(chunks, output, context, outputBytes)
      const doneBytes = isKnown ? total : work.context.meter.writtenBytes
      work.context.onProgress({ phase: 'finishing', doneBytes, totalBytes: isKnown ? total : null })
      return { digest: await output.finish(await facts()) }
    } finally {
      await output.abandon()
    }
  } finally {
    for (const reader of readers) await reader.close()
  }
}

/** Where only the payload says how much will be written, work is what is read of it. */
function countingReads({ context, deltas }: Pick<EncodeWork, 'context' | 'deltas'>): Listener {
  const begin = context.meter.readBytes
  const totalBytes = sumTotals(deltas).dataBytes
  const done = (): number => Math.min(context.meter.readBytes - begin, totalBytes)
  const { signal } = context
  return { signal, onProgress: ({ phase }) => context.onProgress({ phase, doneBytes: done(), totalBytes }) }
}

/** What a run has to say in the end. */
export interface Ran {
  readonly digest: string | null
  readonly counted: Counted
  /** Null: standard output. */
  readonly path: string | null
  readonly paths?: readonly string[] | undefined
}

/** What is known of the output beforehand. */
export interface OutputPlan {
  readonly checks: readonly Check[]
  readonly outputBytes: number | null
  readonly sizeBytes: number
  readonly files?: readonly PlanItem[] | undefined
}

/** An operation around its `run`: the plan from headers, the preview, the report. */
export function prepared(work: EncodeWork, output: OutputPlan, run: () => Promise<Ran>): Prepared {
  const { context, origin } = work
  const warnings = [...origin.warnings, ...(work.warnings ?? [])]
  const plan = planOf(work, output, warnings)
  const preview = previewWork(work, output)
  return {
    plan,
    ...(preview === null ? {} : { preview }),
    async run(): Promise<JobReport> {
      const { digest, counted, path, paths } = await run()
      return {
        readBytes: context.meter.readBytes,
        writtenBytes: context.meter.writtenBytes,
        ...counted,
        sizeBytes: output.sizeBytes,
        path,
        target: null,
        warnings,
        ...(digest === null ? {} : { digest }),
        ...(paths === undefined ? {} : { paths: [...paths] }),
      }
    },
    close: () => origin.close(),
  }
}

function planOf(work: EncodeWork, output: OutputPlan, warnings: readonly string[]): Plan {
  const { inputs } = work.origin
  const totals = sumTotals(work.deltas)
  const { outputBytes, sizeBytes } = output
  const spillBytes = inputs.reduce((sum, input) => sum + input.spillBytes, 0)
  return {
    outputBytes,
    readBytes: totals.dataBytes,
    dataBytes: totals.dataBytes,
    zeroBytes: totals.zeroBytes,
    records: totals.count,
    sizeBytes,
    checks: [...work.checks.map((label) => ({ label, state: 'ok' as const })), ...output.checks],
    warnings,
    reads: inputs.map(({ called, fileBytes }) => ({ called, bytes: fileBytes })),
    writes: output.files ?? [{ called: work.path, bytes: outputBytes }],
    ...(work.drops === undefined ? {} : { drops: work.drops }),
    ...(spillBytes === 0 ? {} : { spillBytes }),
  }
}

/** The preview of what is composed; null where a delta is none of layers (a difference). */
function previewWork({ deltas, origin }: EncodeWork, output: OutputPlan): (() => MergePreview) | null {
  const steps = deltas.flatMap(({ preview }) => (preview === undefined ? [] : [preview]))
  if (steps.length < deltas.length) return null
  const bytes = output.outputBytes ?? sumTotals(deltas).dataBytes
  return () => previewOf({ steps, inputs: origin.inputs, after: { files: output.files?.length ?? 1, bytes } })
}

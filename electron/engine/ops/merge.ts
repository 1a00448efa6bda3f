import { AppError } from '../../../shared/errors.ts'
import type { JobRequest, MergeInput } from '../../../shared/jobs.ts'
import { nameToBytes } from '../../../shared/names.ts'
import { composeStreamed } from '../algebra/composeStreamed.ts'
import { checkContinuous, composedHeader } from '../algebra/continuity.ts'
import { locatedReader } from '../algebra/locatedReader.ts'
import { composePieces } from '../algebra/compose.ts'
import type { Layer } from '../algebra/piece.ts'
import { encodeDiffV1 } from '../codec/diffV1Encode.ts'
import type { DeltaHeader, RandomAccess } from '../delta.ts'
import { type OpContext, type Prepared, STANDARD_STREAM, UNKNOWN_PLAN } from './context.ts'
import { counting } from './counting.ts'
import { openDiffFile } from './diffFiles.ts'
import { type InputContext, inputsFor } from './inputFile.ts'
import { prepareEncode } from './exportDiff.ts'
import { inLayer, openFirstInput } from './mergeInput.ts'
import { checkOutput, openOutput, writeChunks } from './output.ts'
import { libraryRef } from './refs.ts'

type MergeRequest = Extract<JobRequest, { kind: 'merge' }>

/** One input of a merge, located: a file is one layer, a stretch of an image as many as it has links. */
interface LocatedInput {
  readonly called: string
  readonly header: DeltaHeader
  readonly layers: readonly Layer[]
  readonly files: readonly RandomAccess[]
  /** As `InputFile.spillBytes`. */
  readonly spillBytes: number
  readonly close: () => Promise<void>
}

/**
 * Merges diffs that follow each other into one, in one pass: byte for byte what folding them pair by pair with
 * `rbd merge-diff` gives (FORMATS §7). All heads of all inputs are checked before the output is opened.
 *
 * The first input may be `-`: then nothing of it is known beforehand, and it is composed as it streams.
 * @throws AppError E_MERGE_NOT_CONTINUOUS, E_MERGE_RECORD, E_STREAM_*, E_FORMAT_*, E_FILE_*
 */
export async function prepareMerge(request: MergeRequest, context: OpContext): Promise<Prepared> {
  const [first] = request.inputs
  if (first?.kind === 'file' && first.path === STANDARD_STREAM) return prepareStreamedMerge(request, context)
  const inputs: LocatedInput[] = []
  const close = async (): Promise<void> => {
    await Promise.all(inputs.map((input) => input.close()))
  }
  try {
    for (const input of request.inputs) inputs.push(await openInput(input, request.path, context))
    for (let i = 1; i < inputs.length; i++) {
      const [before, after] = [inputs[i - 1], inputs[i]]
      if (before !== undefined && after !== undefined) checkContinuous(before.header, after.header)
    }
  } catch (error) {
    await close()
    throw error
  }
  const [head, ...tail] = inputs.map((input) => input.header)
  if (head === undefined) throw new AppError('E_ARGUMENT_MISSING', 'There is nothing to merge')
  return prepareEncode({
    header: composedHeader([head, ...tail]),
    stretch: {
      layers: inputs.flatMap((input) => input.layers),
      files: inputs.flatMap((input) => input.files),
      fromNothing: false,
    },
    path: request.path,
    options: request.output,
    context,
    checks: ['The diffs follow each other', 'Records ascend, none overlaps, end records are present'],
    warnings: namelessJoins(inputs),
    spillBytes: inputs.reduce((sum, { spillBytes }) => sum + spillBytes, 0),
    close,
  })
}

/** Two diffs without names at their joint count as continuous for the real tool; that they are is nowhere said, so we say that. */
function namelessJoins(inputs: readonly LocatedInput[]): readonly string[] {
  const warnings: string[] = []
  for (let i = 1; i < inputs.length; i++) {
    const [before, after] = [inputs[i - 1], inputs[i]]
    if (before === undefined || after === undefined || before.header.to !== null) continue
    warnings.push(
      `Nothing but their order says that ${after.called} follows ${before.called}: neither names a snapshot there`,
    )
  }
  return warnings
}

async function openInput(input: MergeInput, outputPath: string, context: OpContext): Promise<LocatedInput> {
  if (input.kind === 'file') return openFileInput(input.path, inputsFor(outputPath, context))
  const from = input.from === null ? null : nameToBytes(input.from)
  const to = input.to === null ? null : nameToBytes(input.to)
  const range = await context.library.openRange(libraryRef(input.image), from, to, {
    signal: context.signal,
    meter: context.meter,
  })
  return {
    called: `${input.image.image.text} from ${input.from?.text ?? 'nothing'} to ${input.to?.text ?? 'the head'}`,
    header: { from, to, sizeBytes: range.sizeBytes },
    layers: range.layers,
    files: range.files,
    spillBytes: 0,
    close: () => range.close(),
  }
}

async function openFileInput(path: string, inputs: InputContext): Promise<LocatedInput> {
  const diff = await openDiffFile(path, inputs)
  const { file, header, records, spillBytes } = diff
  return {
    called: path,
    header,
    layers: [{ records, sizeBytes: header.sizeBytes ?? 0 }],
    files: [file],
    spillBytes,
    close: () => diff.close(),
  }
}

async function prepareStreamedMerge(request: MergeRequest, context: OpContext): Promise<Prepared> {
  const [, second, ...more] = request.inputs
  if (context.streams.input === undefined || second?.kind !== 'file' || more.length > 0) {
    throw new AppError('E_UNSUPPORTED', 'Standard input can only be the first of two diffs', {
      hint: 'Put the others into files and merge those',
    })
  }
  await checkOutput(request.path, request.output)
  const after = await openFileInput(second.path, inputsFor(request.path, context)).catch((error: unknown) => {
    throw inLayer(error, 1)
  })
  return {
    plan: { ...UNKNOWN_PLAN, sizeBytes: after.header.sizeBytes ?? 0, spillBytes: after.spillBytes },
    async run() {
      const before = await openFirstInput(context)
      let digest: string | null = null
      try {
        checkContinuous(before.header, after.header)
      } catch (error) {
        await before.close()
        throw error
      }
      const merged = counting(
        composeStreamed(before, locatedReader(after.header, composePieces(after.layers), after.files)),
      )
      try {
        const work = { path: request.path, options: request.output, expectedBytes: null }
        const output = await openOutput(work, context)
        try {
          await writeChunks(encodeDiffV1(merged), output, context, null)
          context.onProgress({ phase: 'finishing', doneBytes: context.meter.writtenBytes, totalBytes: null })
          const deltas = [{ header: merged.header, ...merged.counted }]
          digest = await output.finish({ kind: 'diff-v1', deltas, source: null, parent: null })
        } finally {
          await output.abandon()
        }
      } finally {
        await merged.close()
      }
      return {
        readBytes: context.meter.readBytes,
        writtenBytes: context.meter.writtenBytes,
        ...merged.counted,
        sizeBytes: after.header.sizeBytes ?? 0,
        path: request.path === STANDARD_STREAM ? null : request.path,
        target: null,
        warnings: [],
        ...(digest === null ? {} : { digest }),
      }
    },
    close: after.close,
  }
}

import { AppError } from '../../../shared/errors.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { nameFromBytes } from '../../../shared/names.ts'
import { composePieces } from '../algebra/compose.ts'
import { composeStreamed } from '../algebra/composeStreamed.ts'
import { checkContinuous, composedHeader } from '../algebra/continuity.ts'
import { locatedReader } from '../algebra/locatedReader.ts'
import { openChain } from '../chain/openChain.ts'
import { chainPoints, stepBetween } from '../chain/steps.ts'
import type { OpenChain } from '../chain/types.ts'
import { encodeDiffV1 } from '../codec/diffV1Encode.ts'
import type { DeltaHeader } from '../delta.ts'
import { type OpContext, type Prepared, STANDARD_STREAM, UNKNOWN_PLAN } from './context.ts'
import { counting } from './counting.ts'
import { closingOnRefusal, prepareDiff, writeStream } from './encode.ts'
import { inputsFor } from './inputFile.ts'
import { mergedFacts } from './mergedFacts.ts'
import { inLayer, openFirstInput } from './mergeInput.ts'
import { checkOutput } from './output.ts'
import { writtenStep } from './written.ts'

type MergeRequest = Extract<JobRequest, { kind: 'merge' }>

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
  const chain = await openMerge(request, request.inputs, context)
  return closingOnRefusal(
    () => chain.close(),
    () => {
      const points = chainPoints(chain)
      const step = stepBetween(points, 0, chain.links.length, chain.links.length)
      const drops = points.slice(1, -1).flatMap(({ name }) => (name === null ? [] : [nameFromBytes(name).text]))
      return prepareDiff({
        deltas: [writtenStep(chain, { ...step, header: headerOf(chain) }, { reading: 'merge' })],
        origin: chain,
        path: request.path,
        options: request.output,
        context,
        checks: ['The diffs follow each other', 'Records ascend, none overlaps, end records are present'],
        drops,
        ...(hasManifest(request)
          ? { describe: () => mergedFacts(filePath(request.inputs[0]), filePath(request.inputs.at(-1))) }
          : {}),
      })
    },
  )
}

function hasManifest({ path, output }: MergeRequest): boolean {
  return path !== STANDARD_STREAM && output?.manifest !== false
}

function filePath(input: MergeRequest['inputs'][number] | undefined): string | null {
  return input?.kind === 'file' ? input.path : null
}

function openMerge(request: MergeRequest, inputs: MergeRequest['inputs'], context: OpContext): Promise<OpenChain> {
  return openChain(inputs, context, { reading: 'merge', sort: request.sort, files: inputsFor(request.path, context) })
}

function headerOf({ links }: OpenChain): DeltaHeader {
  const [first, ...rest] = links.map(({ header }) => header)
  if (first === undefined) throw new Error('a chain has at least one link')
  return composedHeader([first, ...rest])
}

async function prepareStreamedMerge(request: MergeRequest, context: OpContext): Promise<Prepared> {
  const [, second, ...more] = request.inputs
  if (context.streams.input === undefined || second?.kind !== 'file' || more.length > 0) {
    throw new AppError('E_UNSUPPORTED', 'Standard input can only be the first of two diffs', {
      hint: 'Put the others into files and merge those',
    })
  }
  await checkOutput(request.path, request.output)
  const chain = await openMerge(request, [second], context).catch((error: unknown) => {
    throw inLayer(error, 1)
  })
  const after = headerOf(chain)
  const spillBytes = chain.inputs.reduce((sum, input) => sum + input.spillBytes, 0)
  return {
    plan: { ...UNKNOWN_PLAN, sizeBytes: after.sizeBytes ?? 0, warnings: chain.warnings, spillBytes },
    async run() {
      const before = await openFirstInput(context)
      await closingOnRefusal(
        () => before.close(),
        () => checkContinuous(before.header, after),
      )
      const pieces = composePieces(chain.links.map(({ layer }) => layer))
      const files = chain.links.map(({ file }) => file)
      const merged = counting(composeStreamed(before, locatedReader(after, pieces, files)))
      const work = { path: request.path, options: request.output, context, deltas: [] }
      const { digest } = await writeStream(
        work,
        { chunks: encodeDiffV1(merged), readers: [merged], outputBytes: null },
        async () => {
          const { replaces } = await mergedFacts(null, hasManifest(request) ? second.path : null)
          const deltas = [{ header: merged.header, ...merged.counted }]
          return { kind: 'diff-v1', deltas, source: null, parent: null, replaces }
        },
      )
      return {
        readBytes: context.meter.readBytes,
        writtenBytes: context.meter.writtenBytes,
        ...merged.counted,
        sizeBytes: after.sizeBytes ?? 0,
        path: request.path === STANDARD_STREAM ? null : request.path,
        target: null,
        warnings: [...chain.warnings],
        ...(digest === null ? {} : { digest }),
      }
    },
    close: () => chain.close(),
  }
}

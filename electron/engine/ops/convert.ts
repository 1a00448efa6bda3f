import { AppError } from '../../../shared/errors.ts'
import type { ChainEdits, JobRequest } from '../../../shared/jobs.ts'
import { type Name, nameFromBytes, nameToBytes } from '../../../shared/names.ts'
import { openChain } from '../chain/openChain.ts'
import {
  type ChainPoint,
  type ChainStep,
  chainPoints,
  checkFull,
  checkNamesOnce,
  editedPoints,
  type NameEdits,
  pointNamed,
  stepBetween,
  stepsBetween,
  stepsToHead,
} from '../chain/steps.ts'
import type { OpenChain } from '../chain/types.ts'
import { detect } from '../codec/detect.ts'
import { type OpContext, type Prepared, STANDARD_STREAM } from './context.ts'
import { isApplied, prepareAppliedStream } from './convertStream.ts'
import { closingOnRefusal, type Described, type EncodeWork, prepareDiff } from './encode.ts'
import { prepareDiffFiles } from './encodeDiffFiles.ts'
import { imageHeader, prepareImageV2, protectionLength } from './encodeImageV2.ts'
import { prepareRaw } from './encodeRaw.ts'
import { type InputFile, inputsFor, spoolContent } from './inputFile.ts'
import { STANDARD_INPUT } from './kinds.ts'
import { mergedFacts } from './mergedFacts.ts'
import { checkOutput, severalFiles } from './output.ts'
import { openStandardInput } from './standardInput.ts'
import { writtenStep } from './written.ts'

type ConvertRequest = Extract<JobRequest, { kind: 'convert' }>

/**
 * Converts a chain: diffs in order, a full export with diffs behind it, one file of format 2, or stretches of images, into a raw image, one
 * diff, one file of format 2, or one diff file a step. One path: open the chain, edit its names, compose each step, encode.
 *
 * @throws AppError E_CHAIN_GAP, E_CHAIN_FORK, E_MERGE_NOT_CONTINUOUS, E_MERGE_RECORD, E_SNAPSHOT_NOT_FOUND, E_SNAPSHOT_EXISTS,
 *   E_DIFF_START_SNAPSHOT_MISSING, E_DIFF_END_SNAPSHOT_EXISTS, E_DIFF_SNAPSHOT_ORDER, E_STREAM_*, E_FORMAT_*, E_FILE_*
 */
export async function prepareConvert(request: ConvertRequest, context: OpContext): Promise<Prepared> {
  checkRequest(request)
  const files = inputsFor(request.path, context)
  let standardInput: (() => Promise<InputFile>) | undefined
  if (readsStandardInput(request)) {
    // A name that is taken is met before anything is read: what came over a pipe cannot be had again.
    if (request.to !== 'diffs') await checkOutput(request.path, request.output)
    const content = await openStandardInput(context)
    if (isApplied(request) && detect(content.head, null).kind === 'diff-v1')
      return prepareAppliedStream(request, content, context)
    standardInput = () => spoolContent(content, STANDARD_INPUT, files)
  }
  const chain = await openChain(request.inputs, context, { reading: 'chain', sort: request.sort, files, standardInput })
  return closingOnRefusal(
    () => chain.close(),
    () => prepareOutput(request, chain, context),
  )
}

function readsStandardInput({ inputs }: ConvertRequest): boolean {
  return inputs.some((input) => input.kind === 'file' && input.path === STANDARD_STREAM)
}

function checkRequest(request: ConvertRequest): void {
  const { inputs, to, fromSnapshot, edits = {} } = request
  if (readsStandardInput(request) && inputs.length > 1) {
    throw new AppError('E_UNSUPPORTED', 'Standard input can only be the one input of a conversion', {
      hint: 'Put it into a file first',
    })
  }
  if (to === 'diffs' && request.path === STANDARD_STREAM) throw severalFiles()
  if (to !== 'diff' && (edits.from !== undefined || edits.to !== undefined)) {
    throw new AppError('E_OPTION_BAD_VALUE', 'Only a single diff can be given another start or end name')
  }
  if ((to === 'raw' || to === 'v2') && (fromSnapshot ?? null) !== null) {
    throw new AppError(
      'E_OPTION_BAD_VALUE',
      `A ${to === 'raw' ? 'raw image' : 'full export'} begins from nothing, not at a snapshot`,
    )
  }
}

/** Which part of the chain is asked for: numbers of points. */
interface Part {
  readonly points: readonly ChainPoint[]
  readonly begin: number
  readonly end: number
}

function partOf(request: ConvertRequest, chain: OpenChain): Part {
  const points = chainPoints(chain)
  checkNamesOnce(points)
  const at = (name: Name | null, other: number): number =>
    name === null ? other : pointNamed(points, nameToBytes(name))
  const begin = at(request.fromSnapshot ?? null, 0)
  const end = at(request.at ?? null, chain.links.length)
  if (begin > end) {
    throw new AppError(
      'E_DIFF_SNAPSHOT_ORDER',
      `Snapshot “${textOf(points[begin])}” is newer than “${textOf(points[end])}”`,
    )
  }
  return { points: points.slice(0, end + 1), begin, end }
}

function prepareOutput(request: ConvertRequest, chain: OpenChain, context: OpContext): Promise<Prepared> {
  const { path, to, edits = {} } = request
  const part = partOf(request, chain)
  if (to === 'raw' || to === 'v2') checkFull(chain)
  const points = editedPoints(part.points, nameEdits(edits))
  const count = part.end
  const written = (step: ChainStep) => writtenStep(chain, step, { reading: 'chain', range: edits.range })
  const work: Omit<EncodeWork, 'deltas' | 'drops'> = {
    origin: chain,
    path,
    options: request.output,
    context,
    checks: ['The files follow each other', 'Records ascend, none overlaps, end records are present'],
    ...(edits.range === undefined && path !== STANDARD_STREAM
      ? { describe: () => described(request, chain, part) }
      : {}),
  }
  if (to === 'diffs') {
    const steps = stepsBetween(points, part.begin, points.length - 1, count)
    return prepareDiffFiles({ ...work, deltas: steps.map(written), drops: droppedNames(part, points, steps) })
  }
  if (to === 'v2') {
    const steps = stepsToHead(points, count)
    return prepareImageV2({
      ...work,
      deltas: steps.map(written),
      drops: droppedNames(part, points, steps),
      header: imageHeader(chain.facts, request.image),
      protectionBytes: protectionLength(chain.facts, request.dialect),
    })
  }
  const step = withNames(stepBetween(points, part.begin, points.length - 1, count), edits)
  const single = { ...work, deltas: [written(step)] as const, drops: droppedNames(part, points, [step]) }
  return to === 'raw' ? prepareRaw(single) : prepareDiff(single)
}

/** What the manifests of the files at both ends of the part say, where the part is all of those files. */
function described({ inputs }: ConvertRequest, { links }: OpenChain, { begin, end }: Part): Promise<Described> {
  const pathOf = (inside: number, outside: number): string | null => {
    const number = links[inside]?.input
    const input = number === undefined || number === links[outside]?.input ? undefined : inputs[number]
    return input?.kind === 'file' && input.path !== STANDARD_STREAM ? input.path : null
  }
  return mergedFacts(pathOf(begin, begin - 1), pathOf(end - 1, end))
}

function nameEdits({ dropSnapshots = [], renameSnapshots = [], nameHead }: ChainEdits): NameEdits {
  return {
    dropSnapshots: dropSnapshots.map(nameToBytes),
    renameSnapshots: renameSnapshots.map(({ from, to }) => ({ from: nameToBytes(from), to: nameToBytes(to) })),
    nameHead: nameHead === undefined ? null : nameToBytes(nameHead),
  }
}

function withNames(step: ChainStep, { from, to }: ChainEdits): ChainStep {
  const name = (edit: Name | null | undefined, own: Uint8Array | null): Uint8Array | null =>
    edit === undefined ? own : edit === null ? null : nameToBytes(edit)
  return { ...step, header: { ...step.header, from: name(from, step.header.from), to: name(to, step.header.to) } }
}

/** Names that the chain's points had and that nothing written bears any more. */
function droppedNames(
  { points, begin }: Part,
  edited: readonly ChainPoint[],
  steps: readonly ChainStep[],
): readonly string[] {
  const ends = new Set(steps.map(({ end }) => end))
  return points.flatMap((point, number) => {
    const isKept = number <= begin || (ends.has(number) && edited[number]?.name !== null)
    return point.name === null || isKept ? [] : [textOf(point)]
  })
}

function textOf(point: ChainPoint | undefined): string {
  return nameFromBytes(point?.name ?? new Uint8Array(0)).text
}

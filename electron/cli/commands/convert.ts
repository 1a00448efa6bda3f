import { AppError } from '../../../shared/errors.ts'
import type { ChainEdits, JobRequest, MergeInput, V2Dialect } from '../../../shared/jobs.ts'
import { type Name, nameFromText } from '../../../shared/names.ts'
import { parseSize } from '../../../shared/units.ts'
import { badValue, type OptionDefinition } from '../args.ts'
import type { Arguments } from '../arguments.ts'
import type { Command, CommandContext } from '../command.ts'
import { contentPath, isImageWord, pointOfWord } from '../contents.ts'
import { IMAGE_OPTIONS, readImageOptions } from '../imageOptions.ts'
import {
  DRY_RUN_OPTION,
  FROM_SNAP_OPTION,
  NO_PROGRESS_OPTION,
  OUTPUT_OPTIONS,
  pathOption,
  readOutput,
  readVerifyFirst,
  VERIFY_FIRST_OPTION,
} from '../options.ts'
import { requestPath, runJob } from '../runJob.ts'
import { STANDARD_STREAM } from '../standardStreams.ts'

type Target = Extract<JobRequest, { kind: 'convert' }>['to']
const TARGETS: readonly Target[] = ['raw', 'v2', 'diff', 'diffs']

/** The length of the `p` record in files of format 2. */
export const DIALECT_OPTION: OptionDefinition = {
  name: 'v2-dialect',
  value: '16.2|18.2',
  help: 'release whose way of writing format 2 is kept to [18.2]',
}

/** Reads {@link DIALECT_OPTION}: what a request takes as `dialect`. @throws AppError E_OPTION_BAD_VALUE */
export function readDialect(args: Arguments): { readonly dialect?: V2Dialect } {
  const dialect = args.option('v2-dialect')
  if (dialect === null) return {}
  if (dialect !== '16.2' && dialect !== '18.2') throw badValue('v2-dialect', 'It takes 16.2 or 18.2')
  return { dialect }
}

/** `convert`: a chain of files or of an image into a raw image, a file of format 2, one diff, or a diff a step. */
export const convertCommand: Command = {
  names: ['convert'],
  summary: 'Convert a chain into a raw image, an export of format 2, one diff, or a diff a step.',
  arguments: [
    { name: 'INPUT...', help: 'files that follow each other, or images as CONNECTION://POOL/IMAGE[@SNAP]' },
    { name: 'PATH', help: "file to make, '-' for standard output, or with --to diffs a folder" },
  ],
  maxArguments: Number.POSITIVE_INFINITY,
  options: [
    { name: 'to', value: TARGETS.join('|'), help: 'what to make' },
    { name: 'at', value: 'SNAP', help: 'point to end at [the last]' },
    FROM_SNAP_OPTION,
    {
      name: 'drop-snap',
      value: 'SNAP',
      help: 'take the name off a point; its changes go to the next',
      repeatable: true,
    },
    { name: 'rename-snap', value: 'OLD=NEW', help: 'give a point another name', repeatable: true },
    { name: 'name-head', value: 'SNAP', help: 'give the head a name' },
    { name: 'set-from', value: 'SNAP', help: 'start name to write, of one diff' },
    { name: 'no-from', help: 'write no start name, of one diff' },
    { name: 'set-to', value: 'SNAP', help: 'end name to write, of one diff' },
    { name: 'no-to', help: 'write no end name, of one diff' },
    { name: 'range', value: 'OFFSET+LENGTH', help: 'only these bytes of the image, in B/K/M/G' },
    { name: 'sort', help: 'put records that are out of order in order, instead of refusing them' },
    DIALECT_OPTION,
    ...IMAGE_OPTIONS,
    pathOption('what to make'),
    ...OUTPUT_OPTIONS,
    VERIFY_FIRST_OPTION,
    DRY_RUN_OPTION,
    NO_PROGRESS_OPTION,
  ],
  async run(args, context) {
    const to = readTarget(args)
    const words = [...args.takeAll()]
    const path = args.option('path') ?? (words.length > 1 ? words.pop() : undefined)
    if (words.length === 0) throw new AppError('E_ARGUMENT_MISSING', 'input was not specified')
    if (!path) throw new AppError('E_ARGUMENT_MISSING', 'path was not specified')
    const inputs = words.map((word) => inputOf(word, args, context))
    const needsLibrary = inputs.some(({ kind }) => kind === 'range')
    const engine = needsLibrary ? await context.openLibrary() : context.engine
    const [at, from] = [args.option('at'), args.option('from-snap')]
    const edits = readEdits(args)
    const image = readImageOptions(args)
    const request: JobRequest = {
      kind: 'convert',
      inputs,
      to,
      path: requestPath(path, args, context),
      ...(at === null ? {} : { at: nameFromText(at) }),
      ...(from === null ? {} : { fromSnapshot: nameFromText(from) }),
      ...(edits === null ? {} : { edits }),
      ...(args.isGiven('sort') ? { sort: true } : {}),
      ...readDialect(args),
      ...(image === undefined ? {} : { image }),
      ...readOutput(args),
      ...readVerifyFirst(args),
    }
    await runJob(engine, request, 'Converting', args, context)
    return 0
  },
}

function readTarget(args: Arguments): Target {
  const text = args.option('to')
  if (text === null) {
    throw new AppError('E_ARGUMENT_MISSING', 'must specify --to raw, v2, diff or diffs')
  }
  const to = TARGETS.find((one) => one === text)
  if (to === undefined) throw badValue('to', `It takes ${TARGETS.join(', ')}`)
  return to
}

function inputOf(word: string, args: Arguments, context: CommandContext): MergeInput {
  if (!isImageWord(word))
    return { kind: 'file', path: word === STANDARD_STREAM ? word : contentPath(word, args, context) }
  const { image, snapshot } = pointOfWord(word, context, args.verb)
  return { kind: 'range', image, from: null, to: snapshot }
}

/** Null: nothing is to be changed. @throws AppError E_OPTION_BAD_VALUE */
function readEdits(args: Arguments): ChainEdits | null {
  const drops = args.list('drop-snap').map(nameFromText)
  const renames = args.list('rename-snap').map(renameOf)
  const head = args.option('name-head')
  const from = endOf('from', args)
  const to = endOf('to', args)
  const range = rangeOf(args.option('range'))
  const edits: ChainEdits = {
    ...(drops.length === 0 ? {} : { dropSnapshots: drops }),
    ...(renames.length === 0 ? {} : { renameSnapshots: renames }),
    ...(head === null ? {} : { nameHead: nameFromText(head) }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(range === null ? {} : { range }),
  }
  return Object.keys(edits).length === 0 ? null : edits
}

function renameOf(text: string): { from: Name; to: Name } {
  const equals = text.indexOf('=')
  const [from, to] = [text.slice(0, equals), text.slice(equals + 1)]
  if (equals < 1 || to === '') throw badValue('rename-snap', 'Write the old name, =, and the new one')
  return { from: nameFromText(from), to: nameFromText(to) }
}

/** Undefined: the end keeps its name; null: it gets none. */
function endOf(end: 'from' | 'to', args: Arguments): Name | null | undefined {
  const name = args.option(`set-${end}`)
  if (name === null) return args.isGiven(`no-${end}`) ? null : undefined
  if (args.isGiven(`no-${end}`)) throw badValue(`set-${end}`, `--no-${end} says the contrary`)
  return nameFromText(name)
}

function rangeOf(text: string | null): { offset: number; length: number } | null {
  if (text === null) return null
  const [offset, length] = text.split('+').map((part) => parseSize(part, 1))
  if (
    offset === null ||
    offset === undefined ||
    length === null ||
    length === undefined ||
    text.split('+').length !== 2
  ) {
    throw badValue('range', 'Write where it begins, +, and how long it is: 4M+64K')
  }
  return { offset, length }
}

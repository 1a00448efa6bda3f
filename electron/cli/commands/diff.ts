import type { Extents } from '../../../shared/contract.ts'
import { imageOf } from '../../../shared/imageSpec.ts'
import { nameFromText } from '../../../shared/names.ts'
import type { Arguments } from '../arguments.ts'
import { tooManyArguments } from '../args.ts'
import { type Command, type CommandContext, POINT_SPEC } from '../command.ts'
import { readSide } from '../contents.ts'
import { print } from '../io.ts'
import {
  DRY_RUN_OPTION,
  FORMAT_OPTIONS,
  FROM_SNAP_OPTION,
  NO_PROGRESS_OPTION,
  OUTPUT_OPTIONS,
  pathOption,
  readFormat,
  readOutput,
  readVerifyFirst,
  SNAP_OPTION,
  SOURCE_OPTIONS,
  VERIFY_FIRST_OPTION,
} from '../options.ts'
import { formatted } from '../rbd/formatted.ts'
import { requestPath, runJob } from '../runJob.ts'
import { takePoint } from '../specArgs.ts'
import { type Column, formatTable } from '../table.ts'

/** Extents asked for at once; the engine gives no more than 100,000. */
const PAGE = 100_000

/**
 * `diff`: with one argument as `rbd diff`, the extents that changed in an image; with two contents and a path (three arguments, or two and
 * `--path`) what turns the one into the other, as a diff.
 */
export const diffCommand: Command = {
  names: ['diff'],
  summary: 'List what changed in an image; or write the difference of two contents: diff A B PATH.',
  arguments: [
    {
      name: `${POINT_SPEC} | A`,
      help: 'image to list; or the first content: a file, or CONNECTION://POOL/IMAGE[@SNAP]',
    },
    { name: '[B', help: 'second content' },
    { name: 'PATH]', help: "diff to make, or '-' for standard output" },
  ],
  maxArguments: 3,
  options: [
    ...SOURCE_OPTIONS,
    SNAP_OPTION,
    FROM_SNAP_OPTION,
    { name: 'whole-object', help: 'list whole objects' },
    ...FORMAT_OPTIONS,
    pathOption('with A and B: diff to make'),
    { name: 'at-a', value: 'SNAP', help: 'with A and B: the point of A [its last]' },
    { name: 'at-b', value: 'SNAP', help: 'with A and B: the point of B [its last]' },
    { name: 'set-from', value: 'SNAP', help: 'with A and B: start name to write' },
    { name: 'set-to', value: 'SNAP', help: 'with A and B: end name to write' },
    ...OUTPUT_OPTIONS,
    VERIFY_FIRST_OPTION,
    DRY_RUN_OPTION,
    NO_PROGRESS_OPTION,
  ],
  run(args, context) {
    const isOfTwo = args.left() === 3 || (args.left() === 2 && args.option('path') !== null)
    if (isOfTwo) return writeDiff(args, context)
    if (args.left() > 1) throw tooManyArguments('diff')
    return listExtents(args, context)
  },
}

async function listExtents(args: Arguments, context: CommandContext): Promise<number> {
  const point = takePoint(args, context.connection, 'source', 'optional')
  args.finish()
  const format = readFormat(args)
  const from = args.option('from-snap')
  const engine = await context.openLibrary()
  const extents: Extents['extents'] = []
  for (let start: number | null = 0; start !== null; ) {
    context.signal.throwIfAborted()
    const page: Extents = await engine.call('image.extents', {
      image: imageOf(point),
      from: from === null ? null : nameFromText(from),
      to: point.snapshot,
      wholeObject: args.isGiven('whole-object'),
      start,
      limit: PAGE,
    })
    for (const extent of page.extents) extents.push(extent)
    start = page.next
  }
  const plain = () =>
    formatTable(
      COLUMNS,
      extents.map(({ offset, length, exists }) => [String(offset), String(length), exists ? 'data' : 'zero']),
    )
  // `exists` is text: so the real tool prints it.
  const value = extents.map(({ offset, length, exists }) => ({ offset, length, exists: String(exists) }))
  await print(context.io, context.signal, formatted(format, { plain, value, tag: 'extents' }))
  return 0
}

const COLUMNS: readonly Column[] = [
  { heading: 'Offset', align: 'left' },
  { heading: 'Length', align: 'left' },
  { heading: 'Type', align: 'left' },
]

async function writeDiff(args: Arguments, context: CommandContext): Promise<number> {
  const a = readSide('a', args, context)
  const b = readSide('b', args, context)
  const path = requestPath(args.takePath(), args, context)
  args.finish()
  const [from, to] = [args.option('set-from'), args.option('set-to')]
  const engine = a.needsLibrary || b.needsLibrary ? await context.openLibrary() : context.engine
  await runJob(
    engine,
    {
      kind: 'diff',
      a: a.content,
      b: b.content,
      path,
      ...(from === null ? {} : { from: nameFromText(from) }),
      ...(to === null ? {} : { to: nameFromText(to) }),
      ...readOutput(args),
      ...readVerifyFirst(args),
    },
    'Making diff',
    args,
    context,
  )
  return 0
}

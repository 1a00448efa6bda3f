import { nameFromText } from '../../../shared/names.ts'
import { badValue, type OptionDefinition } from '../args.ts'
import type { Arguments } from '../arguments.ts'
import { type Command, POINT_SPEC } from '../command.ts'
import {
  DRY_RUN_OPTION,
  FROM_SNAP_OPTION,
  NO_PROGRESS_OPTION,
  OUTPUT_OPTIONS,
  pathOption,
  readOutput,
  readVerifyFirst,
  SNAP_OPTION,
  SOURCE_OPTIONS,
  VERIFY_FIRST_OPTION,
} from '../options.ts'
import { requestPath, runJob } from '../runJob.ts'
import { takePoint } from '../specArgs.ts'
import { DIALECT_OPTION, readDialect } from './convert.ts'

const PATH_HELP = "file to make, or '-' for standard output"
const COMMON = [
  ...SOURCE_OPTIONS,
  SNAP_OPTION,
  pathOption(PATH_HELP),
  ...OUTPUT_OPTIONS,
  VERIFY_FIRST_OPTION,
  DRY_RUN_OPTION,
  NO_PROGRESS_OPTION,
]
const ARGUMENTS = [
  { name: POINT_SPEC, help: 'image, or a snapshot of it' },
  { name: 'PATH', help: PATH_HELP },
]

/** The format of a file that is written or read; `rbd` refuses any other number. */
export const EXPORT_FORMAT_OPTION: OptionDefinition = {
  name: 'export-format',
  value: '1|2',
  help: 'format of the image file: 1 raw, 2 with snapshots and metadata',
}

/** Reads {@link EXPORT_FORMAT_OPTION}; null: it was not given. @throws AppError E_OPTION_BAD_VALUE */
export function readExportFormat(args: Arguments): 'raw' | 'v2' | null {
  const format = args.option('export-format')
  if (format === null) return null
  if (format !== '1' && format !== '2') throw badValue('export-format', 'It takes 1 or 2')
  return format === '1' ? 'raw' : 'v2'
}

/** `export`: a point of an image as a raw file, or its history up to it as a file of format 2. */
export const exportCommand: Command = {
  names: ['export'],
  summary: 'Export an image, or a snapshot of it, as a raw file or as one of format 2.',
  arguments: ARGUMENTS,
  maxArguments: 2,
  options: [EXPORT_FORMAT_OPTION, DIALECT_OPTION, ...COMMON],
  async run(args, context) {
    const source = takePoint(args, context.connection, 'source', 'optional')
    const path = requestPath(args.takePath(), args, context)
    args.finish()
    const format = readExportFormat(args) ?? 'raw'
    const settings = { ...readDialect(args), ...readOutput(args), ...readVerifyFirst(args) }
    const engine = await context.openFor(source)
    await runJob(engine, { kind: 'export', source, path, format, ...settings }, 'Exporting image', args, context)
    return 0
  },
}

/** `export-diff`: what changed up to a point of an image, from nothing or from an older snapshot, as a diff. */
export const exportDiffCommand: Command = {
  names: ['export-diff'],
  summary: 'Export what changed since a snapshot, or since the beginning, as a diff.',
  arguments: ARGUMENTS,
  maxArguments: 2,
  options: [FROM_SNAP_OPTION, { name: 'whole-object', help: 'write whole objects' }, ...COMMON],
  async run(args, context) {
    const source = takePoint(args, context.connection, 'source', 'optional')
    const path = requestPath(args.takePath(), args, context)
    args.finish()
    const from = args.option('from-snap')
    const fromSnapshot = from === null ? null : nameFromText(from)
    const settings = {
      ...(args.isGiven('whole-object') ? { wholeObject: true } : {}),
      ...readOutput(args),
      ...readVerifyFirst(args),
    }
    const engine = await context.openFor(source)
    const request = { kind: 'export-diff', source, fromSnapshot, path, ...settings } as const
    await runJob(engine, request, 'Exporting image', args, context)
    return 0
  },
}

import { nameFromText } from '../../../shared/names.ts'
import { type Command, POINT_SPEC } from '../command.ts'
import { FROM_SNAP_OPTION, NO_PROGRESS_OPTION, pathOption, SNAP_OPTION, SOURCE_OPTIONS } from '../options.ts'
import { requestPath, runJob } from '../runJob.ts'
import { takePoint } from '../specArgs.ts'

const PATH_HELP = "file to make, or '-' for standard output"
const COMMON = [...SOURCE_OPTIONS, SNAP_OPTION, pathOption(PATH_HELP), NO_PROGRESS_OPTION]
const ARGUMENTS = [
  { name: POINT_SPEC, help: 'image, or a snapshot of it' },
  { name: 'PATH', help: PATH_HELP },
]

/** `export`: a point of an image as a raw file. */
export const exportCommand: Command = {
  names: ['export'],
  summary: 'Export an image, or a snapshot of it, as a raw file.',
  arguments: ARGUMENTS,
  maxArguments: 2,
  options: COMMON,
  async run(args, context) {
    const source = takePoint(args, context.connection, 'source', 'optional')
    const path = requestPath(args.takePath(), args, context)
    args.finish()
    const engine = await context.openLibrary()
    await runJob(engine, { kind: 'export', source, path }, 'Exporting image', args, context)
    return 0
  },
}

/** `export-diff`: what changed up to a point of an image, from nothing or from an older snapshot, as a diff. */
export const exportDiffCommand: Command = {
  names: ['export-diff'],
  summary: 'Export what changed since a snapshot, or since the beginning, as a diff.',
  arguments: ARGUMENTS,
  maxArguments: 2,
  options: [FROM_SNAP_OPTION, ...COMMON],
  async run(args, context) {
    const source = takePoint(args, context.connection, 'source', 'optional')
    const path = requestPath(args.takePath(), args, context)
    args.finish()
    const from = args.option('from-snap')
    const fromSnapshot = from === null ? null : nameFromText(from)
    const engine = await context.openLibrary()
    await runJob(engine, { kind: 'export-diff', source, fromSnapshot, path }, 'Exporting image', args, context)
    return 0
  },
}

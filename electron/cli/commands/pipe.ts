import { nameFromText } from '../../../shared/names.ts'
import { type Command, IMAGE_SPEC, POINT_SPEC } from '../command.ts'
import {
  ALLOW_SHRINK_OPTION,
  DESTINATION_OPTIONS,
  DRY_RUN_OPTION,
  FROM_SNAP_OPTION,
  NO_PROGRESS_OPTION,
  readAllowShrink,
  SNAP_OPTION,
  SOURCE_OPTIONS,
} from '../options.ts'
import { runJob } from '../runJob.ts'
import { takeImage, takePoint } from '../specArgs.ts'

/**
 * `pipe`: export and import (with `--from-snap`: export-diff and import-diff) as one command, with nothing on disk between
 * and both ends checked: what a shell's pipe cannot know.
 */
export const pipeCommand: Command = {
  names: ['pipe'],
  summary: 'Copy an image, or what changed in it since a snapshot, into another image.',
  arguments: [
    { name: POINT_SPEC, help: 'image to read, or a snapshot of it' },
    { name: IMAGE_SPEC, help: 'image to make; with --from-snap: to apply the changes to' },
  ],
  maxArguments: 2,
  options: [
    FROM_SNAP_OPTION,
    ...SOURCE_OPTIONS,
    SNAP_OPTION,
    ...DESTINATION_OPTIONS,
    ALLOW_SHRINK_OPTION,
    DRY_RUN_OPTION,
    NO_PROGRESS_OPTION,
  ],
  async run(args, context) {
    const source = takePoint(args, context.connection, 'source', 'optional')
    const target = takeImage(args, context.connection, 'destination')
    args.finish()
    const from = args.option('from-snap')
    const fromSnapshot = from === null ? null : nameFromText(from)
    const engine = await context.openFor(source, target)
    const create = from === null
    const request = { kind: 'pipe', source, fromSnapshot, target, create, ...readAllowShrink(args, context) } as const
    await runJob(engine, request, 'Piping image', args, context)
    return 0
  },
}

/** `replicate`: every snapshot that the target lacks, one after the other. It can be done again and again. */
export const replicateCommand: Command = {
  names: ['replicate'],
  summary: 'Bring the snapshots of an image that another lacks into it, from the newest both have on.',
  arguments: [
    { name: IMAGE_SPEC, help: 'image to read' },
    { name: IMAGE_SPEC, help: 'image to bring up to it; made where it is not there' },
  ],
  maxArguments: 2,
  options: [...SOURCE_OPTIONS, ...DESTINATION_OPTIONS, ALLOW_SHRINK_OPTION, DRY_RUN_OPTION, NO_PROGRESS_OPTION],
  async run(args, context) {
    const source = takeImage(args, context.connection, 'source')
    const target = takeImage(args, context.connection, 'destination')
    args.finish()
    const engine = await context.openFor(source, target)
    const request = { kind: 'replicate', source, target, ...readAllowShrink(args, context) } as const
    await runJob(engine, request, 'Replicating image', args, context)
    return 0
  },
}

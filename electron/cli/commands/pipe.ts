import { nameFromText } from '../../../shared/names.ts'
import { type Command, IMAGE_SPEC, POINT_SPEC } from '../command.ts'
import {
  DESTINATION_OPTIONS,
  DRY_RUN_OPTION,
  FROM_SNAP_OPTION,
  NO_PROGRESS_OPTION,
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
    DRY_RUN_OPTION,
    NO_PROGRESS_OPTION,
  ],
  async run(args, context) {
    const source = takePoint(args, context.connection, 'source', 'optional')
    const target = takeImage(args, context.connection, 'destination')
    args.finish()
    const from = args.option('from-snap')
    const fromSnapshot = from === null ? null : nameFromText(from)
    const engine = await context.openLibrary()
    const request = { kind: 'pipe', source, fromSnapshot, target, create: from === null } as const
    await runJob(engine, request, 'Piping image', args, context)
    return 0
  },
}

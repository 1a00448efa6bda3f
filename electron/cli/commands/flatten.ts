import { type Command, IMAGE_SPEC } from '../command.ts'
import { DRY_RUN_OPTION, NO_PROGRESS_OPTION, SOURCE_OPTIONS } from '../options.ts'
import { runJob } from '../runJob.ts'
import { takeImage } from '../specArgs.ts'

/** `flatten`: a clone on a cluster gets all of its own content, and hangs on its parent no more. */
export const flattenCommand: Command = {
  names: ['flatten'],
  summary: 'Give a clone on a cluster all of its own content.',
  arguments: [{ name: IMAGE_SPEC, help: 'clone' }],
  maxArguments: 1,
  options: [...SOURCE_OPTIONS, DRY_RUN_OPTION, NO_PROGRESS_OPTION],
  async run(args, context) {
    const target = takeImage(args, context.connection, 'source')
    args.finish()
    const engine = await context.openFor(target)
    await runJob(engine, { kind: 'flatten', target }, 'Image flatten', args, context)
    return 0
  },
}

import { AppError } from '../../../shared/errors.ts'
import { type Command, IMAGE_SPEC } from '../command.ts'
import { DRY_RUN_OPTION, NO_PROGRESS_OPTION, SOURCE_OPTIONS } from '../options.ts'
import { filePath, runJob } from '../runJob.ts'
import { takeImage } from '../specArgs.ts'

/** `mend`: link files that are missing or damaged are put back from copies, or what stands on them is given up. */
export const mendCommand: Command = {
  names: ['mend'],
  summary: 'Put missing or damaged files of an image back from copies.',
  arguments: [
    { name: IMAGE_SPEC, help: 'image' },
    { name: 'FILE...', help: 'copies of what is missing or damaged; what they are of is told from their content' },
  ],
  maxArguments: Number.POSITIVE_INFINITY,
  options: [
    ...SOURCE_OPTIONS,
    { name: 'give-up', help: 'instead, drop the links from the first bad one on, and the snapshots on them' },
    DRY_RUN_OPTION,
    NO_PROGRESS_OPTION,
  ],
  async run(args, context) {
    const target = takeImage(args, context.connection, 'source')
    const paths = args.takeAll().map((word) => filePath(word, args, context))
    const giveUp = args.isGiven('give-up')
    if (!giveUp && paths.length === 0) {
      throw new AppError('E_ARGUMENT_MISSING', 'no copy was specified', {
        hint: 'Name copies of the missing files, or give up with --give-up what needs them',
      })
    }
    if (giveUp && paths.length > 0) {
      throw new AppError('E_OPTION_BAD_VALUE', 'Copies are put back, or what needs them is given up, not both', {
        hint: 'Leave --give-up out to put the copies back',
      })
    }
    const engine = await context.openLibrary()
    const request = { kind: 'mend', target, paths, ...(giveUp ? { giveUp } : {}) } as const
    await runJob(engine, request, 'Mending image', args, context)
    return 0
  },
}

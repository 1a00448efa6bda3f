import { AppError } from '../../../shared/errors.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { nameFromText } from '../../../shared/names.ts'
import type { Arguments } from '../arguments.ts'
import { type Command, type CommandContext, IMAGE_SPEC } from '../command.ts'
import { requireLibrary } from '../connection.ts'
import { DRY_RUN_OPTION, NO_PROGRESS_OPTION, SOURCE_OPTIONS } from '../options.ts'
import { filePath, runJob } from '../runJob.ts'
import { takeImage } from '../specArgs.ts'

/** `mend`: link files that are missing or damaged are put back from copies, or what stands on them is given up; or a lost index is rebuilt of the link files. */
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
    { name: 'index', help: 'instead, rebuild the lost index of the image from its link files' },
    {
      name: 'name',
      value: 'NAME',
      help: 'with --index: the name the image gets, where the one that was found is not right',
    },
    DRY_RUN_OPTION,
    NO_PROGRESS_OPTION,
  ],
  async run(args, context) {
    const target = takeImage(args, context.connection, 'source')
    requireLibrary(target.connection, args.verb)
    const paths = args.takeAll().map((word) => filePath(word, args, context))
    const giveUp = args.isGiven('give-up')
    const name = args.option('name')
    if (args.isGiven('index')) return rebuild(target, { paths, giveUp, name }, args, context)
    if (name !== null) {
      throw new AppError('E_OPTION_BAD_VALUE', '--name goes with --index alone', {
        hint: 'rbd-studio rename gives an image another name',
      })
    }
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

interface Rebuild {
  readonly paths: readonly string[]
  readonly giveUp: boolean
  readonly name: string | null
}

/** A lost index is rebuilt from what is found: `--dry-run` says what that is, and how sure. */
async function rebuild(
  target: ImageRef,
  { paths, giveUp, name }: Rebuild,
  args: Arguments,
  context: CommandContext,
): Promise<number> {
  if (giveUp || paths.length > 0) {
    throw new AppError('E_OPTION_BAD_VALUE', '--index takes neither copies nor --give-up', {
      hint: 'Rebuild the index first; then what is missing can be put back or given up',
    })
  }
  const engine = await context.openLibrary()
  const index = name === null ? {} : { name: nameFromText(name) }
  await runJob(engine, { kind: 'mend', target, paths: [], index }, 'Rebuilding index', args, context)
  return 0
}

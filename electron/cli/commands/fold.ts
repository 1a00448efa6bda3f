import { type Command, IMAGE_SPEC } from '../command.ts'
import { readCount } from '../imageOptions.ts'
import { requireLibrary } from '../connection.ts'
import { DRY_RUN_OPTION, NO_PROGRESS_OPTION, SOURCE_OPTIONS } from '../options.ts'
import { runJob } from '../runJob.ts'
import { takeImage } from '../specArgs.ts'

/** `fold`: links of an image between which no point has a name become one, which frees space. */
export const foldCommand: Command = {
  names: ['fold'],
  summary: 'Compose the links of an image between which no snapshot stands.',
  arguments: [{ name: IMAGE_SPEC, help: 'image' }],
  maxArguments: 1,
  options: [
    ...SOURCE_OPTIONS,
    { name: 'first', value: 'NUMBER', help: 'first link to fold, counted from 1 [all that can be]' },
    { name: 'last', value: 'NUMBER', help: 'last link to fold' },
    DRY_RUN_OPTION,
    NO_PROGRESS_OPTION,
  ],
  async run(args, context) {
    const target = takeImage(args, context.connection, 'source')
    requireLibrary(target.connection, args.verb)
    args.finish()
    const [first, last] = [readCount(args, 'first'), readCount(args, 'last')]
    const engine = await context.openLibrary()
    const request = {
      kind: 'fold',
      target,
      ...(first === null ? {} : { first }),
      ...(last === null ? {} : { last }),
    } as const
    await runJob(engine, request, 'Folding image', args, context)
    return 0
  },
}

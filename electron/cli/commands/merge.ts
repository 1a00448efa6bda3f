import { AppError } from '../../../shared/errors.ts'
import type { Command } from '../command.ts'
import { NO_PROGRESS_OPTION, pathOption } from '../options.ts'
import { filePath, requestPath, runJob } from '../runJob.ts'

const PATH_HELP = "file to make, or '-' for standard output"

/** `merge-diff`: two diffs that follow each other, as one. Needs no library. */
export const mergeDiffCommand: Command = {
  names: ['merge-diff'],
  summary: 'Merge two diffs that follow each other into one.',
  arguments: [
    { name: 'FIRST', help: "first diff, or '-' for standard input" },
    { name: 'SECOND', help: 'second diff' },
    { name: 'PATH', help: PATH_HELP },
  ],
  maxArguments: 3,
  options: [pathOption(PATH_HELP), NO_PROGRESS_OPTION],
  async run(args, context) {
    const first = args.take()
    if (first === null) throw new AppError('E_ARGUMENT_MISSING', 'first diff was not specified')
    const second = args.take()
    if (second === null) throw new AppError('E_ARGUMENT_MISSING', 'second diff was not specified')
    const path = requestPath(args.takePath(), args, context)
    args.finish()
    const inputs = [
      { kind: 'file', path: requestPath(first, args, context) } as const,
      // As for `rbd`, `-` is standard input for the first only; the second must be a file, whatever it is called.
      { kind: 'file', path: filePath(second, args, context) } as const,
    ]
    await runJob(context.engine, { kind: 'merge', inputs, path }, 'Merging image diff', args, context)
    return 0
  },
}

import { AppError } from '../../../shared/errors.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import type { Command } from '../command.ts'
import {
  DRY_RUN_OPTION,
  NO_PROGRESS_OPTION,
  OUTPUT_OPTIONS,
  pathOption,
  readOutput,
  readVerifyFirst,
  VERIFY_FIRST_OPTION,
} from '../options.ts'
import { filePath, requestPath, runJob } from '../runJob.ts'

const PATH_HELP = "file to make, or '-' for standard output"

/** `merge-diff`: diffs that follow each other, as one; two as `rbd`, or any number in one pass. Needs no library. */
export const mergeDiffCommand: Command = {
  names: ['merge-diff'],
  summary: 'Merge diffs that follow each other into one.',
  arguments: [
    { name: 'FIRST', help: "first diff, or '-' for standard input" },
    { name: 'SECOND...', help: 'the diffs that follow it' },
    { name: 'PATH', help: PATH_HELP },
  ],
  maxArguments: Number.POSITIVE_INFINITY,
  options: [
    pathOption(PATH_HELP),
    { name: 'sort', help: 'put records that are out of order in order, instead of refusing them' },
    ...OUTPUT_OPTIONS,
    VERIFY_FIRST_OPTION,
    DRY_RUN_OPTION,
    NO_PROGRESS_OPTION,
  ],
  async run(args, context) {
    const words = args.takeAll()
    const said = args.option('path')
    const files = said === null && words.length > 2 ? words.slice(0, -1) : words
    const output = said ?? (words.length > 2 ? words.at(-1) : undefined)
    const [first, second, ...more] = files
    if (!first) throw new AppError('E_ARGUMENT_MISSING', 'first diff was not specified')
    if (!second) throw new AppError('E_ARGUMENT_MISSING', 'second diff was not specified')
    if (!output) throw new AppError('E_ARGUMENT_MISSING', 'path was not specified')
    const request: JobRequest = {
      kind: 'merge',
      inputs: [
        { kind: 'file', path: requestPath(first, args, context) },
        // As for `rbd`, `-` is standard input for the first only; the others must be files, whatever they are called.
        ...[second, ...more].map((file) => ({ kind: 'file', path: filePath(file, args, context) }) as const),
      ],
      path: requestPath(output, args, context),
      ...(args.isGiven('sort') ? { sort: true } : {}),
      ...readOutput(args),
      ...readVerifyFirst(args),
    }
    await runJob(context.engine, request, 'Merging image diff', args, context)
    return 0
  },
}

import { basename } from 'node:path'
import { AppError, isAppError } from '../../../shared/errors.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import type { Arguments } from '../arguments.ts'
import { type Command, type CommandContext, IMAGE_SPEC } from '../command.ts'
import { DESTINATION_OPTIONS, NO_PROGRESS_OPTION, pathOption, SOURCE_OPTIONS } from '../options.ts'
import { requestPath, runJob } from '../runJob.ts'
import { STANDARD_STREAM } from '../standardStreams.ts'
import { takeImage } from '../specArgs.ts'

const PATH_HELP = "file to read, or '-' for standard input"

/** `import`: a raw file as a new image. */
export const importCommand: Command = {
  names: ['import'],
  summary: 'Make an image from a raw file.',
  arguments: [
    { name: 'PATH', help: PATH_HELP },
    { name: IMAGE_SPEC, help: "image to make [the file's name]" },
  ],
  maxArguments: 2,
  options: [
    ...DESTINATION_OPTIONS,
    pathOption(PATH_HELP),
    { name: 'allow-empty', help: 'make an image of size 0 from empty input, which is refused otherwise' },
    NO_PROGRESS_OPTION,
  ],
  async run(args, context) {
    const path = args.takePath()
    const target = takeTarget(args, context, path)
    args.finish()
    const engine = await context.openLibrary()
    const paths = [requestPath(path, args, context)]
    const request: JobRequest = { kind: 'import', format: 'auto', paths, target }
    const makeEmpty = async (error: unknown) => {
      if (!args.isGiven('allow-empty') || !isAppError(error, 'E_FILE_EMPTY')) return false
      await engine.call('image.create', { image: target, sizeBytes: 0 })
      return true
    }
    await runJob(engine, request, 'Importing image', args, context, makeEmpty)
    return 0
  },
}

/** `import-diff`: one diff appended to an image, after all checks. */
export const importDiffCommand: Command = {
  names: ['import-diff'],
  summary: 'Apply a diff to an image.',
  arguments: [
    { name: 'PATH', help: PATH_HELP },
    { name: IMAGE_SPEC, help: 'image to apply it to' },
  ],
  maxArguments: 2,
  options: [
    ...SOURCE_OPTIONS,
    pathOption(PATH_HELP),
    { name: 'overlay', help: 'lay a diff that starts from nothing over the content of the image' },
    NO_PROGRESS_OPTION,
  ],
  async run(args, context) {
    const path = requestPath(args.takePath(), args, context)
    const target = takeImage(args, context.connection, 'source')
    args.finish()
    const engine = await context.openLibrary()
    const overlay = args.isGiven('overlay')
    const request: JobRequest = { kind: 'import-diff', paths: [path], target, overlay }
    await runJob(engine, request, 'Importing image diff', args, context)
    return 0
  },
}

/** `rbd` makes an image called `-` from `import -`; that name helps nobody, so one must be given. */
function takeTarget(args: Arguments, context: CommandContext, path: string): ImageRef {
  try {
    const fallback = path === STANDARD_STREAM ? null : basename(path)
    return takeImage(args, context.connection, 'destination', fallback || null)
  } catch (error) {
    if (path !== STANDARD_STREAM || !isAppError(error, 'E_ARGUMENT_MISSING')) throw error
    throw new AppError(error.code, error.message, {
      hint: 'Standard input has no name of its own: rbd-studio import - POOL/IMAGE',
    })
  }
}

import { basename } from 'node:path'
import { AppError, isAppError } from '../../../shared/errors.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { nameFromText } from '../../../shared/names.ts'
import { badValue, type OptionDefinition } from '../args.ts'
import type { Arguments } from '../arguments.ts'
import { type Command, type CommandContext, IMAGE_SPEC } from '../command.ts'
import { MAKE_OPTIONS, readImageOptions, readSize } from '../imageOptions.ts'
import {
  ALLOW_SHRINK_OPTION,
  DESTINATION_OPTIONS,
  DRY_RUN_OPTION,
  NO_PROGRESS_OPTION,
  pathOption,
  readAllowShrink,
  readVerifyFirst,
  SOURCE_OPTIONS,
  VERIFY_FIRST_OPTION,
} from '../options.ts'
import { requestPath, runJob } from '../runJob.ts'
import { STANDARD_STREAM } from '../standardStreams.ts'
import { takeImage } from '../specArgs.ts'
import { EXPORT_FORMAT_OPTION, readExportFormat } from './export.ts'

const PATH_HELP = "file to read, or '-' for standard input"

const SPARSE_OPTION: OptionDefinition = {
  name: 'sparse-size',
  value: 'SIZE',
  help: 'runs of zeros of this size are not stored, in B/K/M [4K]',
}

/** `import`: a raw file, or one of format 2, as a new image. */
export const importCommand: Command = {
  names: ['import'],
  summary: 'Make an image from a raw file or one of format 2.',
  arguments: [
    { name: 'PATH', help: PATH_HELP },
    { name: IMAGE_SPEC, help: "image to make [the file's name]" },
  ],
  maxArguments: 2,
  options: [
    ...DESTINATION_OPTIONS,
    pathOption(PATH_HELP),
    EXPORT_FORMAT_OPTION,
    { name: 'raw', help: 'take these bytes for a raw image, whatever they look like' },
    {
      name: 'conf-meta',
      help: 'keep metadata keys conf_... of a file of format 2 too: they override settings of a cluster',
    },
    SPARSE_OPTION,
    ...MAKE_OPTIONS,
    { name: 'pool', short: 'p', value: 'POOL', help: 'old name of --dest-pool' },
    { name: 'image', value: 'IMAGE', help: 'old name of --dest' },
    VERIFY_FIRST_OPTION,
    DRY_RUN_OPTION,
    { name: 'allow-empty', help: 'make an image of size 0 from empty input, which is refused otherwise' },
    NO_PROGRESS_OPTION,
  ],
  async run(args, context) {
    const path = args.takePath()
    const target = takeTarget(args, context, path)
    args.finish()
    const image = readImageOptions(args, target.connection)
    const sparseBytes = readSize(args, 'sparse-size')
    const isRaw = args.isGiven('raw')
    const said = readExportFormat(args)
    if (isRaw && said === 'v2') throw badValue('export-format', '--raw says the contrary')
    const request: JobRequest = {
      kind: 'import',
      // Told from the content unless the user says it.
      format: isRaw ? 'raw' : (said ?? 'auto'),
      paths: [requestPath(path, args, context)],
      target,
      ...(isRaw ? { anyBytes: true } : {}),
      ...(image === undefined ? {} : { image }),
      ...(args.isGiven('conf-meta') ? { confMeta: true } : {}),
      ...(sparseBytes === null ? {} : { sparseBytes }),
      ...readVerifyFirst(args),
    }
    const engine = await context.openFor(target)
    const makeEmpty = async (error: unknown) => {
      if (!args.isGiven('allow-empty') || !isAppError(error, 'E_FILE_EMPTY')) return false
      await engine.call('image.create', {
        image: target,
        sizeBytes: 0,
        ...(image === undefined ? {} : { options: image }),
      })
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
    SPARSE_OPTION,
    VERIFY_FIRST_OPTION,
    DRY_RUN_OPTION,
    { name: 'overlay', help: 'lay a diff that starts from nothing over the content of the image' },
    ALLOW_SHRINK_OPTION,
    NO_PROGRESS_OPTION,
  ],
  async run(args, context) {
    const path = requestPath(args.takePath(), args, context)
    const target = takeImage(args, context.connection, 'source')
    args.finish()
    const engine = await context.openFor(target)
    const overlay = args.isGiven('overlay')
    const sparseBytes = readSize(args, 'sparse-size')
    const request: JobRequest = {
      kind: 'import-diff',
      paths: [path],
      target,
      overlay,
      ...readAllowShrink(args, context),
      ...(sparseBytes === null ? {} : { sparseBytes }),
      ...readVerifyFirst(args),
    }
    await runJob(engine, request, 'Importing image diff', args, context)
    return 0
  },
}

/** `rbd` makes an image called `-` from `import -`; that name helps nobody, so one must be given. */
function takeTarget(args: Arguments, context: CommandContext, path: string): ImageRef {
  try {
    // The old names of --dest-pool and --dest.
    const [pool, image] = [args.option('pool'), args.option('image')]
    const fallback = image ?? (path === STANDARD_STREAM ? null : basename(path))
    const like = pool === null ? null : { pool: nameFromText(pool), namespace: '' }
    return takeImage(args, context.connection, 'destination', fallback || null, like)
  } catch (error) {
    if (path !== STANDARD_STREAM || !isAppError(error, 'E_ARGUMENT_MISSING')) throw error
    throw new AppError(error.code, error.message, {
      hint: 'Standard input has no name of its own: rbd-studio import - POOL/IMAGE',
    })
  }
}

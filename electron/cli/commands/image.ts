import { AppError } from '../../../shared/errors.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { parseSize } from '../../../shared/units.ts'
import { badValue } from '../args.ts'
import { calledWithConnection, type Command, IMAGE_SPEC } from '../command.ts'
import { NO_PROGRESS_OPTION, SOURCE_OPTIONS } from '../options.ts'
import { runStep } from '../runStep.ts'
import { takeImage } from '../specArgs.ts'

const MIB = 1024 * 1024

/** `create`: an image that is all zero. */
export const createCommand: Command = {
  names: ['create'],
  summary: 'Make an empty image.',
  arguments: [{ name: IMAGE_SPEC, help: 'image to make' }],
  maxArguments: 1,
  options: [
    ...SOURCE_OPTIONS,
    { name: 'size', short: 's', value: 'SIZE', help: 'size in B/K/M/G/T, a bare number in MiB' },
    NO_PROGRESS_OPTION,
  ],
  async run(args, context) {
    const image = takeImage(args, context.connection, 'source')
    args.finish()
    const size = args.option('size')
    if (size === null) {
      throw new AppError('E_ARGUMENT_MISSING', 'must specify --size <M/G/T>', {
        hint: 'For example --size 20G; a bare number is in MiB',
      })
    }
    const sizeBytes = parseSize(size, MIB)
    if (sizeBytes === null) throw badValue('size', 'For example 20G; a bare number is in MiB')
    const engine = await context.openLibrary()
    await engine.call('image.create', { image, sizeBytes })
    return 0
  },
}

/** `rm`: an image without snapshots is removed. */
export const removeCommand: Command = {
  names: ['rm', 'remove'],
  summary: 'Remove an image.',
  arguments: [{ name: IMAGE_SPEC, help: 'image to remove' }],
  maxArguments: 1,
  options: [...SOURCE_OPTIONS, NO_PROGRESS_OPTION],
  async run(args, context) {
    const image = takeImage(args, context.connection, 'source')
    args.finish()
    const engine = await context.openLibrary()
    await runStep('Removing image', args, context, `image ${calledWithConnection(image)}`, () =>
      engine.call('image.remove', { image, confirm: formatSpec(image) }),
    )
    return 0
  },
}

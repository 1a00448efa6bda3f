import { AppError } from '../../../shared/errors.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { sameName } from '../../../shared/names.ts'
import { parseSize } from '../../../shared/units.ts'
import { badValue, type OptionDefinition } from '../args.ts'
import type { Arguments } from '../arguments.ts'
import { checkNoImage } from '../checks.ts'
import { calledWithConnection, type Command, IMAGE_SPEC } from '../command.ts'
import { MAKE_OPTIONS, readImageOptions, refuseUnsupported, unsupportedOptions } from '../imageOptions.ts'
import { DESTINATION_OPTIONS, DRY_RUN_OPTION, NO_PROGRESS_OPTION, SOURCE_OPTIONS } from '../options.ts'
import { runStep } from '../runStep.ts'
import { takeImage } from '../specArgs.ts'
import { removalOf } from './trash.ts'

const MIB = 1024 * 1024
const SIZE_OPTION: OptionDefinition = {
  name: 'size',
  short: 's',
  value: 'SIZE',
  help: 'size in B/K/M/G/T, a bare number in MiB',
}

/** @throws AppError E_ARGUMENT_MISSING, E_OPTION_BAD_VALUE */
function takeSize(args: Arguments): number {
  const size = args.option('size')
  if (size === null) {
    throw new AppError('E_ARGUMENT_MISSING', 'must specify --size <M/G/T>', {
      hint: 'For example --size 20G; a bare number is in MiB',
    })
  }
  const sizeBytes = parseSize(size, MIB)
  if (sizeBytes === null) throw badValue('size', 'For example 20G; a bare number is in MiB')
  return sizeBytes
}

/** `create`: an image that is all zero. */
export const createCommand: Command = {
  names: ['create'],
  summary: 'Make an empty image.',
  arguments: [{ name: IMAGE_SPEC, help: 'image to make' }],
  maxArguments: 1,
  options: [
    ...SOURCE_OPTIONS,
    SIZE_OPTION,
    ...MAKE_OPTIONS,
    ...unsupportedOptions('thick-provision'),
    DRY_RUN_OPTION,
    NO_PROGRESS_OPTION,
  ],
  async run(args, context) {
    const image = takeImage(args, context.connection, 'source')
    args.finish()
    const options = readImageOptions(args)
    const sizeBytes = takeSize(args)
    const engine = await context.openLibrary()
    await runStep(args, context, {
      title: null,
      target: calledWithConnection(image),
      check: () => checkNoImage(engine, image),
      run: () => engine.call('image.create', { image, sizeBytes, ...(options === undefined ? {} : { options }) }),
    })
    return 0
  },
}

/** `rm`: an image without snapshots goes to the trash, from where `trash restore` brings it back for 24 hours. */
export const removeCommand: Command = {
  names: ['rm', 'remove'],
  summary: 'Remove an image; trash restore brings it back for 24 hours.',
  arguments: [{ name: IMAGE_SPEC, help: 'image to remove' }],
  maxArguments: 1,
  options: [...SOURCE_OPTIONS, DRY_RUN_OPTION, NO_PROGRESS_OPTION],
  async run(args, context) {
    const image = takeImage(args, context.connection, 'source')
    args.finish()
    const engine = await context.openLibrary()
    await runStep(args, context, { title: 'Removing image', ...removalOf(engine, image) })
    return 0
  },
}

/** `resize`: the head gets another size; snapshots keep theirs. */
export const resizeCommand: Command = {
  names: ['resize'],
  summary: 'Make an image larger or, when asked, smaller.',
  arguments: [{ name: IMAGE_SPEC, help: 'image to resize' }],
  maxArguments: 1,
  options: [
    ...SOURCE_OPTIONS,
    SIZE_OPTION,
    { name: 'allow-shrink', help: 'permit shrinking' },
    ...unsupportedOptions('encryption-format', 'encryption-passphrase-file'),
    DRY_RUN_OPTION,
    NO_PROGRESS_OPTION,
  ],
  async run(args, context) {
    const image = takeImage(args, context.connection, 'source')
    args.finish()
    refuseUnsupported(args)
    const sizeBytes = takeSize(args)
    const allowShrink = args.isGiven('allow-shrink')
    const engine = await context.openLibrary()
    await runStep(args, context, {
      title: 'Resizing image',
      target: calledWithConnection(image),
      async check() {
        const now = (await engine.call('image.get', image)).sizeBytes
        if (now === sizeBytes) throw new AppError('E_IMAGE_SAME_SIZE', `${formatSpec(image)} has that size already`)
        if (now > sizeBytes && !allowShrink) throw new AppError('E_IMAGE_SHRINKS', `${formatSpec(image)} would shrink`)
      },
      run: () => engine.call('image.resize', { image, sizeBytes, allowShrink }),
    })
    return 0
  },
}

/** `rename`: an image gets another name in its pool. */
export const renameCommand: Command = {
  names: ['rename', 'mv'],
  summary: 'Rename an image within its pool.',
  arguments: [
    { name: IMAGE_SPEC, help: 'image to rename' },
    { name: IMAGE_SPEC, help: 'its new name' },
  ],
  maxArguments: 2,
  options: [...SOURCE_OPTIONS, ...DESTINATION_OPTIONS, DRY_RUN_OPTION],
  async run(args, context) {
    const image = takeImage(args, context.connection, 'source')
    const target = takeImage(args, context.connection, 'destination', null, image)
    args.finish()
    if (!sameName(image.pool, target.pool) || image.namespace !== target.namespace) {
      throw new AppError('E_ARGUMENT_MISSING', 'mv/rename across pools not supported', {
        hint: 'Copy it with pipe, then remove it',
        detail: { source: image.pool.text, target: target.pool.text },
      })
    }
    const engine = await context.openLibrary()
    await runStep(args, context, {
      title: null,
      target: calledWithConnection(target),
      async check() {
        await engine.call('image.get', image)
        await checkNoImage(engine, target)
      },
      run: () => engine.call('image.rename', { image, newName: target.image }),
    })
    return 0
  },
}

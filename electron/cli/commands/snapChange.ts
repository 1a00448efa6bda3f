import { AppError } from '../../../shared/errors.ts'
import { imageOf } from '../../../shared/imageSpec.ts'
import { sameName } from '../../../shared/names.ts'
import { checkNoSnapshot, requireSnapshot } from '../checks.ts'
import { calledWithConnection, type Command, IMAGE_SPEC } from '../command.ts'
import { refuseUnsupported, unsupportedOptions } from '../imageOptions.ts'
import { print } from '../io.ts'
import { DESTINATION_OPTIONS, DRY_RUN_OPTION, NO_PROGRESS_OPTION, SOURCE_OPTIONS } from '../options.ts'
import { beginProgress, runJob } from '../runJob.ts'
import { runStep } from '../runStep.ts'
import { takeImage, takePoint } from '../specArgs.ts'
import { SNAP_SPEC, SNAPSHOT_OPTIONS, takeSnapshot } from './snap.ts'

const SNAPSHOT_ARGUMENT = { name: SNAP_SPEC, help: 'image and its snapshot' }

/** `snap protect`: keeps a snapshot from being removed. */
export const snapProtectCommand: Command = {
  names: ['snap protect'],
  summary: 'Keep a snapshot from being removed.',
  arguments: [SNAPSHOT_ARGUMENT],
  maxArguments: 1,
  options: SNAPSHOT_OPTIONS,
  async run(args, context) {
    const { point, name, called } = takeSnapshot(args, context)
    args.finish()
    const engine = await context.openLibrary()
    const image = imageOf(point)
    await runStep(args, context, {
      title: null,
      target: called,
      async check() {
        if (!requireSnapshot(await engine.call('image.get', image), name).protected) return
        throw new AppError('E_SNAPSHOT_PROTECTED_ALREADY', `${called} is protected already`)
      },
      run: () => engine.call('snapshot.protect', { image, name }),
    })
    return 0
  },
}

/** `snap unprotect`: allows a snapshot to be removed. */
export const snapUnprotectCommand: Command = {
  names: ['snap unprotect'],
  summary: 'Allow a snapshot to be removed.',
  arguments: [SNAPSHOT_ARGUMENT],
  maxArguments: 1,
  options: [...SNAPSHOT_OPTIONS, ...unsupportedOptions('image-id')],
  async run(args, context) {
    refuseUnsupported(args)
    const { point, name, called } = takeSnapshot(args, context)
    args.finish()
    const engine = await context.openLibrary()
    const image = imageOf(point)
    await runStep(args, context, {
      title: null,
      target: called,
      async check() {
        if (requireSnapshot(await engine.call('image.get', image), name).protected) return
        throw new AppError('E_SNAPSHOT_UNPROTECTED_ALREADY', `${called} is not protected`)
      },
      run: () => engine.call('snapshot.unprotect', { image, name }),
    })
    return 0
  },
}

/** `snap rename`: a snapshot gets another name; files that name it keep the old one. */
export const snapRenameCommand: Command = {
  names: ['snap rename'],
  summary: 'Rename a snapshot.',
  arguments: [SNAPSHOT_ARGUMENT, { name: SNAP_SPEC, help: 'its new name' }],
  maxArguments: 2,
  options: [
    ...SNAPSHOT_OPTIONS,
    ...DESTINATION_OPTIONS,
    { name: 'dest-snap', value: 'SNAP', help: 'new name, taken as it stands' },
  ],
  async run(args, context) {
    const { point, name } = takeSnapshot(args, context)
    const target = takePoint(args, context.connection, 'destination', 'required', null, point)
    args.finish()
    const newName = target.snapshot
    if (newName === null) throw new TypeError('a point taken as required has a snapshot')
    if (!sameName(point.pool, target.pool)) throw mustBeSame('pool')
    if (point.namespace !== target.namespace) throw mustBeSame('namespace')
    if (!sameName(point.image, target.image)) throw mustBeSame('image name')
    const engine = await context.openLibrary()
    const image = imageOf(point)
    await runStep(args, context, {
      title: null,
      target: `${calledWithConnection(image)}@${newName.text}`,
      async check() {
        const details = await engine.call('image.get', image)
        requireSnapshot(details, name)
        checkNoSnapshot(details, newName)
      },
      run: () => engine.call('snapshot.rename', { image, name, newName }),
    })
    return 0
  },
}

function mustBeSame(what: string): AppError {
  return new AppError('E_ARGUMENT_MISSING', `source and destination ${what} must be the same`)
}

/** `snap rollback`: the head gets the content of a snapshot; newer snapshots stay. */
export const snapRollbackCommand: Command = {
  names: ['snap rollback', 'snap revert'],
  summary: 'Give the head of an image the content of a snapshot.',
  arguments: [SNAPSHOT_ARGUMENT],
  maxArguments: 1,
  options: [...SNAPSHOT_OPTIONS, NO_PROGRESS_OPTION],
  async run(args, context) {
    const { point, name } = takeSnapshot(args, context)
    args.finish()
    const engine = await context.openLibrary()
    const request = { kind: 'rollback', target: imageOf(point), snapshot: name } as const
    await runJob(engine, request, 'Rolling back to snapshot', args, context)
    return 0
  },
}

/** `snap purge`: every snapshot that is not protected is removed. */
export const snapPurgeCommand: Command = {
  names: ['snap purge'],
  summary: 'Remove all unprotected snapshots of an image.',
  arguments: [{ name: IMAGE_SPEC, help: 'image' }],
  maxArguments: 1,
  options: [...SOURCE_OPTIONS, ...unsupportedOptions('image-id'), DRY_RUN_OPTION, NO_PROGRESS_OPTION],
  async run(args, context) {
    refuseUnsupported(args)
    const image = takeImage(args, context.connection, 'source')
    args.finish()
    const { io, signal } = context
    const engine = await context.openLibrary()
    const { snapshots } = await engine.call('image.get', image)
    const removed = snapshots.filter((snapshot) => !snapshot.protected)
    const kept = snapshots.filter((snapshot) => snapshot.protected)
    const target = calledWithConnection(image)
    if (args.isGiven('dry-run')) {
      const drops = removed.map(({ name }) => `snapshot ${target}@${name.text}`)
      await runStep(args, context, { title: null, target, drops, check: done, run: done })
      return 0
    }
    const progress = beginProgress('Removing all snapshots', args, context)
    if (kept.length > 0 && !args.isGiven('json')) {
      // As rbd: on standard output, and no failure.
      const names = kept.map(({ name }) => name.text).join(',')
      const are = kept.length === 1 ? 'is' : 'are'
      const sentence = `rbd: error removing snapshot(s) '${names}', which ${are} protected - these must be unprotected with \`rbd snap unprotect\`.`
      await print(io, signal, `${sentence}\n`)
    }
    for (const [at, { name }] of removed.entries()) {
      await engine.call('snapshot.remove', { image, name })
      progress.update(at + 1, snapshots.length)
    }
    if (kept.length > 0) progress.fail()
    else if (removed.length > 0) progress.finish()
    if (args.isGiven('json')) await print(io, signal, `${JSON.stringify({ verb: args.verb, target })}\n`)
    return 0
  },
}

const done = (): Promise<void> => Promise.resolve()

/** `snap limit set` and `snap limit clear`: known, and refused by name. */
export const snapLimitSetCommand: Command = {
  names: ['snap limit set'],
  summary: 'Refused: library images keep no limit of snapshots.',
  arguments: [{ name: IMAGE_SPEC, help: 'image' }],
  maxArguments: 1,
  options: [...SOURCE_OPTIONS, { name: 'limit', value: 'COUNT', help: 'largest number of snapshots' }, DRY_RUN_OPTION],
  async run(args, context) {
    const image = takeImage(args, context.connection, 'source')
    args.finish()
    if (args.option('limit') === null) {
      throw new AppError('E_ARGUMENT_MISSING', 'must specify --limit <num>', { detail: { errno: 'ERANGE' } })
    }
    await (await context.openLibrary()).call('image.get', image)
    throw noLimit()
  },
}

/** See {@link snapLimitSetCommand}: there is never a limit to be cleared. */
export const snapLimitClearCommand: Command = {
  names: ['snap limit clear'],
  summary: 'Take away the limit of snapshots: a library image has none.',
  arguments: [{ name: IMAGE_SPEC, help: 'image' }],
  maxArguments: 1,
  options: [...SOURCE_OPTIONS, DRY_RUN_OPTION],
  async run(args, context) {
    const image = takeImage(args, context.connection, 'source')
    args.finish()
    const engine = await context.openLibrary()
    const check = () => engine.call('image.get', image)
    await runStep(args, context, { title: null, target: calledWithConnection(image), check, run: check })
    return 0
  },
}

function noLimit(): AppError {
  return new AppError('E_UNSUPPORTED', 'Library images keep no limit of snapshots', {
    hint: 'Remove snapshots with snap rm or snap purge where there are too many',
  })
}

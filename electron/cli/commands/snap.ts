import type { SnapshotInfo } from '../../../shared/contract.ts'
import { AppError } from '../../../shared/errors.ts'
import { imageOf, type PointRef } from '../../../shared/imageSpec.ts'
import type { Name } from '../../../shared/names.ts'
import type { OptionDefinition } from '../args.ts'
import type { Arguments } from '../arguments.ts'
import { checkNoSnapshot, requireSnapshot } from '../checks.ts'
import { calledWithConnection, type Command, type CommandContext, IMAGE_SPEC } from '../command.ts'
import { refuseUnsupported, unsupportedOptions } from '../imageOptions.ts'
import { print } from '../io.ts'
import {
  DRY_RUN_OPTION,
  FORMAT_OPTIONS,
  NO_PROGRESS_OPTION,
  readFormat,
  SNAP_OPTION,
  SOURCE_OPTIONS,
} from '../options.ts'
import { formatted } from '../rbd/formatted.ts'
import { formatRbdSize, formatRbdTime } from '../rbdText.ts'
import { runStep } from '../runStep.ts'
import { takeImage, takePoint } from '../specArgs.ts'
import { type Column, formatTable } from '../table.ts'

/** A snapshot, as the help calls it. */
export const SNAP_SPEC = `${IMAGE_SPEC}@SNAP`

/** `snap ls`: the snapshots of an image, oldest first. */
export const snapListCommand: Command = {
  names: ['snap ls', 'snap list'],
  summary: 'List the snapshots of an image.',
  arguments: [{ name: IMAGE_SPEC, help: 'image' }],
  maxArguments: 1,
  options: [
    ...SOURCE_OPTIONS,
    { name: 'all', short: 'a', help: 'with the namespace of each; a library image has only those of the user' },
    ...FORMAT_OPTIONS,
    ...unsupportedOptions('image-id'),
  ],
  async run(args, context) {
    const image = takeImage(args, context.connection, 'source')
    args.finish()
    refuseUnsupported(args)
    const format = readFormat(args)
    const engine = await context.openLibrary()
    const { snapshots } = await engine.call('image.get', image)
    const all = args.isGiven('all')
    const plain = () =>
      formatTable(
        all ? [...COLUMNS, { heading: 'NAMESPACE', align: 'left' }] : COLUMNS,
        snapshots.map((snapshot) => [...toRow(snapshot), ...(all ? ['user'] : [])]),
      )
    const value = snapshots.map((snapshot) => ({
      ...toJson(snapshot),
      ...(all ? { namespace: { type: 'user' } } : {}),
    }))
    await print(context.io, context.signal, formatted(format, { plain, value, tag: 'snapshots' }))
    return 0
  },
}

/** `snap create`: a name on the point the image stands at. */
export const snapCreateCommand: Command = {
  names: ['snap create', 'snap add'],
  summary: 'Make a snapshot of an image.',
  arguments: [{ name: SNAP_SPEC, help: 'image and the name of its new snapshot' }],
  maxArguments: 1,
  options: [
    ...SOURCE_OPTIONS,
    SNAP_OPTION,
    { name: 'skip-quiesce', help: 'taken and without effect: nothing writes to a library image meanwhile' },
    { name: 'ignore-quiesce-error', help: 'taken and without effect: nothing writes to a library image meanwhile' },
    DRY_RUN_OPTION,
    NO_PROGRESS_OPTION,
  ],
  async run(args, context) {
    const { point, name, called } = takeSnapshot(args, context)
    args.finish()
    const engine = await context.openLibrary()
    const image = imageOf(point)
    await runStep(args, context, {
      title: 'Creating snap',
      target: called,
      check: async () => checkNoSnapshot(await engine.call('image.get', image), name),
      run: () => engine.call('snapshot.create', { image, name }),
    })
    return 0
  },
}

/** `snap rm`: the name is taken off its point; what the image holds stays. */
export const snapRemoveCommand: Command = {
  names: ['snap rm', 'snap remove'],
  summary: 'Remove a snapshot of an image.',
  arguments: [{ name: SNAP_SPEC, help: 'image and its snapshot' }],
  maxArguments: 1,
  options: [
    ...SOURCE_OPTIONS,
    SNAP_OPTION,
    { name: 'force', help: 'unprotect it first, where it is protected' },
    ...unsupportedOptions('image-id', 'snap-id'),
    DRY_RUN_OPTION,
    NO_PROGRESS_OPTION,
  ],
  async run(args, context) {
    refuseUnsupported(args)
    const { point, name, called } = takeSnapshot(args, context)
    args.finish()
    const engine = await context.openLibrary()
    const image = imageOf(point)
    const isForced = args.isGiven('force')
    await runStep(args, context, {
      title: 'Removing snap',
      target: called,
      drops: [`snapshot ${called}`],
      async check() {
        const snapshot = requireSnapshot(await engine.call('image.get', image), name)
        if (snapshot.protected && !isForced) {
          throw new AppError('E_SNAPSHOT_PROTECTED', `${called} is protected`, { detail: { snapshot: name.text } })
        }
      },
      async run() {
        if (isForced && requireSnapshot(await engine.call('image.get', image), name).protected) {
          await engine.call('snapshot.unprotect', { image, name })
        }
        await engine.call('snapshot.remove', { image, name })
      },
    })
    return 0
  },
}

/** A snapshot the line names, and how messages call it. */
export function takeSnapshot(
  args: Arguments,
  context: CommandContext,
): { readonly point: PointRef; readonly name: Name; readonly called: string } {
  const point = takePoint(args, context.connection, 'source', 'required')
  if (point.snapshot === null) throw new TypeError('a point taken as required has a snapshot')
  return { point, name: point.snapshot, called: `${calledWithConnection(point)}@${point.snapshot.text}` }
}

/** Options of every command about one snapshot. */
export const SNAPSHOT_OPTIONS: readonly OptionDefinition[] = [...SOURCE_OPTIONS, SNAP_OPTION, DRY_RUN_OPTION]

function toJson({ id, name, sizeBytes, protected: isProtected, createdAt }: SnapshotInfo): object {
  const timestamp = formatRbdTime(createdAt)
  return { id, name: name.text, size: sizeBytes, protected: String(isProtected), timestamp }
}

const COLUMNS: readonly Column[] = [
  { heading: 'SNAPID', align: 'right' },
  { heading: 'NAME', align: 'left' },
  { heading: 'SIZE', align: 'right' },
  { heading: 'PROTECTED', align: 'left' },
  { heading: 'TIMESTAMP', align: 'left' },
]

function toRow({ id, name, sizeBytes, protected: isProtected, createdAt }: SnapshotInfo): readonly string[] {
  return [String(id), name.text, formatRbdSize(sizeBytes), isProtected ? 'yes' : '', formatRbdTime(createdAt)]
}

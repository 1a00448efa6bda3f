import type { SnapshotInfo } from '../../../shared/contract.ts'
import { imageOf, type PointRef } from '../../../shared/imageSpec.ts'
import type { Name } from '../../../shared/names.ts'
import { calledWithConnection, type Command, IMAGE_SPEC } from '../command.ts'
import { print } from '../io.ts'
import { FORMAT_OPTIONS, NO_PROGRESS_OPTION, readFormat, SNAP_OPTION, SOURCE_OPTIONS } from '../options.ts'
import { formatRbdJson, formatRbdSize, formatRbdTime } from '../rbdText.ts'
import { runStep } from '../runStep.ts'
import { takeImage, takePoint } from '../specArgs.ts'
import { type Column, formatTable } from '../table.ts'

const SNAP_SPEC = `${IMAGE_SPEC}@SNAP`

/** `snap ls`: the snapshots of an image, oldest first. */
export const snapListCommand: Command = {
  names: ['snap ls', 'snap list'],
  summary: 'List the snapshots of an image.',
  arguments: [{ name: IMAGE_SPEC, help: 'image' }],
  maxArguments: 1,
  options: [...SOURCE_OPTIONS, ...FORMAT_OPTIONS],
  async run(args, context) {
    const image = takeImage(args, context.connection, 'source')
    args.finish()
    const { isJson, isPretty } = readFormat(args)
    const engine = await context.openLibrary()
    const { snapshots } = await engine.call('image.get', image)
    const text = isJson ? formatRbdJson(snapshots.map(toJson), isPretty) : formatTable(COLUMNS, snapshots.map(toRow))
    await print(context.io, context.signal, text)
    return 0
  },
}

/** `snap create`: a name on the point the image stands at. */
export const snapCreateCommand: Command = {
  names: ['snap create', 'snap add'],
  summary: 'Make a snapshot of an image.',
  arguments: [{ name: SNAP_SPEC, help: 'image and the name of its new snapshot' }],
  maxArguments: 1,
  options: [...SOURCE_OPTIONS, SNAP_OPTION, NO_PROGRESS_OPTION],
  async run(args, context) {
    const point = takePoint(args, context.connection, 'source', 'required')
    args.finish()
    const engine = await context.openLibrary()
    const input = { image: imageOf(point), name: snapshotOf(point) }
    await runStep('Creating snap', args, context, null, () => engine.call('snapshot.create', input))
    return 0
  },
}

/** `snap rm`: the name is taken off its point; what the image holds stays. */
export const snapRemoveCommand: Command = {
  names: ['snap rm', 'snap remove'],
  summary: 'Remove a snapshot of an image.',
  arguments: [{ name: SNAP_SPEC, help: 'image and its snapshot' }],
  maxArguments: 1,
  options: [...SOURCE_OPTIONS, SNAP_OPTION, NO_PROGRESS_OPTION],
  async run(args, context) {
    const point = takePoint(args, context.connection, 'source', 'required')
    args.finish()
    const engine = await context.openLibrary()
    const name = snapshotOf(point)
    const called = `snapshot ${calledWithConnection(point)}@${name.text}`
    await runStep('Removing snap', args, context, called, () =>
      engine.call('snapshot.remove', { image: imageOf(point), name }),
    )
    return 0
  },
}

function snapshotOf(point: PointRef): Name {
  if (point.snapshot === null) throw new TypeError('a point taken as required has a snapshot')
  return point.snapshot
}

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

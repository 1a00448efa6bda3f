import type { ImageDetails, SnapshotInfo } from '../../../shared/contract.ts'
import { AppError } from '../../../shared/errors.ts'
import { formatSpec, imageOf, type PointRef } from '../../../shared/imageSpec.ts'
import { sameName } from '../../../shared/names.ts'
import { type Command, POINT_SPEC } from '../command.ts'
import { print } from '../io.ts'
import { FORMAT_OPTIONS, readFormat, SNAP_OPTION, SOURCE_OPTIONS } from '../options.ts'
import { refuseUnsupported, unsupportedOptions } from '../imageOptions.ts'
import { formatted } from '../rbd/formatted.ts'
import { formatRbdSize, formatRbdTime } from '../rbdText.ts'
import { takePoint } from '../specArgs.ts'

/** `info`: the facts of an image, or of a snapshot of it. */
export const infoCommand: Command = {
  names: ['info'],
  summary: 'Show the facts of an image, or of a snapshot of it.',
  arguments: [{ name: POINT_SPEC, help: 'image, or a snapshot of it' }],
  maxArguments: 1,
  options: [...SOURCE_OPTIONS, SNAP_OPTION, ...FORMAT_OPTIONS, ...unsupportedOptions('image-id')],
  async run(args, context) {
    const point = takePoint(args, context.connection, 'source', 'optional')
    args.finish()
    refuseUnsupported(args)
    const format = readFormat(args)
    const engine = await context.openLibrary()
    const facts = toFacts(await engine.call('image.get', imageOf(point)), point)
    const text = formatted(format, { plain: () => formatFacts(facts), value: facts, tag: 'image' })
    await print(context.io, context.signal, text)
    return 0
  },
}

/** In `rbd`'s order and with its words (FORMATS §8.3); what a library does not know, as the time of the last access, is absent. */
interface Facts {
  readonly name: string
  readonly id: string
  readonly size: number
  readonly objects: number
  readonly order: number
  readonly object_size: number
  readonly snapshot_count: number
  readonly block_name_prefix: string
  readonly format: 2
  readonly features: readonly string[]
  readonly op_features: readonly string[]
  readonly flags: readonly string[]
  readonly create_timestamp: string
  readonly modify_timestamp: string
  readonly stripe_unit?: number
  readonly stripe_count?: number
  readonly protected?: 'true' | 'false'
}

function toFacts(image: ImageDetails, point: PointRef): Facts {
  const snapshot = findSnapshot(image, point)
  const size = snapshot?.sizeBytes ?? image.sizeBytes
  const objectSize = 2 ** image.order
  const modifiedAt = Math.max(image.createdAt, ...image.links.map((link) => link.addedAt))
  return {
    name: image.ref.image.text,
    id: image.id,
    size,
    objects: Math.ceil(size / objectSize),
    order: image.order,
    object_size: objectSize,
    snapshot_count: image.snapshotCount,
    block_name_prefix: `rbd_data.${image.id}`,
    format: 2,
    features: image.features,
    op_features: [],
    flags: [],
    create_timestamp: formatRbdTime(image.createdAt),
    modify_timestamp: formatRbdTime(modifiedAt),
    ...stripesOf(image),
    ...(snapshot === null ? {} : { protected: snapshot.protected ? 'true' : 'false' }),
  }
}

/** Said only where an object is not one stripe. */
function stripesOf({
  order,
  stripeUnit = 0,
  stripeCount = 0,
}: ImageDetails): Pick<Facts, 'stripe_unit' | 'stripe_count'> {
  const isPlain = (stripeUnit === 0 || stripeUnit === 2 ** order) && stripeCount <= 1
  return isPlain ? {} : { stripe_unit: stripeUnit, stripe_count: stripeCount }
}

function findSnapshot(image: ImageDetails, point: PointRef): SnapshotInfo | null {
  const wanted = point.snapshot
  if (wanted === null) return null
  const found = image.snapshots.find(({ name }) => sameName(name, wanted))
  if (found) return found
  throw new AppError('E_SNAPSHOT_NOT_FOUND', `${formatSpec(imageOf(point))} has no snapshot '${wanted.text}'`, {
    detail: { snapshot: wanted.text },
  })
}

function formatFacts(facts: Facts): string {
  const lines = [
    `rbd image '${facts.name}':`,
    `\tsize ${formatRbdSize(facts.size)} in ${facts.objects} objects`,
    `\torder ${facts.order} (${formatRbdSize(facts.object_size)} objects)`,
    `\tsnapshot_count: ${facts.snapshot_count}`,
    `\tid: ${facts.id}`,
    `\tblock_name_prefix: ${facts.block_name_prefix}`,
    `\tformat: ${facts.format}`,
    `\tfeatures: ${facts.features.join(', ')}`,
    `\top_features: ${facts.op_features.join(', ')}`,
    `\tflags: ${facts.flags.join(', ')}`,
    `\tcreate_timestamp: ${facts.create_timestamp}`,
    `\tmodify_timestamp: ${facts.modify_timestamp}`,
    ...(facts.stripe_unit === undefined
      ? []
      : [`\tstripe unit: ${formatRbdSize(facts.stripe_unit)}`, `\tstripe count: ${facts.stripe_count}`]),
    ...(facts.protected === undefined ? [] : [`\tprotected: ${facts.protected === 'true' ? 'True' : 'False'}`]),
  ]
  return `${lines.join('\n')}\n`
}

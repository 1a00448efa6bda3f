import type { RemovedImage } from '../../../shared/removedImage.ts'
import { AppError } from '../../../shared/errors.ts'
import { formatSpec, type ImageRef, parseSpec } from '../../../shared/imageSpec.ts'
import { nameFromText } from '../../../shared/names.ts'
import type { Arguments } from '../arguments.ts'
import { checkNoImage } from '../checks.ts'
import { calledWithConnection, type Command, type CommandContext, IMAGE_SPEC, POOL_SPEC } from '../command.ts'
import type { Engine } from '../engine.ts'
import { refuseUnsupported, unsupportedOptions } from '../imageOptions.ts'
import { print } from '../io.ts'
import { DRY_RUN_OPTION, FORMAT_OPTIONS, readFormat, SOURCE_OPTIONS } from '../options.ts'
import { formatted } from '../rbd/formatted.ts'
import { formatRbdTime } from '../rbdText.ts'
import { runStep } from '../runStep.ts'
import { type PoolRef, takeImage, takePool } from '../specArgs.ts'
import { type Column, formatTable } from '../table.ts'

const POOL_OPTIONS = SOURCE_OPTIONS.filter(({ name }) => name !== 'image')

/** `trash ls`: the removed images of a pool that can be brought back, an id and a name a line. */
export const trashListCommand: Command = {
  names: ['trash ls', 'trash list'],
  summary: 'List the removed images of a pool.',
  arguments: [{ name: POOL_SPEC, help: 'pool [rbd]' }],
  maxArguments: 1,
  options: [
    ...POOL_OPTIONS,
    { name: 'all', short: 'a', help: 'taken and without effect: in a library only a user removes images' },
    { name: 'long', short: 'l', help: 'with when they were removed, and until when they are kept' },
    ...FORMAT_OPTIONS,
  ],
  async run(args, context) {
    const pool = takePool(args, context.connection, 'rbd')
    args.finish()
    const format = readFormat(args)
    const removed = await removedImages(await context.openLibrary(), pool)
    const isLong = args.isGiven('long')
    const plain = () =>
      isLong
        ? formatTable(COLUMNS, removed.map(toRow))
        : removed.map(({ id, ref }) => `${id} ${ref.image.text}\n`).join('')
    const value = removed.map(isLong ? toLong : toShort)
    await print(context.io, context.signal, formatted(format, { plain, value, tag: 'trash', item: 'image' }))
    return 0
  },
}

/** `trash mv`: what `rm` does here, under the name it has in `rbd`. */
export const trashMoveCommand: Command = {
  names: ['trash mv', 'trash move'],
  summary: 'Move an image to the trash: the same as rm.',
  arguments: [{ name: IMAGE_SPEC, help: 'image' }],
  maxArguments: 1,
  options: [...SOURCE_OPTIONS, ...unsupportedOptions('expires-at'), DRY_RUN_OPTION],
  async run(args, context) {
    refuseUnsupported(args)
    const image = takeImage(args, context.connection, 'source')
    args.finish()
    const engine = await context.openLibrary()
    await runStep(args, context, { title: null, ...removalOf(engine, image) })
    return 0
  },
}

/** The removal of an image as a step: of `rm` and `trash mv`. */
export function removalOf(engine: Engine, image: ImageRef) {
  const target = calledWithConnection(image)
  return {
    target,
    drops: [`image ${target}`],
    async check() {
      const { snapshotCount } = await engine.call('image.get', image)
      if (snapshotCount > 0) throw new AppError('E_IMAGE_HAS_SNAPSHOTS', `${formatSpec(image)} has snapshots`)
    },
    run: () => engine.call('image.remove', { image, confirm: formatSpec(image) }),
  }
}

/** `trash restore`: a removed image comes back, under its own name or another. */
export const trashRestoreCommand: Command = {
  names: ['trash restore'],
  summary: 'Bring a removed image back.',
  arguments: [{ name: '[CONNECTION://][POOL/[NAMESPACE/]]IMAGE-ID', help: 'id of the image, as trash ls shows it' }],
  maxArguments: 1,
  options: [
    ...POOL_OPTIONS,
    { name: 'image-id', value: 'IMAGE-ID', help: 'id of the image' },
    { name: 'image', value: 'IMAGE', help: 'its new name; left out: the one it had' },
    DRY_RUN_OPTION,
  ],
  async run(args, context) {
    const { id, ...pool } = takeImageId(args, context)
    const name = args.option('image')
    args.finish()
    const newName = name === null ? null : nameFromText(name)
    const engine = await context.openLibrary()
    const back = await find(engine, pool, id)
    const image = { ...back.ref, image: newName ?? back.ref.image }
    await runStep(args, context, {
      title: null,
      target: calledWithConnection(image),
      check: () => checkNoImage(engine, image),
      run: () => engine.call('trash.restore', { pool: pool.pool, namespace: pool.namespace, id, newName }),
    })
    return 0
  },
}

/** Takes the id of a removed image: from `--image-id`, else from the next argument, which may say its pool too. */
function takeImageId(args: Arguments, { connection }: CommandContext): PoolRef & { readonly id: string } {
  const given = args.option('image-id')
  const text = given === null ? args.take() : null
  const spec = text === null ? null : parseSpec(text)
  const id = given ?? spec?.image ?? null
  if (id === null) throw new AppError('E_ARGUMENT_MISSING', 'image id was not specified')
  if (spec !== null && spec.snapshot !== null) throw new AppError('E_SPEC_INVALID', `invalid spec '${text ?? ''}'`)
  return {
    connection: spec?.connection ?? connection,
    pool: nameFromText(spec?.pool ?? args.option('pool') ?? 'rbd'),
    namespace: spec?.namespace ?? args.option('namespace') ?? '',
    id,
  }
}

/** @throws AppError E_IMAGE_NOT_IN_TRASH, E_POOL_NOT_FOUND */
async function find(engine: Engine, pool: PoolRef, id: string): Promise<RemovedImage> {
  const found = (await removedImages(engine, pool)).find((one) => one.id === id)
  if (found !== undefined) return found
  throw new AppError('E_IMAGE_NOT_IN_TRASH', `There is no removed image ${pool.pool.text}/${id} in the trash`)
}

/** In the order of their ids, as `rbd` lists them. @throws AppError E_POOL_NOT_FOUND */
async function removedImages(engine: Engine, { pool, namespace }: PoolRef): Promise<readonly RemovedImage[]> {
  const removed = await engine.call('trash.list', { pool })
  return removed.filter(({ ref }) => ref.namespace === namespace).sort((a, b) => (a.id < b.id ? -1 : 1))
}

const COLUMNS: readonly Column[] = [
  { heading: 'ID', align: 'left' },
  { heading: 'NAME', align: 'left' },
  { heading: 'SOURCE', align: 'left' },
  { heading: 'DELETED_AT', align: 'left' },
  { heading: 'STATUS', align: 'left' },
  { heading: 'PARENT', align: 'left' },
]

function toRow(removed: RemovedImage): readonly string[] {
  return [removed.id, removed.ref.image.text, 'USER', formatRbdTime(removed.removedAt), statusOf(removed), '']
}

function toShort({ id, ref }: RemovedImage): object {
  return { id, name: ref.image.text }
}

function toLong(removed: RemovedImage): object {
  const deleted_at = formatRbdTime(removed.removedAt)
  return { ...toShort(removed), source: 'USER', deleted_at, status: statusOf(removed) }
}

function statusOf({ keptUntil }: RemovedImage): string {
  return `${Date.now() < keptUntil ? 'protected until' : 'expired at'} ${formatRbdTime(keptUntil)}`
}

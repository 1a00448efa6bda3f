import type { ImageDetails, ImageSummary, SnapshotInfo } from '../../../shared/contract.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import type { Command, CommandContext } from '../command.ts'
import { POOL_SPEC } from '../command.ts'
import type { Engine } from '../engine.ts'
import { print } from '../io.ts'
import { FORMAT_OPTIONS, readFormat, SOURCE_OPTIONS } from '../options.ts'
import { formatted } from '../rbd/formatted.ts'
import { formatRbdSize } from '../rbdText.ts'
import { type PoolRef, takePool } from '../specArgs.ts'
import { type Column, formatTable } from '../table.ts'

/** `ls`: the images of a pool, one name a line. */
export const listCommand: Command = {
  names: ['ls', 'list'],
  summary: 'List the images of a pool.',
  arguments: [{ name: POOL_SPEC, help: 'pool to list [rbd]' }],
  maxArguments: 1,
  options: [
    ...SOURCE_OPTIONS.filter(({ name }) => name !== 'image'),
    { name: 'long', short: 'l', help: 'with sizes and snapshots' },
    ...FORMAT_OPTIONS,
  ],
  async run(args, context) {
    const pool = takePool(args, context.connection, 'rbd')
    args.finish()
    const format = readFormat(args)
    const engine = await context.openLibrary()
    const images = await listImages(engine, pool)
    if (args.isGiven('long')) {
      const versions = await listVersions(engine, images)
      const value = versions.map(toJson)
      await show(
        context,
        formatted(format, { plain: () => formatVersions(versions), value, tag: 'images', item: 'image' }),
      )
      return 0
    }
    const names = images.map((image) => image.ref.image.text)
    const plain = () => names.map((name) => `${name}\n`).join('')
    await show(context, formatted(format, { plain, value: names, tag: 'images', item: 'name' }))
    return 0
  },
}

function show({ io, signal }: CommandContext, text: string): Promise<void> {
  return print(io, signal, text)
}

async function listImages(engine: Engine, { pool, namespace }: PoolRef): Promise<readonly ImageSummary[]> {
  const images = await engine.call('image.list', { pool })
  return images.filter((image) => image.ref.namespace === namespace)
}

/** A line of `ls -l`: an image, or a snapshot of it. `id` is null for an image whose index cannot be read. */
interface Version {
  readonly ref: ImageRef
  readonly id: string | null
  readonly sizeBytes: number
  readonly snapshot: SnapshotInfo | null
  readonly isLocked: boolean
}

async function listVersions(engine: Engine, images: readonly ImageSummary[]): Promise<readonly Version[]> {
  const versions: Version[] = []
  for (const { ref, state, sizeBytes } of images) {
    const details = state === 'damaged' || state === 'unproven' ? null : await engine.call('image.get', ref)
    versions.push(...versionsOf(ref, details, sizeBytes))
  }
  return versions
}

function versionsOf(ref: ImageRef, details: ImageDetails | null, sizeBytes: number): readonly Version[] {
  const id = details?.id ?? null
  const head = { ref, id, sizeBytes, snapshot: null, isLocked: (details?.lock ?? null) !== null }
  const snapshots = details?.snapshots ?? []
  return [head, ...snapshots.map((snapshot) => ({ ref, id, sizeBytes: snapshot.sizeBytes, snapshot, isLocked: false }))]
}

function toJson({ ref, id, sizeBytes, snapshot, isLocked }: Version): object {
  return {
    image: ref.image.text,
    ...(id === null ? {} : { id }),
    ...(snapshot === null ? {} : { snapshot: snapshot.name.text, snapshot_id: snapshot.id }),
    size: sizeBytes,
    format: 2,
    ...(snapshot === null ? {} : { protected: String(snapshot.protected) }),
    ...(isLocked ? { lock_type: 'exclusive' } : {}),
  }
}

const COLUMNS: readonly Column[] = [
  { heading: 'NAME', align: 'left' },
  { heading: 'SIZE', align: 'right' },
  { heading: 'PARENT', align: 'left' },
  { heading: 'FMT', align: 'right' },
  { heading: 'PROT', align: 'left' },
  { heading: 'LOCK', align: 'left' },
]

function formatVersions(versions: readonly Version[]): string {
  const rows = versions.map(({ ref, sizeBytes, snapshot, isLocked }) => [
    snapshot === null ? ref.image.text : `${ref.image.text}@${snapshot.name.text}`,
    formatRbdSize(sizeBytes),
    '',
    '2',
    snapshot?.protected ? 'yes' : '',
    isLocked ? 'excl' : '',
  ])
  return formatTable(COLUMNS, rows)
}

import type { UsageRow } from '../../../shared/contract.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { nameFromText } from '../../../shared/names.ts'
import type { Arguments } from '../arguments.ts'
import { type Command, type CommandContext, POINT_SPEC } from '../command.ts'
import type { Engine } from '../engine.ts'
import { print } from '../io.ts'
import { FORMAT_OPTIONS, FROM_SNAP_OPTION, readFormat, SNAP_OPTION, SOURCE_OPTIONS } from '../options.ts'
import { formatted } from '../rbd/formatted.ts'
import { formatRbdSize } from '../rbdText.ts'
import { type PoolRef, takePoint, takePool } from '../specArgs.ts'
import { type Column, formatTable } from '../table.ts'

/** `du`: what the points of images take, each what was written since the one before (FORMATS §8.2). */
export const usageCommand: Command = {
  names: ['du', 'disk-usage'],
  summary: 'Show how much of a pool, an image or a snapshot is used.',
  arguments: [{ name: `[${POINT_SPEC}]`, help: 'image, or a snapshot of it [all images of the pool]' }],
  maxArguments: 1,
  options: [
    ...SOURCE_OPTIONS,
    SNAP_OPTION,
    FROM_SNAP_OPTION,
    { name: 'exact', help: 'count bytes, not whole objects' },
    { name: 'merge-snapshots', help: 'one row an image, its snapshots counted in' },
    ...FORMAT_OPTIONS,
  ],
  async run(args, context) {
    const isOne = args.left() > 0 || args.option('image') !== null || args.option('snap') !== null
    const asked = isOne || args.option('from-snap') !== null ? takeOne(args, context) : takeAll(args, context)
    args.finish()
    const format = readFormat(args)
    const engine = await context.openLibrary()
    const usages = await readUsages(engine, args, asked)
    if (usages === null) return 0
    const merged = args.isGiven('merge-snapshots') ? usages.map(mergeRows) : usages
    const isWhole = !('point' in asked)
    const totals = totalsOf(usages)
    const value = {
      images: merged.flatMap(toJson),
      ...(isWhole ? { total_provisioned_size: totals.provisioned, total_used_size: totals.used } : {}),
    }
    const isEmptyPool = isWhole && usages.length === 0
    const plain = () => (isEmptyPool ? '' : formatUsages(merged, totals))
    await print(context.io, context.signal, formatted(format, { plain, value, tag: 'stats' }))
    return 0
  },
}

/** An image's rows. `endsAtSnapshot`: they end at a snapshot that was asked for. */
interface Usage {
  readonly ref: ImageRef
  readonly id: string
  readonly rows: readonly UsageRow[]
  readonly endsAtSnapshot: boolean
}

type Asked = { readonly point: ReturnType<typeof takePoint> } | { readonly pool: PoolRef }

function takeOne(args: Arguments, context: CommandContext): Asked {
  return { point: takePoint(args, context.connection, 'source', 'optional') }
}

function takeAll(args: Arguments, context: CommandContext): Asked {
  return { pool: takePool(args, context.connection, 'rbd') }
}

/** Null: from a snapshot to itself, of which rbd says nothing at all. */
async function readUsages(engine: Engine, args: Arguments, asked: Asked): Promise<readonly Usage[] | null> {
  const from = args.option('from-snap')
  const fromSnapshot = from === null ? null : nameFromText(from)
  const exact = args.isGiven('exact')
  const read = async (ref: ImageRef, snapshot: ReturnType<typeof takePoint>['snapshot']): Promise<Usage> => ({
    ref,
    id: (await engine.call('image.get', ref)).id,
    rows: await engine.call('image.usage', { image: ref, snapshot, fromSnapshot, exact }),
    endsAtSnapshot: snapshot !== null,
  })
  if ('point' in asked) {
    const { snapshot, ...ref } = asked.point
    if (snapshot !== null && snapshot.text === from) {
      const { snapshots } = await engine.call('image.get', ref)
      if (snapshots.some(({ name }) => name.text === from)) return null
      throw new AppError('E_SNAPSHOT_NOT_FOUND', `There is no snapshot “${from}”`, { detail: { snapshot: from } })
    }
    return [await read(ref, snapshot)]
  }
  const { pool, namespace } = asked.pool
  const usages: Usage[] = []
  for (const { ref } of await engine.call('image.list', { pool })) {
    if (ref.namespace === namespace) usages.push(await read(ref, null))
  }
  return usages
}

/** One row an image, all of its versions counted in; where the rows end at a snapshot rbd prints none. */
function mergeRows(usage: Usage): Usage {
  const head = usage.rows.at(-1)
  if (usage.endsAtSnapshot || head === undefined) return { ...usage, rows: [] }
  const usedBytes = usage.rows.reduce((sum, row) => sum + row.usedBytes, 0)
  return { ...usage, rows: [{ ...head, usedBytes }] }
}

interface Totals {
  readonly rows: number
  readonly provisioned: number
  readonly used: number
}

/** Provisioned counts heads only, or the snapshots where the rows end at one; used counts all. */
function totalsOf(usages: readonly Usage[]): Totals {
  const rows = usages.flatMap((usage) => usage.rows.map((row) => ({ row, endsAtSnapshot: usage.endsAtSnapshot })))
  const counted = rows.filter(({ row, endsAtSnapshot }) => endsAtSnapshot || row.snapshot === null)
  return {
    rows: rows.length,
    provisioned: counted.reduce((sum, { row }) => sum + row.provisionedBytes, 0),
    used: rows.reduce((sum, { row }) => sum + row.usedBytes, 0),
  }
}

function toJson({ ref, id, rows }: Usage): readonly object[] {
  return rows.map(({ snapshot, provisionedBytes, usedBytes }) => ({
    name: ref.image.text,
    id,
    ...(snapshot === null ? {} : { snapshot: snapshot.name.text, snapshot_id: snapshot.id }),
    provisioned_size: provisionedBytes,
    used_size: usedBytes,
  }))
}

const COLUMNS: readonly Column[] = [
  { heading: 'NAME', align: 'left' },
  { heading: 'PROVISIONED', align: 'right' },
  { heading: 'USED', align: 'right' },
]

function formatUsages(usages: readonly Usage[], totals: Totals): string {
  const rows = usages.flatMap(({ ref, rows }) =>
    rows.map(({ snapshot, provisionedBytes, usedBytes }) => [
      snapshot === null ? ref.image.text : `${ref.image.text}@${snapshot.name.text}`,
      formatRbdSize(provisionedBytes),
      formatRbdSize(usedBytes),
    ]),
  )
  const total =
    totals.rows > 1 ? [['<TOTAL>', formatRbdSize(totals.provisioned), formatRbdSize(totals.used)] as const] : []
  return formatTable(COLUMNS, [...rows, ...total])
}

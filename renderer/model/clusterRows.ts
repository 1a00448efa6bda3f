import type { ClusterPool } from '../../shared/connections.ts'
import type { WireError } from '../../shared/errors.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import { isTemporaryName } from '../../shared/leftover.ts'
import type { Name } from '../../shared/names.ts'
import type { Asked, Place } from '../stores/clusters.ts'
import { placeKey } from '../stores/clusters.ts'
import { imageKey } from '../stores/images.ts'
import type { TreeLine } from './treeKeys.ts'

interface Line {
  readonly key: string
  /** From 1. */
  readonly level: number
  readonly position: number
  readonly siblings: number
}

/** A pool, or a namespace in one. */
export interface PlaceRow extends Line {
  readonly kind: 'place'
  readonly place: Place
  readonly name: string
  readonly isNamespace: boolean
  readonly isOpen: boolean
  /** Images in it, without those under temporary names; null: it was not read yet. */
  readonly imageCount: number | null
}

/** The images of a place under temporary names. */
export interface LeftoversRow extends Line {
  readonly kind: 'leftovers'
  readonly place: Place
  readonly isOpen: boolean
  readonly count: number
}

/** An image. */
export interface LiveRow extends Line {
  readonly kind: 'image'
  readonly ref: ImageRef
  /** It bears a temporary name: it is being made, or an import that was killed left it. */
  readonly isLeftover: boolean
}

/** A line of words in place of what is not there; it cannot have the focus. */
export interface NoteRow {
  readonly kind: 'note'
  readonly key: string
  readonly level: number
  readonly note: 'reading' | 'empty' | 'failed'
  readonly error: WireError | null
}

/** One line of a connection's tree as it is drawn: the tree made flat, so that only what is seen is drawn. */
export type ClusterRow = ClusterStop | NoteRow
/** A line that can have the focus. */
export type ClusterStop = PlaceRow | LeftoversRow | LiveRow

/** What is known of a connection. */
export interface KnownCluster {
  readonly connection: string
  readonly pools: readonly ClusterPool[]
  /** By `placeKey`. */
  readonly names: Readonly<Record<string, Asked<readonly Name[]>>>
  /** Keys of the lines that were opened. */
  readonly opened: ReadonlySet<string>
  /** Only images whose name holds it, whatever the case, and the places they are in, which are then all open. */
  readonly filter?: string
}

/** Makes the tree of a connection flat: pools, in the open ones their namespaces, their images, and apart from those what bears a temporary name. Pure. */
export function clusterRows({ pools, filter = '', ...known }: KnownCluster): readonly ClusterRow[] {
  const tree: Tree = { ...known, wanted: filter.trim().toLowerCase() }
  const shown = pools.map((pool) => poolNode(tree, pool)).filter((node) => node !== null)
  return shown.flatMap((node, index) => node(index + 1, shown.length))
}

/** The places a connection has: each pool, and each namespace in it. */
export function placesOf(connection: string, pools: readonly ClusterPool[]): readonly Place[] {
  return pools.flatMap(({ name, namespaces }) =>
    ['', ...namespaces].map((namespace) => ({ connection, pool: name, namespace })),
  )
}

/** The key of the line under which the temporary names of a place stand. */
export function leftoversKey(place: Place): string {
  return `${placeKey(place)}\n`
}

/** The lines that can have the focus. */
export function clusterStops(rows: readonly ClusterRow[]): readonly ClusterStop[] {
  return rows.filter((row) => row.kind !== 'note')
}

/** A line as far as keys ask. */
export function lineOfStop(stop: ClusterStop): TreeLine {
  const { key, level } = stop
  if (stop.kind === 'image') return { key, level, name: stop.ref.image.text }
  return { key, level, isOpen: stop.isOpen, name: stop.kind === 'place' ? stop.name : '' }
}

interface Tree extends Pick<KnownCluster, 'connection' | 'names' | 'opened'> {
  /** Empty: everything. */
  readonly wanted: string
}

/** The lines of a part of the tree, once it is known which of how many it is. */
type Node = (position: number, siblings: number) => readonly ClusterRow[]

/** A pool with its namespaces; null: nothing of it is looked for. */
function poolNode(tree: Tree, pool: ClusterPool): Node | null {
  const { connection, wanted } = tree
  const place: Place = { connection, pool: pool.name, namespace: '' }
  const inside = pool.namespaces
    .map((namespace) => placeNode(tree, { ...place, namespace }, namespace, 2, []))
    .filter((node) => node !== null)
  if (wanted !== '' && inside.length === 0 && matchingIn(tree, place).length === 0) return null
  return placeNode(tree, place, pool.name.text, 1, inside)
}

/** `first`: what stands before its images. */
function placeNode(tree: Tree, place: Place, name: string, level: number, first: readonly Node[]): Node | null {
  const { opened, wanted, names } = tree
  const key = placeKey(place)
  const asked = names[key]
  const matching = matchingIn(tree, place)
  if (wanted !== '' && matching.length === 0 && first.length === 0) return null
  const isOpen = wanted !== '' || opened.has(key)
  const imageCount = asked?.value?.filter((image) => !isTemporaryName(image)).length ?? null
  return (position, siblings) => {
    const isNamespace = place.namespace !== ''
    const head: ClusterRow = {
      kind: 'place',
      key,
      level,
      position,
      siblings,
      place,
      name,
      isNamespace,
      isOpen,
      imageCount,
    }
    if (!isOpen) return [head]
    const note = noteOf(asked, key, level + 1, first.length > 0)
    return [head, ...under(tree, place, matching, level + 1, first), ...(note === null || wanted !== '' ? [] : [note])]
  }
}

function matchingIn({ names, wanted }: Tree, place: Place): readonly Name[] {
  const all = names[placeKey(place)]?.value ?? []
  return wanted === '' ? all : all.filter(({ text }) => text.toLowerCase().includes(wanted))
}

function under(tree: Tree, place: Place, names: readonly Name[], level: number, first: readonly Node[]): ClusterRow[] {
  const images = names.filter((name) => !isTemporaryName(name))
  const temporary = names.filter(isTemporaryName)
  const siblings = first.length + images.length + (temporary.length > 0 ? 1 : 0)
  const rowOf = (image: Name, level: number, position: number, siblings: number, isLeftover: boolean): ClusterRow => {
    const ref = { ...place, image }
    return { kind: 'image', key: imageKey(ref), level, position, siblings, ref, isLeftover }
  }
  const rows = [
    ...first.flatMap((node, index) => node(index + 1, siblings)),
    ...images.map((image, index) => rowOf(image, level, first.length + index + 1, siblings, false)),
  ]
  if (temporary.length === 0) return rows
  const key = leftoversKey(place)
  const isOpen = tree.wanted !== '' || tree.opened.has(key)
  rows.push({ kind: 'leftovers', key, level, position: siblings, siblings, place, isOpen, count: temporary.length })
  if (!isOpen) return rows
  return [...rows, ...temporary.map((image, index) => rowOf(image, level + 1, index + 1, temporary.length, true))]
}

function noteOf(
  asked: Asked<readonly Name[]> | undefined,
  key: string,
  level: number,
  isMore: boolean,
): NoteRow | null {
  const note = { kind: 'note', key: `${key}\n-`, level } as const
  if (asked !== undefined && asked.error !== null && !asked.isReading) {
    return { ...note, note: 'failed', error: asked.error }
  }
  if (asked === undefined || asked.value === null) return { ...note, note: 'reading', error: null }
  return asked.value.length === 0 && !isMore ? { ...note, note: 'empty', error: null } : null
}

import { createHash } from 'node:crypto'
import type { NewImage, ImageIndex, Link, LinkKind, SnapshotEntry } from '../types.ts'
import { completeFacts } from '../imageOptions.ts'
import { encodeIndex, versionOf } from '../index.ts'
import { findingsOf } from './findings.ts'
import { imageNameOf } from './names.ts'
import { orderParts } from './order.ts'
import type { FoundParts } from './parts.ts'
import type { Joined, LostDelta, LostPart, Proposal } from './types.ts'

/** What is known of a lost index beside its link files. */
export interface Remains {
  readonly folder: string
  /** What could still be read of the index itself; empty where it is gone. */
  readonly torn: Readonly<Record<string, unknown>>
}

/** The snapshots of a chain, and how they were come by. */
export interface FoundPoints {
  readonly snapshots: readonly SnapshotEntry[]
  readonly nextSnapshotId: number
  /** Names that an earlier point had and a later one has now. */
  readonly dropped: readonly Uint8Array[]
  /** How many have an id that was given anew. */
  readonly newIds: number
}

/** An index of the files that were found, as it would be written. Pure. */
export function proposalOf(found: FoundParts, remains: Remains): Proposal {
  const { chain, leftOut: unfit } = orderParts(found.parts)
  const leftOut = [...found.leftOut, ...unfit].sort((a, b) => (a.file < b.file ? -1 : 1))
  const parts = chain.map(({ part }) => part)
  const named = imageNameOf(remains.folder, parts, remains.torn)
  const links = linksOf(chain)
  const points = pointsOf(parts, found.parts)
  const facts = factsOf(parts[0])
  const times = parts.map(({ addedAt }) => addedAt).sort()
  const bare: ImageIndex = {
    version: 1,
    generation: 0,
    id: idOf(parts, remains.torn),
    name: named.name,
    namespace: named.namespace,
    ...completeFacts(facts),
    createdAt: times[0] ?? new Date(0).toISOString(),
    nextLink: found.parts.reduce((most, { number }) => Math.max(most, number), 0) + 1,
    nextSnapshotId: points.nextSnapshotId,
    // Names that are removed may come back only where their points are known to be there, and here they are not.
    foldedBelowId: points.nextSnapshotId,
    links,
    snapshots: points.snapshots,
  }
  const index: ImageIndex = { ...bare, version: versionOf(bare) }
  const troubled = new Set(parts.flatMap(({ file, trouble }) => (trouble === null ? [] : [file])))
  const findings = findingsOf({ index, chain, named, points, leftOut, header: parts[0]?.header ?? null })
  const agreement = createHash('sha256')
    .update(JSON.stringify([encodeIndex(index), leftOut, [...troubled]]))
    .digest('hex')
  return { index, findings, leftOut, troubled, agreement }
}

function linksOf(chain: readonly Joined[]): readonly Link[] {
  const links: Link[] = []
  let sizeBytes = 0
  for (const { part } of chain) {
    const { file, kind, fileBytes, addedAt, digest, madeFrom } = part
    for (const [at, delta] of part.deltas.entries()) {
      const before = sizeBytes
      // A stream of format 2 that never says a size leaves the image as long as itself.
      sizeBytes = delta.sizeBytes ?? (kind === 'v2' && at === 0 ? fileBytes : before)
      const { records, dataBytes, zeroBytes } = delta
      links.push({
        file,
        part: at,
        kind: kindOf(part, delta, links.length === 0 || sizeBytes !== before),
        sizeBytes,
        fileBytes,
        dataBytes,
        zeroBytes,
        records,
        addedAt,
        ...(digest === null ? {} : { digest }),
        ...(madeFrom === undefined ? {} : { madeFrom }),
      })
    }
  }
  return links
}

/** A diff that only gives the head a name is a seal, unless somebody's file was imported. */
function kindOf({ kind, madeFrom }: LostPart, { from, to, records }: LostDelta, changes: boolean): LinkKind {
  const isSeal = kind === 'diff' && madeFrom === undefined && from === null && to !== null && records === 0 && !changes
  return isSeal ? 'seal' : kind
}

function pointsOf(parts: readonly LostPart[], all: readonly LostPart[]): FoundPoints {
  const named = namedPoints(parts)
  // A name is used once: where it stands twice, the older point has lost it.
  const byName = new Map<string, number>()
  for (const [at, { name }] of named.entries()) byName.set(keyOf(name), at)
  const kept = named.filter(({ name }, at) => byName.get(keyOf(name)) === at)
  const dropped = named.filter(({ name }, at) => byName.get(keyOf(name)) !== at).map(({ name }) => name)
  const known = all.flatMap(({ deltas }) => deltas.flatMap(({ fromId, toId }) => [fromId ?? 0, toId ?? 0]))
  let next = known.reduce((most, id) => Math.max(most, id), 0) + 1
  const used = new Set<number>()
  let newIds = 0
  const snapshots = kept.map(({ id, ...point }): SnapshotEntry => {
    const isFree = id !== undefined && id > 0 && !used.has(id)
    const own = isFree ? id : next++
    if (!isFree) newIds++
    used.add(own)
    return { id: own, ...point }
  })
  return { snapshots, nextSnapshotId: next, dropped, newIds }
}

type NamedPoint = Omit<SnapshotEntry, 'id'> & { readonly id: number | undefined }

/** The names on the points of a chain: where a delta ends, and, where a fold took away the file that said so, where the next one begins. */
function namedPoints(parts: readonly LostPart[]): readonly NamedPoint[] {
  const named: NamedPoint[] = []
  const ids = new Set<number>()
  let afterLink = 0
  for (const part of parts) {
    for (const delta of part.deltas) {
      const { from, fromId, to, toId, toCreatedAt, isProtected } = delta
      const isNew = fromId !== undefined && !ids.has(fromId)
      if (from !== null && isNew && afterLink > 0 && part.kind === 'diff') {
        ids.add(fromId)
        named.push({ id: fromId, name: from, afterLink, protected: false, createdAt: part.addedAt })
      }
      afterLink++
      if (to === null) continue
      if (toId !== undefined) ids.add(toId)
      const createdAt = toCreatedAt ?? part.addedAt
      named.push({ id: toId, name: to, afterLink, protected: isProtected, createdAt })
    }
  }
  return named
}

/** What the first file says of the image, as an import takes it: metadata that overrides settings of a cluster is left out. */
function factsOf(first: LostPart | undefined): NewImage {
  const header = first?.header ?? null
  if (header === null) return {}
  const isConf = ({ key }: { readonly key: Uint8Array }): boolean =>
    Buffer.from(key).toString('latin1').startsWith('conf_')
  const isOrder = header.order !== null && header.order >= 12 && header.order <= 25
  return {
    order: isOrder ? (header.order ?? undefined) : undefined,
    features: header.features ?? undefined,
    stripeUnit: header.stripeUnit ?? undefined,
    stripeCount: header.stripeCount ?? undefined,
    v2Dialect: header.protectionBytes,
    meta: header.meta.filter((entry) => !isConf(entry)),
  }
}

/** The id its manifests name; without any one that is its own: of what its first file is. */
function idOf(parts: readonly LostPart[], torn: Readonly<Record<string, unknown>>): string {
  const source = parts.find((part) => part.source !== null)?.source
  if (source !== undefined && source !== null) return source.imageId
  if (typeof torn['id'] === 'string' && torn['id'] !== '') return torn['id']
  const [first] = parts
  return createHash('sha256')
    .update(JSON.stringify([first?.file, first?.digest, first?.fileBytes, first?.addedAt]))
    .digest('hex')
    .slice(0, 16)
}

function keyOf(name: Uint8Array | null): string {
  return name === null ? '' : Buffer.from(name).toString('latin1')
}

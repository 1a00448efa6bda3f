import { basename, dirname } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import { checkJson } from './json.ts'
import { bytesOf, fieldsOf } from './nameFields.ts'
import { slugCandidates } from './slug.ts'
import type { ImageIndex, Link, MetaEntry, SnapshotEntry } from './types.ts'

/** What every `image.json` says of itself. */
export const INDEX_FORMAT = 'rbd-studio-image'

/**
 * The highest version of `image.json` that this program writes. An index says the lowest version whose readers understand all of it:
 * 2 while it names links of export format 2, a name it is about to get, or points that a fold took away; else 1.
 */
export const INDEX_VERSION = 2

const count = z.int().nonnegative()
const named = { name: z.string().optional(), nameBase64: z.base64().optional() }

// Loose throughout: keys of a later version pass through and are written back.
const LinkJson = z.looseObject({
  file: z.string().regex(/^[0-9a-z][0-9a-z._-]{0,99}$/i),
  part: count,
  kind: z.enum(['raw', 'diff', 'seal', 'v2']),
  sizeBytes: count,
  fileBytes: count,
  dataBytes: count,
  zeroBytes: count,
  records: count,
  addedAt: z.string(),
  digest: z.string().optional(),
  restores: count.optional(),
  madeFrom: z.looseObject({ digest: z.string(), imageId: z.string().optional(), toId: count.optional() }).optional(),
})
const SnapshotJson = z.looseObject({
  id: z.int().positive(),
  ...named,
  afterLink: count,
  protected: z.boolean(),
  createdAt: z.string(),
})
const MetaJson = z.looseObject({
  key: z.string().optional(),
  keyBase64: z.base64().optional(),
  value: z.string().optional(),
  valueBase64: z.base64().optional(),
})
const IndexJson = z.looseObject({
  format: z.literal(INDEX_FORMAT),
  version: z.int().positive(),
  generation: count,
  id: z.string(),
  ...named,
  renamingTo: z.string().optional(),
  renamingToBase64: z.base64().optional(),
  namespace: z.string(),
  order: count,
  features: count,
  stripeUnit: count,
  stripeCount: count,
  v2Dialect: count.nullable(),
  meta: z.array(MetaJson),
  createdAt: z.string(),
  nextLink: count.optional(),
  nextSnapshotId: count.optional(),
  foldedBelowId: count.optional(),
  links: z.array(LinkJson),
  snapshots: z.array(SnapshotJson),
})

/**
 * The index that a parsed `image.json` holds. `path` is for the sentence; `slug`: what the image's folder is called, or was before it went to the trash.
 *
 * @throws AppError E_LIBRARY_DAMAGED when it does not have the shape, or its points do not lie in its chain; E_LIBRARY_NEWER when it
 *   was written by a later version and does not fit this one.
 */
export function decodeIndex(value: unknown, path: string, slug = basename(dirname(path))): ImageIndex {
  try {
    return decode(value, path, slug)
  } catch (error) {
    const { version } = value !== null && typeof value === 'object' ? (value as { version?: unknown }) : {}
    if (typeof version === 'number' && version > INDEX_VERSION) checkWritable(version, path)
    throw error
  }
}

function decode(value: unknown, path: string, slug: string): ImageIndex {
  const json = checkJson(IndexJson, value, path)
  const damaged = (place: string): AppError =>
    new AppError('E_LIBRARY_DAMAGED', `${path} does not hold what it should at ${place}`, { detail: { path, place } })
  const name = nameIn(json, slug)
  if (name === null) throw damaged('name')
  const { format: _, nameBase64: __, renamingTo: ___, renamingToBase64: ____, ...rest } = json
  let afterLink = 0
  const snapshots = json.snapshots.map((entry, at): SnapshotEntry => {
    const { nameBase64: _, ...rest } = entry
    const name = bytesOf(entry, 'name')
    if (name === null || entry.afterLink < afterLink || entry.afterLink > json.links.length)
      throw damaged(`snapshots.${at}`)
    afterLink = entry.afterLink
    return { ...rest, name }
  })
  const meta = json.meta.map((entry, at): MetaEntry => {
    const { keyBase64: _, valueBase64: __, ...rest } = entry
    const [key, value] = [bytesOf(entry, 'key'), bytesOf(entry, 'value')]
    if (key === null || value === null) throw damaged(`meta.${at}`)
    return { ...rest, key, value }
  })
  const links: readonly Link[] = json.links
  // Counters that were lost go on behind the highest number in use.
  const nextLink = Math.max(json.nextLink ?? 0, highestNumber(links) + 1)
  const nextSnapshotId = Math.max(json.nextSnapshotId ?? 0, ...snapshots.map(({ id }) => id + 1), 1)
  return { ...rest, name, snapshots, meta, links, nextLink, nextSnapshotId }
}

/**
 * The name of the image in a folder. A rename writes the new name beside the old one and then renames the folder: from that very step on,
 * since the folder is now called after the new name, it counts.
 */
function nameIn(json: z.infer<typeof IndexJson>, slug: string): Uint8Array | null {
  const next = bytesOf(json, 'renamingTo')
  if (next !== null && slugCandidates(next, json.namespace).includes(slug)) return next
  return bytesOf(json, 'name')
}

/** The value that is written as `image.json`. */
export function encodeIndex(index: ImageIndex): Readonly<Record<string, unknown>> {
  const { version, generation, id, name, renamingTo, snapshots, meta, links, ...rest } = index
  return {
    format: INDEX_FORMAT,
    version,
    generation,
    id,
    ...fieldsOf('name', name),
    ...(renamingTo === undefined ? {} : fieldsOf('renamingTo', renamingTo)),
    ...rest,
    meta: meta.map(({ key, value, ...more }) => ({ ...fieldsOf('key', key), ...fieldsOf('value', value), ...more })),
    links,
    snapshots: snapshots.map(({ name, ...more }) => ({ ...fieldsOf('name', name), ...more })),
  }
}

/** The version an index is written with: no higher than it must, so that older programs keep what they can read. */
export function versionOf({ renamingTo, foldedBelowId, links }: ImageIndex): number {
  const needsTwo = renamingTo !== undefined || foldedBelowId !== undefined || links.some(({ kind }) => kind === 'v2')
  return needsTwo ? 2 : 1
}

/** Refuses to change what a later version wrote. `known`: the latest this program knows. @throws AppError E_LIBRARY_NEWER. */
export function checkWritable(version: number, path: string, known = INDEX_VERSION): void {
  if (version <= known) return
  throw new AppError(
    'E_LIBRARY_NEWER',
    `${path} was written by a later version of RBD Studio and cannot be changed by this one`,
    {
      detail: { path, version },
    },
  )
}

function highestNumber(links: readonly Link[]): number {
  return links.reduce((most, { file }) => Math.max(most, Number.parseInt(file, 10) || 0), 0)
}

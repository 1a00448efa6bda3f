import { isAppError } from '../../../shared/errors.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { readManifest } from '../manifest/manifestFile.ts'
import type { Described } from './encode.ts'

/** What the manifests of the first and the last of merged files say of the whole: a file without one says nothing. Null: no file. */
export async function mergedFacts(first: string | null, last: string | null): Promise<Described> {
  const begin = await manifestOrNull(first)
  const end = await manifestOrNull(last)
  const replaces = end === null ? [] : [end.file.digest, ...(end.replaces ?? [])].slice(0, REPLACES_MAX)
  const known = { parent: begin?.parent ?? null, replaces }
  const source = begin?.source ?? null
  if (source === null || source.imageId !== end?.source?.imageId) return known
  const { fromId } = begin?.deltas[0] ?? {}
  const { toId, toCreatedAt } = end.deltas.at(-1) ?? {}
  return { ...known, source, ends: { fromId, toId, toCreatedAt } }
}

const REPLACES_MAX = 100

/** A broken manifest of an input is no reason not to merge what it describes; nothing of it is believed. */
async function manifestOrNull(path: string | null): Promise<Manifest | null> {
  if (path === null) return null
  try {
    return await readManifest(path)
  } catch (error) {
    if (isAppError(error)) return null
    throw error
  }
}

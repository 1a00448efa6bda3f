import type { FileInspection } from '../../../shared/inspection.ts'
import { isAppError } from '../../../shared/errors.ts'
import { nameToBytes } from '../../../shared/names.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { readManifest } from '../manifest/manifestFile.ts'
import { isSame } from './claim.ts'

/** What a file's manifest says of it, without reading the file: a part of its inspection. Undefined: it has none. */
export async function inspectManifest(file: FileInspection): Promise<FileInspection['manifest']> {
  try {
    const manifest = await readManifest(file.path)
    if (manifest === null) return undefined
    return {
      state: contradicts(manifest, file) ? 'contradicts' : 'ok',
      file: manifest.file.digest,
      parent: manifest.parent,
      image: manifest.source?.imageId ?? null,
    }
  } catch (error) {
    if (!isAppError(error)) throw error
    return { state: 'unreadable', file: null, parent: null, image: null }
  }
}

/** Whether a file cannot be the one a manifest describes, by its length and its heads alone. */
function contradicts(manifest: Manifest, found: FileInspection): boolean {
  const [delta] = manifest.deltas
  if (isOtherContent(manifest, found)) return true
  if (manifest.kind !== 'diff-v1' || delta === undefined || found.complete !== true) return false
  const from = found.from === null ? null : nameToBytes(found.from)
  const to = found.to === null ? null : nameToBytes(found.to)
  return !isSame(delta.header, { from, to, sizeBytes: found.sizeBytes })
}

/** Whether a file that is whole has another length, or other records, than a manifest says. */
export function isOtherContent({ file, kind, deltas }: Manifest, found: FileInspection): boolean {
  if (file.lengthBytes !== found.fileBytes || kind !== found.kind) return true
  if (deltas.length === 0 || found.records === null) return false
  const records = deltas.reduce((sum, delta) => sum + delta.records, 0)
  const dataBytes = deltas.reduce((sum, delta) => sum + delta.dataBytes, 0)
  return found.records !== records || found.dataBytes !== dataBytes
}

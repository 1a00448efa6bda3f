import { AppError } from '../../../shared/errors.ts'
import { nameFromBytes } from '../../../shared/names.ts'
import type { DeltaHeader } from '../delta.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { findSnapshot, quoted } from './append.ts'
import type { ImageIndex } from './types.ts'

/**
 * Whether a diff continues this very image, as far as manifests say: the image and the snapshot it begins at against what the chain knows
 * of that point (docs/MANIFEST.md, “Identity”). What either does not know is not held against it.
 *
 * @throws AppError E_CHAIN_WRONG_PARENT
 */
export function checkIdentity(
  index: ImageIndex,
  header: DeltaHeader,
  { path, manifest }: { readonly path: string; readonly manifest: Manifest },
): void {
  const start = header.from === null ? undefined : findSnapshot(index, header.from)
  const { source, deltas } = manifest
  if (start === undefined || source === null) return
  const fromId = deltas[0]?.fromId
  const before = index.links[start.afterLink - 1]?.madeFrom
  const refuse = (sentence: string): never => {
    throw new AppError('E_CHAIN_WRONG_PARENT', `${path} ${sentence}`, {
      detail: { path, image: nameFromBytes(index.name).text, snapshot: nameFromBytes(start.name).text },
    })
  }
  const checkPoint = (id: number | undefined): void => {
    if (fromId === undefined || id === undefined || fromId === id) return
    refuse(
      `begins at another snapshot ${quoted(start.name)} than the one here: it was made after number ${fromId}, and this is number ${id}`,
    )
  }
  if (source.imageId === index.id) checkPoint(start.id)
  else if (before?.imageId === source.imageId) checkPoint(before.toId)
  else if (before?.imageId !== undefined) {
    refuse(
      `was made of another image (${nameFromBytes(source.image).text}, id ${source.imageId}) than what stands before snapshot ${quoted(start.name)}`,
    )
  }
}

import { AppError } from '../../../../shared/errors.ts'
import { formatSpec } from '../../../../shared/imageSpec.ts'
import { nameFromBytes, nameToBytes, sameBytes } from '../../../../shared/names.ts'
import { clusterId } from '../../ceph/fsid.ts'
import type { DeltaHeader } from '../../delta.ts'
import { readManifest } from '../../manifest/manifestFile.ts'
import type { Check, OpContext } from '../context.ts'
import type { LiveTarget } from './target.ts'

/**
 * What the manifest of the first diff says of the image it was made of, held against the image it is to be applied to (docs/MANIFEST.md, “Identity”): of this
 * very image, it must begin at this very snapshot, and not at another one of the name. A copy of that image has another id, and then the names of the
 * snapshots are all there is to go by: that is said.
 *
 * @throws AppError E_CHAIN_WRONG_PARENT, E_MANIFEST_INVALID
 */
export async function checkLiveIdentity(
  { connection, ref, image }: LiveTarget,
  header: DeltaHeader | undefined,
  path: string | undefined,
  { signal }: OpContext,
): Promise<readonly Check[]> {
  if (header === undefined || header.from === null || path === undefined) return []
  const { from } = header
  const manifest = await readManifest(path)
  const source = manifest?.source ?? null
  const called = formatSpec(ref)
  const snapshot = nameFromBytes(from).text
  const isThis = source?.imageId === image.id && (await isSameCluster(source.fsid, () => clusterId(connection, signal)))
  if (!isThis) {
    const label = `That ${called} is a copy of the image the diff was made of is not proven: only the name of snapshot “${snapshot}” says so`
    return [{ label, state: 'warning' }]
  }
  const fromId = manifest?.deltas[0]?.fromId
  const here = image.snapshots.find(({ name }) => sameBytes(nameToBytes(name), from))
  if (fromId !== undefined && here !== undefined && fromId !== here.id) {
    const sentence = `${path} begins at another snapshot “${snapshot}” of ${called} than the one it has now: that was number ${fromId}, and this is number ${here.id}`
    throw new AppError('E_CHAIN_WRONG_PARENT', sentence, { detail: { path, image: called, snapshot } })
  }
  return [{ label: `The manifest says that the diff is of ${called}, from this very snapshot on`, state: 'ok' }]
}

async function isSameCluster(said: string | undefined, asked: () => Promise<string | null>): Promise<boolean> {
  if (said === undefined) return true
  const here = await asked()
  return here === null || here === said
}

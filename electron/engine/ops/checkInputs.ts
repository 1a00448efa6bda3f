import { openFileSource } from '../io/fileSource.ts'
import { disagrees, lengthDisagrees } from '../manifest/agree.ts'
import { checkBlocks } from '../manifest/checkBlocks.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { readManifest } from '../manifest/manifestFile.ts'
import type { OpContext } from './context.ts'

/**
 * Reads files whole and holds them against their manifests, before anything is done with them. A file without one is passed over.
 *
 * @throws AppError E_MANIFEST_DISAGREES for the first that is not what its manifest says, E_MANIFEST_INVALID, E_FILE_*
 */
export async function checkInputs(
  paths: readonly string[],
  context: Pick<OpContext, 'meter' | 'signal' | 'onProgress'>,
): Promise<void> {
  const { meter, signal, onProgress } = context
  const work: { readonly path: string; readonly manifest: Manifest }[] = []
  for (const path of new Set(paths)) {
    const manifest = await readManifest(path)
    if (manifest !== null) work.push({ path, manifest })
  }
  const totalBytes = work.reduce((sum, { manifest }) => sum + manifest.file.lengthBytes, 0)
  let before = 0
  for (const { path, manifest } of work) {
    const { file: digests } = manifest
    const file = await openFileSource(path, { meter })
    try {
      if (file.sizeBytes !== digests.lengthBytes) throw lengthDisagrees(path, digests.lengthBytes, file.sizeBytes)
      const offset = before
      const { bad } = await checkBlocks(file, digests, {
        signal,
        onProgress: (bytes) => onProgress({ phase: 'verifying', doneBytes: offset + bytes, totalBytes }),
      })
      if (bad.length > 0) throw disagrees(path, bad)
    } finally {
      await file.close()
    }
    before += digests.lengthBytes
  }
}

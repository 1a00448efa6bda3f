import { basename, dirname, join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { fileError, isErrno } from '../io/fileError.ts'
import { open } from '../io/fs.ts'
import { createPartFile, type PartFile } from '../io/partFile.ts'
import { encodeManifest, type Manifest, MANIFEST_MAX_BYTES, parseManifest } from './manifest.ts'

/** Told of a part file that was begun. */
export type OnPart = ((partPath: string) => void) | undefined

const EXTENSION = '.rbdm.json'

/** Where the manifest of a file stands: `s1-s2.diff` → `s1-s2.diff.rbdm.json`. */
export function manifestPath(path: string): string {
  return join(dirname(path), `${basename(path)}${EXTENSION}`)
}

/** Whether a file name is one of a manifest. */
export function isManifestName(name: string): boolean {
  return name.endsWith(EXTENSION)
}

/** The file that a manifest stands beside. */
export function describedPath(manifest: string): string {
  return manifest.slice(0, -EXTENSION.length)
}

/**
 * The manifest beside a file; null when there is none.
 *
 * @throws AppError E_MANIFEST_INVALID, E_FILE_READ, E_FILE_PERMISSION
 */
export async function readManifest(path: string): Promise<Manifest | null> {
  const beside = manifestPath(path)
  try {
    const handle = await open(beside, 'r')
    try {
      const stats = await handle.stat()
      if (!stats.isFile())
        throw new AppError('E_MANIFEST_INVALID', `${beside} is no file`, { detail: { path: beside } })
      // One byte more than may be there: then it is too large, whatever length it says of itself.
      const bytes = new Uint8Array(Math.min(stats.size, MANIFEST_MAX_BYTES) + 1)
      let length = 0
      for (;;) {
        const { bytesRead } = await handle.read(bytes, length, bytes.length - length, length)
        length += bytesRead
        if (bytesRead === 0 || length === bytes.length) break
      }
      return parseManifest(bytes.subarray(0, length), beside)
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return null
    throw fileError(error, beside, 'read')
  }
}

/**
 * Writes the manifest of a file under a part name, so that a full disk is met before the file itself appears; `commit` gives it its name.
 *
 * @throws AppError E_FILE_EXISTS, E_FILE_NO_SPACE, E_FILE_WRITE, E_FILE_PERMISSION
 */
export async function beginManifest(path: string, manifest: Manifest, onPart?: OnPart): Promise<PartFile> {
  const part = await createPartFile(manifestPath(path))
  onPart?.(part.partPath)
  try {
    await part.write(encodeManifest(manifest))
    return part
  } catch (error) {
    await part.discard()
    throw error
  }
}

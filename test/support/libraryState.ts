import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Library, openLibrary } from '../../electron/engine/library/library.ts'
import type { ImageIndex } from '../../electron/engine/library/types.ts'
import { isAppError } from '../../shared/errors.ts'
import { nameFromBytes } from '../../shared/names.ts'
import type { FoundDisk } from './diskRecord.ts'
import { contentOf } from './libraries.ts'
import { neverAborted } from './signal.ts'

/**
 * Everything a user could see of a library, as one text: pools, images, their facts, points and content at each point, removed images that can be
 * brought back, adopted folders.
 * Versions and generations are left out: they count writes.
 */
export async function stateOf(folder: string): Promise<string> {
  let library: Library
  try {
    library = await openLibrary(folder, { create: false })
  } catch (error) {
    if (!isAppError(error, 'E_LIBRARY_NOT_FOUND')) throw error
    return 'no library'
  }
  const lines: string[] = []
  for (const pool of await library.listPools()) {
    lines.push(`pool ${nameFromBytes(pool.name).text}`)
    for (const { name, namespace, state, index } of await library.listImages(pool.name)) {
      const called = nameFromBytes(name).text
      lines.push(`image ${called} ${state}`)
      const ref = { pool: pool.name, namespace, image: name }
      if (index === null) continue
      lines.push(factsOf(await library.readImage(ref)))
      for (const point of [...index.snapshots.map((snapshot) => snapshot.name), null]) {
        const content = await contentOf(await library.openRange(ref, null, point, { signal: neverAborted }))
        const sum = createHash('sha256').update(content).digest('hex')
        lines.push(`${point === null ? 'head' : nameFromBytes(point).text} ${content.length} ${sum}`)
      }
    }
  }
  for (const { index, removedAtMs } of await library.listTrash()) lines.push(`removed ${removedAtMs} ${factsOf(index)}`)
  for (const { path } of await library.listAdopted()) lines.push(`adopted ${path}`)
  return lines.join('\n')
}

function factsOf(index: ImageIndex): string {
  const { version: _, generation: __, ...facts } = index
  return JSON.stringify(facts, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  )
}

/** Puts what a power cut left into an empty folder. Locks are then of an earlier boot, as they would be. */
export function restoreDisk(disk: FoundDisk, folder: string): void {
  for (const [path, bytes] of disk) {
    if (bytes === null) mkdirSync(join(folder, path), { recursive: true })
    else writeFileSync(join(folder, path), bytes)
  }
  for (const path of lockFiles(folder)) markDead(path)
}

/** The lock files anywhere in a folder, by path. */
export function lockFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|\/)(adopted\.)?lock(\.[0-9a-f]+)?$/.test(path))
    .map((path) => join(folder, path))
}

function markDead(path: string): void {
  let holder: Record<string, unknown>
  try {
    holder = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  } catch {
    // A lock that says of nobody that he is gone would hold the image for ever: the test is to meet it.
    return
  }
  writeFileSync(path, JSON.stringify({ ...holder, bootId: '00000000-0000-0000-0000-000000000000' }))
}

/** The links folder of every image of a library, and the files that no index names. */
export function strayLinks(folder: string): readonly string[] {
  const indexes = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.startsWith('pools/') && path.endsWith('/image.json'),
  )
  return indexes.flatMap((path) => {
    const { links } = JSON.parse(readFileSync(join(folder, path), 'utf8')) as { links: readonly { file: string }[] }
    const named = new Set(links.map(({ file }) => file))
    const at = join(dirname(path), 'links')
    return readdirSync(join(folder, at))
      .filter((file) => !named.has(file.replace(/\.rbdm\.json$/, '')))
      .map((file) => join(at, file))
  })
}

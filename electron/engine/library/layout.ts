import { join, sep } from 'node:path'
import type { LinkKind } from './types.ts'

/** Where things stand in a library's folder (DESIGN §9). */
export function libraryPaths(folder: string) {
  return {
    folder,
    /** Says that the folder is a library, and its version. */
    about: join(folder, 'library.json'),
    pools: join(folder, 'pools'),
    /** What was removed: swept after 24 hours, so that a reader that has it open is not hurt. */
    trash: join(folder, 'trash'),
    /** What is being made and will be renamed to its place. */
    temporary: join(folder, 'tmp'),
  } as const
}

/** The paths of a library. */
export type LibraryPaths = ReturnType<typeof libraryPaths>

/** Where things stand in a pool's folder: `pool.json` and one folder an image. */
export function poolPaths(folder: string) {
  return { folder, about: join(folder, 'pool.json') } as const
}

/** Where things stand in an image's folder. Ten thousand are asked for at once, so nothing is normalised: the folder is already. */
export function imagePaths(folder: string) {
  const inside = (name: string): string => `${folder}${sep}${name}`
  return {
    folder,
    index: inside('image.json'),
    links: inside('links'),
    cache: inside('cache'),
    lock: inside('lock'),
    /** What is known to be damaged; there only while anything is. */
    damage: inside('damage.json'),
    /** What fitted nowhere when a lost index was rebuilt: kept until somebody takes it away. */
    leftOut: inside('left-out'),
    /** Stands while the image's first links are written: without an index, such a folder is nothing yet. */
    creating: inside('creating'),
  } as const
}

/** The paths of an image. */
export type ImagePaths = ReturnType<typeof imagePaths>

/** Name of the link file with a number: `000001.raw`, `000001.v2`, `000002.diff`. */
export function linkFileName(number: number, kind: LinkKind): string {
  return `${String(number).padStart(6, '0')}.${kind === 'seal' ? 'diff' : kind}`
}

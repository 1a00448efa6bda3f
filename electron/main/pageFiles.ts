import { readFile, realpath } from 'node:fs/promises'
import { extname, isAbsolute, join, relative, sep } from 'node:path'

/** One file of the page. */
export interface PageFile {
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.woff2': 'font/woff2',
}

/**
 * Reads the file of the page behind a path as it stands in an address; null where there is none, or where it is not below `root`
 * once every symlink is followed. An encoded slash never separates steps.
 */
export async function readPageFile(root: string, pathname: string): Promise<PageFile | null> {
  const steps = stepsOf(pathname)
  if (steps === null) return null
  try {
    const path = await realpath(join(root, ...steps))
    const type = TYPES[extname(path)]
    if (type === undefined || !isBelow(await realpath(root), path)) return null
    return { type, bytes: await readFile(path) }
  } catch {
    return null
  }
}

function stepsOf(pathname: string): readonly string[] | null {
  try {
    const steps = pathname.split('/').slice(1).map(decodeURIComponent)
    const isGood = steps.every((step) => step !== '' && step !== '.' && step !== '..' && !/[/\\:\0]/.test(step))
    return isGood && pathname.startsWith('/') ? steps : null
  } catch {
    return null
  }
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

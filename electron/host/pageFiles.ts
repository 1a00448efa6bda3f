import { realpath, stat } from 'node:fs/promises'
import { extname, isAbsolute, join, relative, sep } from 'node:path'

/** One file of the page, ready to be sent. */
export interface PageFile {
  readonly path: string
  readonly type: string
  readonly sizeBytes: number
  /** Its name holds a hash of its content, so a browser may keep it for good. */
  readonly isHashed: boolean
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
 * The steps from the page's folder to a file, or null for a path that is none of ours. A folder, as `/`, is none.
 *
 * Split first, decoded after: an encoded slash stays inside its step and is refused there, like `..`, a backslash and a NUL.
 */
export function stepsOf(pathname: string): readonly string[] | null {
  if (!pathname.startsWith('/')) return null
  const steps: string[] = []
  for (const part of pathname.slice(1).split('/')) {
    const step = decode(part)
    if (step === null || step === '' || step === '.' || step === '..' || /[/\\:\0]/.test(step)) return null
    steps.push(step)
  }
  return steps
}

/**
 * Finds the file of the page behind a path as it stands in an address; null where there is none, where its kind is none that a page
 * is made of, or where it is not below `root` once every symlink is followed.
 */
export async function findPageFile(root: string, pathname: string): Promise<PageFile | null> {
  const steps = stepsOf(pathname)
  if (steps === null) return null
  try {
    const path = await realpath(join(root, ...steps))
    if (!isBelow(await realpath(root), path)) return null
    const facts = await stat(path)
    const type = TYPES[extname(path)]
    if (!facts.isFile() || type === undefined) return null
    return { path, type, sizeBytes: facts.size, isHashed: steps.length > 1 && steps[0] === 'assets' }
  } catch {
    return null
  }
}

/** Whether a path lies below a folder; both real. Compared by steps, so that `/page-evil` is not below `/page`. */
function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}

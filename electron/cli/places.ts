import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The folder the program was installed or checked out in: the nearest one above this file with a package.json. The same from
 * source (`electron/cli/`) and from the bundle (`dist/`).
 */
export function programFolder(): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder)
  return folder
}

/** The line `--version` prints: `rbd-studio 0.1.0`. */
export function versionLine(): string {
  const { version } = JSON.parse(readFileSync(join(programFolder(), 'package.json'), 'utf8')) as { version: string }
  return `rbd-studio ${version}\n`
}

/** The folder of the sample images; null where the program came without them. */
export function sampleFolder(): string | null {
  const folder = join(programFolder(), 'resources', 'sample')
  return existsSync(folder) ? folder : null
}

import { randomBytes } from 'node:crypto'
import { join } from 'node:path'

/** A path below the staging folder no other upload has: a folder of its own (not made yet), and in it the file's name, made harmless. */
export function stagedPath(stagingFolder: string, name: string): string {
  return join(stagingFolder, randomBytes(8).toString('hex'), harmlessName(name))
}

/** The name of an uploaded file as one step of a path: shown in the window, never a way out of its folder. At most 200 bytes. */
export function harmlessName(name: string): string {
  // Browsers send the bare name; a path in it is somebody else's idea.
  const last = name.split(/[/\\]/).at(-1) ?? ''
  let step = last.replace(/[\p{Cc}<>:"|?*]/gu, '_')
  // From the front: the end tells the file's kind. By whole characters, so that none is cut in two.
  while (Buffer.byteLength(step) > 200) step = Array.from(step).slice(1).join('')
  return /^\.*$/.test(step) ? 'upload' : step
}

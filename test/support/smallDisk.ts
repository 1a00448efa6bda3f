import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A file system of its own with hardly any room: what is written to it fails as on a full disk, since it is one. */
export interface SmallDisk {
  readonly folder: string
  /** The name of the file that takes the room. */
  readonly filler: string
  /** Takes it away again, with all that lies in it. */
  readonly remove: () => void
}

const FILLER = 'filler'

/** Mounts a tmpfs of 1 MiB as a new `folder` and leaves 24 KiB of it free; null where none can be mounted, which is where nobody is root. */
export function smallDisk(folder: string): SmallDisk | null {
  mkdirSync(folder)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status !== 0) return null
  writeFileSync(path.join(folder, FILLER), new Uint8Array(1000 * 1024).fill(7))
  return {
    folder,
    filler: FILLER,
    remove() {
      spawnSync('umount', [folder])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

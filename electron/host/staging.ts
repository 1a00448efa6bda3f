import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { rm, rmdir } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { isGone, ownIdentity, ProcessIdentity } from '../process/processIdentity.ts'

const OWNER = 'owner.json'

/** A private place for files of this process that do not last: uploads until nobody needs them, exports that are dragged out. */
export interface Staging {
  /** This process's own folder, made on the first reading of it. */
  readonly folder: string
  /** Whether a path lies in this process's folder, and so is ours to remove. */
  contains(file: string): boolean
  /** Removes a staged file and the folder that held nothing else. */
  remove(file: string): Promise<void>
  /** Removes all of it: the process ends. */
  close(): void
}

function ownerIsGone(folder: string): boolean {
  try {
    return isGone(ProcessIdentity.parse(JSON.parse(readFileSync(path.join(folder, OWNER), 'utf8'))))
  } catch {
    // Not ours, or just being made.
    return false
  }
}

/** Opens the staging area under `root` and sweeps away what dead processes left there. */
export function openStaging(root: string): Staging {
  const own = path.join(root, `${process.pid}-${randomBytes(6).toString('hex')}`)
  let isMade = false
  try {
    for (const name of readdirSync(root)) {
      const folder = path.join(root, name)
      if (ownerIsGone(folder)) rmSync(folder, { recursive: true, force: true })
    }
  } catch {
    // Nothing was ever staged here, or it is not ours to sweep.
  }

  function contains(file: string): boolean {
    const relative = path.relative(own, path.resolve(file))
    return relative !== '' && relative !== OWNER && !path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..'
  }

  return {
    get folder() {
      if (!isMade) {
        mkdirSync(own, { recursive: true, mode: 0o700 })
        writeFileSync(path.join(own, OWNER), JSON.stringify(ownIdentity()), { mode: 0o600 })
        isMade = true
      }
      return own
    },
    contains,
    async remove(file) {
      if (!contains(file)) return
      await rm(file, { force: true })
      const parent = path.dirname(path.resolve(file))
      if (contains(parent)) await rmdir(parent).catch(() => {})
    },
    close() {
      if (isMade) rmSync(own, { recursive: true, force: true })
    },
  }
}

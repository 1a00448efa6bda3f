import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, type ErrorCode } from '../../shared/errors.ts'
import { isGone, ownIdentity, ProcessIdentity } from '../process/processIdentity.ts'

const LOCK_WAIT_MS = 5_000
const LOCK_RETRY_MS = 20

/** The errno of a failed system call, as `ENOENT`; undefined for any other failure. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  EACCES: 'E_FILE_PERMISSION',
  EPERM: 'E_FILE_PERMISSION',
  EROFS: 'E_FILE_PERMISSION',
  ENOSPC: 'E_FILE_NO_SPACE',
  EDQUOT: 'E_FILE_NO_SPACE',
}

/** A failed write of one of the host's own files, as an AppError that names the file. */
export function writeError(file: string, error: unknown): AppError {
  if (error instanceof AppError) return error
  const code = CODES[errnoOf(error) ?? ''] ?? 'E_FILE_WRITE'
  return new AppError(code, `cannot write ${file}`, {
    detail: { path: file, errno: errnoOf(error) ?? null },
    cause: error,
  })
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; its file systems order a rename by themselves.
  const handle = await open(folder, 'r').catch(() => null)
  if (handle === null) return
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Puts a whole text in place of a file of ours, so that a kill at any moment leaves the old or the new one.
 *
 * @throws AppError E_FILE_WRITE, E_FILE_PERMISSION, E_FILE_NO_SPACE
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const folder = path.dirname(file)
  const part = path.join(folder, `.${path.basename(file)}.${randomBytes(4).toString('hex')}.part`)
  try {
    await mkdir(folder, { recursive: true })
    const handle = await open(part, 'wx', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(part, file)
    await syncFolder(folder)
  } catch (error) {
    await unlink(part).catch(() => {})
    throw writeError(file, error)
  }
}

/** Whether the holder a lock file names is gone. A lock whose writing was cut off is judged by its age. */
async function isStale(lock: string, text: string): Promise<boolean> {
  try {
    return isGone(ProcessIdentity.parse(JSON.parse(text)))
  } catch {
    const { mtimeMs } = await stat(lock)
    return Date.now() - mtimeMs > LOCK_WAIT_MS
  }
}

/** Moves a dead holder's lock out of the way; should another have taken it over meanwhile, the other's lock is put back. */
async function takeOver(lock: string, seen: string): Promise<void> {
  const aside = `${lock}.${randomBytes(4).toString('hex')}`
  await rename(lock, aside)
  if ((await readFile(aside, 'utf8')) !== seen) await link(aside, lock).catch(() => {})
  await unlink(aside)
}

async function tryLock(lock: string): Promise<boolean> {
  try {
    const handle = await open(lock, 'wx', 0o600)
    try {
      await handle.writeFile(JSON.stringify({ ...ownIdentity(), token: randomBytes(8).toString('hex') }))
    } finally {
      await handle.close()
    }
    return true
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw writeError(lock, error)
  }
  try {
    const text = await readFile(lock, 'utf8')
    if (await isStale(lock, text)) await takeOver(lock, text)
  } catch (error) {
    // Gone between two steps: its holder is done, or another has taken it over.
    if (errnoOf(error) !== 'ENOENT') throw writeError(lock, error)
  }
  return false
}

/**
 * Runs `action` while holding a lock file, among all processes of this user; a dead holder's lock is taken over.
 *
 * @param waitMs how long to wait for another holder; 0: not at all.
 * @throws AppError E_FILE_WRITE when the lock is not had in time — and whatever `action` throws.
 */
export async function withLockFile<T>(lock: string, action: () => Promise<T>, waitMs = LOCK_WAIT_MS): Promise<T> {
  await mkdir(path.dirname(lock), { recursive: true }).catch((error: unknown) => {
    throw writeError(lock, error)
  })
  const deadline = Date.now() + waitMs
  // Twice at least: the first try may have done no more than clear a dead holder's lock away.
  for (let tries = 1; !(await tryLock(lock)); tries++) {
    if (tries > 1 && Date.now() >= deadline) {
      throw new AppError('E_FILE_WRITE', `${lock} is held by another process`, { detail: { path: lock } })
    }
    await delay(LOCK_RETRY_MS)
  }
  try {
    return await action()
  } finally {
    await unlink(lock).catch(() => {})
  }
}

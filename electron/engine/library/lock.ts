import { randomBytes } from 'node:crypto'
import { basename, join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { fileError, isErrno } from '../io/fileError.ts'
import { isGone } from '../../process/processIdentity.ts'
import { Holder, isOwn, ownThread } from './holder.ts'
import { readText } from './json.ts'
import { link, open, rm, unlink, writeFile } from '../io/fs.ts'

/** A lock that is held. */
export interface Lock {
  readonly holder: Holder
  /** Whether it still is: false after somebody took it over, which only a wrong clock of processes could bring about. */
  isHeld(): Promise<boolean>
  /** Says that the folder it stands in has been renamed, the lock with it. */
  moved(folder: string): void
  /** Gives it up; removes it only if it is still ours. More than once does nothing. */
  release(): Promise<void>
}

/** Who wants a lock, for what. */
export interface LockOptions {
  /** What is being done, for whoever meets the lock: `import-diff into rbd/web-01`. */
  readonly what: string
  /** How a sentence calls what is locked. */
  readonly called: string
}

/** Takeovers of takeovers: one a process that died in the middle of one. */
const DEPTH_MAX = 16

/**
 * Takes the lock file `NAME` in a folder, or says at once who has it.
 *
 * The file appears with its full content (written beside, then linked), so nobody ever sees an empty one. A lock whose holder is provably
 * gone is taken over: whoever holds the lock `NAME.<nonce of the stale one>` may remove it, if it still is the stale one. So of many
 * that see it stale exactly one removes it, and none removes what came after.
 *
 * @throws AppError E_LIBRARY_LOCKED with `detail` `{ pid, host, what, since }`; E_FILE_NOT_FOUND when the folder is gone.
 */
export function acquireLock(folder: string, options: LockOptions, name = 'lock'): Promise<Lock> {
  return acquire(folder, options, name, 0)
}

/** Who holds a lock file now; null when nobody does. @throws AppError E_LIBRARY_LOCKED when it cannot be told. */
export async function readLock(path: string): Promise<Holder | null> {
  const text = await readText(path)
  if (text === null) return null
  try {
    return Holder.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError('E_LIBRARY_LOCKED', `${path} does not say who holds it`, {
      hint: 'If nothing else is using the library, remove that file',
      detail: { path },
      cause,
    })
  }
}

/** Removes a lock that a thread of this very process left behind when it was ended. True when there was one. */
export async function releaseThreadLock(path: string, thread: number): Promise<boolean> {
  const holder = await readLock(path).catch(() => null)
  if (holder === null || !isOwn(holder, thread)) return false
  await rm(path, { force: true })
  return true
}

async function acquire(folder: string, options: LockOptions, name: string, depth: number): Promise<Lock> {
  const path = join(folder, name)
  const holder: Holder = {
    ...ownThread(),
    nonce: randomBytes(12).toString('hex'),
    what: options.what,
    since: new Date().toISOString(),
  }
  for (;;) {
    // Looked at before anything is written: whoever comes second costs the disk nothing.
    const other = await readLock(path)
    if (other === null) {
      if (await tryCreate(folder, path, holder)) return held(path, holder)
      continue
    }
    if (!isGone(other) || depth === DEPTH_MAX) throw locked(options.called, other)
    await takeOver(folder, options, name, other, depth)
  }
}

/** Removes a stale lock if it is still there. */
async function takeOver(
  folder: string,
  options: LockOptions,
  name: string,
  stale: Holder,
  depth: number,
): Promise<void> {
  const right = await acquire(folder, options, `lock.${stale.nonce}`, depth + 1)
  try {
    const path = join(folder, name)
    const now = await readLock(path)
    if (now?.nonce === stale.nonce) await unlink(path)
  } finally {
    await right.release()
  }
}

function held(takenAt: string, holder: Holder): Lock {
  let released = false
  let path = takenAt
  // Once more where the reading failed: a lock that is left behind shuts everybody out for as long as this process lives.
  const read = (): Promise<Holder | null> => readLock(path).catch(() => readLock(path).catch(() => null))
  const isHeld = async (): Promise<boolean> => !released && (await read())?.nonce === holder.nonce
  return {
    holder,
    isHeld,
    moved(folder) {
      path = join(folder, basename(path))
    },
    async release() {
      if (await isHeld()) await rm(path, { force: true })
      released = true
    },
  }
}

/** Makes the lock file with its content; false when there is one. */
async function tryCreate(folder: string, path: string, holder: Holder): Promise<boolean> {
  const text = JSON.stringify(holder)
  const temporary = join(folder, `.${basename(path)}.${randomBytes(8).toString('hex')}.new`)
  try {
    // Flushed: after a power cut an empty lock would say of nobody that he is gone.
    await writeFile(temporary, text, { flag: 'wx', mode: 0o644, flush: true })
    try {
      await link(temporary, path)
      return true
    } catch (error) {
      if (isErrno(error, 'EEXIST')) return false
      // Somebody who holds the lock has swept the folder: once more. Awaited here: left to run while the folder is cleared below, its
      // refusal (the folder is gone for good) would be nobody's and end the process.
      if (isErrno(error, 'ENOENT')) return await tryCreate(folder, path, holder)
      if (!isErrno(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES')) throw error
      return await createInPlace(path, text)
    } finally {
      await rm(temporary, { force: true })
    }
  } catch (error) {
    throw fileError(error, path, 'write')
  }
}

/** For disks without hard links: between create and write the file is empty, which a reader takes for held by somebody unknown. */
async function createInPlace(path: string, text: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx', 0o644)
    try {
      await handle.writeFile(text)
    } finally {
      await handle.close()
    }
    return true
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false
    throw error
  }
}

/** The sentence for whoever comes second. */
function locked(called: string, holder: Holder): AppError {
  const { host, pid, what, since } = holder
  return new AppError('E_LIBRARY_LOCKED', `${called} is in use: ${what}, by process ${pid} on ${host} since ${since}`, {
    detail: { pid, host, what, since },
  })
}

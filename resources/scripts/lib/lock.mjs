// @ts-check
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const beatMs = 2_000
const staleMs = 20_000

/**
 * Whether a process with this id is there.
 * @param {number} pid
 */
export function isAlive(pid) {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

/**
 * Runs `work` while no other process runs work under the same lock file. A lock is left over when its owner is gone, or has not
 * touched it for 20 s (process ids are used again, after a restart of a container at once).
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {{ readonly onWait?: () => void, readonly pollMs?: number }} [options] `onWait` is called once if somebody else holds it
 * @returns {Promise<T>}
 */
export async function withLock(path, work, { onWait, pollMs = 100 } = {}) {
  mkdirSync(dirname(path), { recursive: true })
  let hasWaited = false
  while (!take(path)) {
    removeIfLeftOver(path)
    if (!hasWaited) onWait?.()
    hasWaited = true
    await delay(pollMs)
  }
  const beat = setInterval(() => touch(path), beatMs)
  beat.unref()
  try {
    return await work()
  } finally {
    clearInterval(beat)
    rmSync(path, { force: true })
  }
}

/** @param {string} path */
function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
    throw error
  }
}

/** @param {string} path */
function touch(path) {
  try {
    utimesSync(path, new Date(), new Date())
  } catch {
    // Somebody took us for dead and removed it; the work itself stands a second worker.
  }
}

/**
 * Moves the file away before judging it for good, so that of two who find the same left-over lock one cannot remove the other's
 * new one.
 * @param {string} path
 */
function removeIfLeftOver(path) {
  const found = look(path)
  if (found === undefined || !found.isLeftOver) return
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
    if (readFileSync(aside, 'utf8') !== found.owner) linkSync(aside, path)
  } catch {
    // It is gone, or a new one is there already: either way the next round decides.
  }
  rmSync(aside, { force: true })
}

/** @param {string} path */
function look(path) {
  try {
    const owner = readFileSync(path, 'utf8')
    const ageMs = Date.now() - statSync(path).mtimeMs
    // Just made and not written yet: its owner has the first seconds for that.
    if (owner === '') return { owner, isLeftOver: ageMs > staleMs }
    return { owner, isLeftOver: !isAlive(Number(owner)) || ageMs > staleMs }
  } catch {
    return undefined
  }
}

import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import path from 'node:path'

const retryMs = 20
const giveUpMs = 3_000

/**
 * The one temporary folder of a stand-in: Chromium's profile, its temporary files and the app's user data.
 *
 * It is removed however the stand-in ends; see `watcher.ts` for the case where this process cannot do it itself.
 */
export interface WorkDir {
  /** Chromium's profile. */
  readonly profile: string
  /** Chromium's TMPDIR: it leaves sockets there when it is killed. */
  readonly temp: string
  /** The app's `userData`, unless a test names another one. */
  readonly userData: string
  /** Puts a browser under the folder's care: its process group dies before the folder goes. */
  guard(browser: ChildProcess): void
}

/** Creates the folder. The name is short because Chromium puts a Unix socket in it, whose path is limited to 107 bytes. */
export function createWorkDir(): WorkDir {
  const root = mkdtempSync(path.join(tmpdir(), 'standin-'))
  const dirs = { profile: path.join(root, 'p'), temp: path.join(root, 't'), userData: path.join(root, 'u') }
  for (const dir of Object.values(dirs)) mkdirSync(dir)
  let browserPid: number | undefined
  process.once('exit', () => {
    if (browserPid !== undefined) killGroup(browserPid)
    removeTree(root)
  })
  return {
    ...dirs,
    guard(browser) {
      browserPid = browser.pid
      startWatcher(root, browserPid ?? 0)
    },
  }
}

/** Kills a browser with all its helpers; it must have been started as the leader of its own process group. */
export function killGroup(pid: number): void {
  // To kill(2), 0 and -1 mean this process's own group and everything.
  if (!(pid > 1)) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

/** Removes a folder whose last writers may still be dying: what they add meanwhile is removed on the next attempt. */
export function removeTree(root: string): void {
  const endsAt = Date.now() + giveUpMs
  for (;;) {
    try {
      rmSync(root, { recursive: true, force: true })
      return
    } catch (error) {
      if (Date.now() > endsAt) {
        process.stderr.write(`stand-in: ${root} could not be removed: ${String(error)}\n`)
        return
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs)
    }
  }
}

/** Starts the process that cleans up if this one is killed. It lives in its own group, so a killed group spares it. */
function startWatcher(root: string, browserPid: number): void {
  const script = fileURLToPath(new URL('./watcher.ts', import.meta.url))
  const watcher = spawn(process.execPath, [script, root, String(browserPid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  })
  watcher.unref()
}

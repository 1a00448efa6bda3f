import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { replaceFile, withLockFile } from '../../../electron/host/files.ts'
import { ProcessIdentity } from '../../../electron/process/processIdentity.ts'
import { tempDir } from '../../support/tempDir.ts'

/** Starts a process that says who it is and then waits to be killed. */
async function startProcess() {
  const module = new URL('../../../electron/process/processIdentity.ts', import.meta.url).href
  const script = `const { ownIdentity } = await import('${module}'); console.log(JSON.stringify(ownIdentity())); process.stdin.resume()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return {
    identity: ProcessIdentity.parse(JSON.parse(line.toString())),
    async kill() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

describe('a lock file', () => {
  it('lets one in at a time and leaves nothing', async () => {
    const lock = path.join(tempDir(), 'below', 'a.lock')
    let inside = 0
    let most = 0
    const enter = async () => {
      most = Math.max(most, ++inside)
      await new Promise(setImmediate)
      inside--
    }
    await Promise.all(Array.from({ length: 8 }, () => withLockFile(lock, enter)))
    expect(most).toBe(1)
    expect(existsSync(lock)).toBe(false)
  })

  it('is refused while a living process holds it, and had when that was killed', async () => {
    const lock = path.join(tempDir(), 'a.lock')
    const other = await startProcess()
    writeFileSync(lock, JSON.stringify(other.identity))
    const action = async () => 'in'
    await expect(withLockFile(lock, action, 0)).rejects.toMatchObject({ code: 'E_FILE_WRITE', detail: { path: lock } })
    await other.kill()
    expect(await withLockFile(lock, action, 0)).toBe('in')
  })

  it('is given back when the action fails', async () => {
    const lock = path.join(tempDir(), 'a.lock')
    await expect(withLockFile(lock, () => Promise.reject(new TypeError('bug')))).rejects.toThrow('bug')
    expect(existsSync(lock)).toBe(false)
  })
})

describe('a replaced file', () => {
  it('holds the new text whole', async () => {
    const file = path.join(tempDir(), 'below', 'a.json')
    await replaceFile(file, 'one')
    await replaceFile(file, 'two')
    expect(readFileSync(file, 'utf8')).toBe('two')
  })
})

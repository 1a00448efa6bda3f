import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Holder, ownThread } from '../../../electron/engine/library/holder.ts'
import { acquireLock, type Lock, readLock, releaseThreadLock } from '../../../electron/engine/library/lock.ts'
import { runs } from '../../support/propertyRuns.ts'
import { tempDir } from '../../support/tempDir.ts'

const want = { what: 'import-diff into rbd/web-01', called: 'rbd/web-01' }
const holderOf = (facts: Partial<Holder> = {}): Holder => ({
  ...ownThread(),
  nonce: 'a'.repeat(24),
  what: 'an earlier job',
  since: '2026-01-02T03:04:05.678Z',
  ...facts,
})

/** The pid of a process that has really lived and been killed. */
let deadPid = 0
beforeAll(async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  deadPid = child.pid ?? 0
  child.kill('SIGKILL')
  await once(child, 'exit')
})

describe('a lock', () => {
  it('tells who holds it, since when, and for what, at once', async () => {
    const folder = tempDir()
    const lock = await acquireLock(folder, want)
    expect(await readLock(join(folder, 'lock'))).toEqual(lock.holder)
    const { pid, since } = lock.holder
    await expect(acquireLock(folder, want)).rejects.toMatchObject({
      code: 'E_LIBRARY_LOCKED',
      message: `rbd/web-01 is in use: import-diff into rbd/web-01, by process ${pid} on ${hostname()} since ${since}`,
      detail: { pid: process.pid, host: hostname(), what: want.what, since },
    })
    await lock.release()
    expect(readdirSync(folder)).toEqual([])
    await (await acquireLock(folder, want)).release()
  })

  it('is released once, and never somebody else’s', async () => {
    const folder = tempDir()
    const lock = await acquireLock(folder, want)
    expect(await lock.isHeld()).toBe(true)
    const other = JSON.stringify(holderOf())
    writeFileSync(join(folder, 'lock'), other)
    expect(await lock.isHeld()).toBe(false)
    await lock.release()
    await lock.release()
    expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe(other)
  })

  it('is not taken from a holder nobody can read', async () => {
    const folder = tempDir()
    writeFileSync(join(folder, 'lock'), '')
    await expect(acquireLock(folder, want)).rejects.toMatchObject({ code: 'E_LIBRARY_LOCKED' })
    expect(readdirSync(folder)).toEqual(['lock'])
  })

  it('cannot be taken in a folder that is gone', async () => {
    await expect(acquireLock(join(tempDir(), 'none'), want)).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' })
  })
})

describe('a stale lock', () => {
  const leave = (folder: string, round: number): string => {
    const nonce = String(round).padStart(24, '0')
    writeFileSync(join(folder, 'lock'), JSON.stringify(holderOf({ pid: deadPid, startTime: '1', nonce })))
    return nonce
  }

  it('goes to exactly one of many who see it, again and again', async () => {
    const folder = tempDir()
    for (let round = 0; round < runs(300); round++) {
      leave(folder, round)
      const results = await Promise.allSettled(Array.from({ length: 12 }, () => acquireLock(folder, want)))
      const locks = results.flatMap((result): Lock[] => (result.status === 'fulfilled' ? [result.value] : []))
      const errors = results.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []))
      expect(locks.length).toBeLessThanOrEqual(1)
      for (const error of errors) expect(error).toMatchObject({ code: 'E_LIBRARY_LOCKED' })
      for (const lock of locks) {
        expect(await lock.isHeld()).toBe(true)
        await lock.release()
      }
      expect(readdirSync(folder)).toEqual([])
    }
  })

  it('is not removed by one who saw it before another took it over', async () => {
    const folder = tempDir()
    const nonce = leave(folder, 1)
    // The right to remove it is held, as by one who is just about to.
    const right = await acquireLock(folder, want, `lock.${nonce}`)
    await expect(acquireLock(folder, want)).rejects.toMatchObject({ code: 'E_LIBRARY_LOCKED' })
    expect((await readLock(join(folder, 'lock')))?.nonce).toBe(nonce)
    await right.release()
    await (await acquireLock(folder, want)).release()
  })

  it('is taken over though somebody died taking it over, and somebody else taking that over', async () => {
    const folder = tempDir()
    const first = leave(folder, 1)
    const dead = { pid: deadPid, startTime: '1' }
    writeFileSync(join(folder, `lock.${first}`), JSON.stringify(holderOf({ ...dead, nonce: 'b'.repeat(24) })))
    writeFileSync(join(folder, `lock.${'b'.repeat(24)}`), JSON.stringify(holderOf({ ...dead, nonce: 'c'.repeat(24) })))
    const lock = await acquireLock(folder, want)
    expect(readdirSync(folder)).toEqual(['lock'])
    await lock.release()
  })
})

it('a thread’s lock is released for it when the thread had to be ended', async () => {
  const folder = tempDir()
  const module = new URL('../../../electron/engine/library/lock.ts', import.meta.url).href
  const thread = new Worker(
    `import(${JSON.stringify(module)}).then(async ({ acquireLock }) => {
      await acquireLock(${JSON.stringify(folder)}, { what: 'a job', called: 'it' })
      require('node:worker_threads').parentPort.postMessage('held')
      setInterval(() => {}, 1000)
    })`,
    { eval: true },
  )
  await once(thread, 'message')
  const { threadId } = thread
  await thread.terminate()
  const path = join(folder, 'lock')
  await expect(acquireLock(folder, want)).rejects.toMatchObject({ detail: { pid: process.pid, what: 'a job' } })
  expect(await releaseThreadLock(path, threadId + 1)).toBe(false)
  expect(await releaseThreadLock(path, threadId)).toBe(true)
  await (await acquireLock(folder, want)).release()
})

// @ts-check
import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { isExternal, writeBundle } from '../../../resources/scripts/lib/bundles.mjs'
import { isAptForUs } from '../../../resources/scripts/lib/apt.mjs'
import { downloadUrl } from '../../../resources/scripts/lib/chromium.mjs'
import { fingerprint } from '../../../resources/scripts/lib/inputs.mjs'
import { withLock } from '../../../resources/scripts/lib/lock.mjs'
import { runQuiet } from '../../../resources/scripts/lib/process.mjs'
import { put, tempFolder } from './tempFolder.mjs'

describe('fingerprint', () => {
  const files = { 'shared/a.ts': 'a', 'shared/deep/b.ts': 'b', 'vite.config.ts': 'c', 'other/d.ts': 'd' }
  const paths = ['shared', 'vite.config.ts', 'missing']

  it('stays the same until an input is touched, added or removed', () => {
    const folder = tempFolder(files)
    const seen = [fingerprint(folder, paths)]
    expect(fingerprint(folder, paths)).toBe(seen[0])
    put(folder, 'other/d.ts', 'changed')
    expect(fingerprint(folder, paths)).toBe(seen[0])
    utimesSync(join(folder, 'shared/deep/b.ts'), 1, 1)
    seen.push(fingerprint(folder, paths))
    put(folder, 'shared/e.ts', '')
    seen.push(fingerprint(folder, paths))
    rmSync(join(folder, 'vite.config.ts'))
    seen.push(fingerprint(folder, paths))
    put(folder, 'missing', '')
    seen.push(fingerprint(folder, paths))
    expect(new Set(seen).size).toBe(5)
  })
})

describe('withLock', () => {
  it('lets one in at a time, and the next one when it is done', async () => {
    const lock = join(tempFolder(), 'deep', 'lock')
    let inside = 0
    let most = 0
    const work = async () => {
      inside += 1
      most = Math.max(most, inside)
      await setImmediate()
      inside -= 1
      return 'done'
    }
    const results = await Promise.all([1, 2, 3].map(() => withLock(lock, work, { pollMs: 1 })))
    expect(results).toEqual(['done', 'done', 'done'])
    expect(most).toBe(1)
    expect(existsSync(lock)).toBe(false)
  })

  it('is free again after a failure', async () => {
    const lock = join(tempFolder(), 'lock')
    await expect(withLock(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await withLock(lock, () => Promise.resolve(1))).toBe(1)
  })

  it('takes over what a dead process left', async () => {
    const { output } = await runQuiet(process.execPath, ['-p', 'process.pid'])
    const lock = join(tempFolder({ lock: output.trim() }), 'lock')
    expect(await withLock(lock, () => Promise.resolve(readFileSync(lock, 'utf8')), { pollMs: 1 })).toBe(
      String(process.pid),
    )
  })

  it('takes over what has not been touched for long, though a process has its number', async () => {
    const lock = join(tempFolder({ lock: '1' }), 'lock')
    const longAgo = Date.now() / 1000 - 60
    utimesSync(lock, longAgo, longAgo)
    expect(await withLock(lock, () => Promise.resolve('mine'), { pollMs: 1 })).toBe('mine')
  })

  it('waits for a living one, and says so once', async () => {
    const lock = join(tempFolder({ lock: String(process.ppid) }), 'lock')
    let waits = 0
    const onWait = () => {
      waits += 1
      writeFileSync(lock, '')
      rmSync(lock)
    }
    await withLock(lock, () => Promise.resolve(), { onWait, pollMs: 1 })
    expect(waits).toBe(1)
  })
})

describe('bundles', () => {
  it.each(
    /** @type {[string, boolean][]} */ ([
      ['electron', true],
      ['node:fs', true],
      ['events', true],
      ['fs/promises', true],
      ['bufferutil', true],
      ['ws', false],
      ['zod', false],
      ['../electron/host/paths.ts', false],
      ['electron-builder', false],
    ]),
  )('%s is left out of the file: %s', (name, expected) => {
    expect(isExternal(name)).toBe(expected)
  })

  it('makes one file that runs, with what it imports inside and Node outside', async () => {
    const folder = tempFolder({
      'in/index.ts':
        "import { name } from './name.ts'\nimport { sep } from 'node:path'\nconst end: string = sep\nconsole.log(name, end.length)",
      'in/name.ts': "export const name: string = 'inside'",
    })
    await writeBundle(folder, folder, { input: 'in/index.ts', output: 'out.mjs', format: 'esm', isCommand: true })
    const text = readFileSync(join(folder, 'out.mjs'), 'utf8')
    expect(text.startsWith('#!/usr/bin/env node\n')).toBe(true)
    rmSync(join(folder, 'in'), { recursive: true })
    expect(await runQuiet(join(folder, 'out.mjs'), [])).toMatchObject({ code: 0, output: 'inside 1\n' })
  })

  it.each(['./none.ts', 'no-such-package'])('refuses an import of %s, which is not there', async (name) => {
    const folder = tempFolder({ 'index.ts': `import '${name}'` })
    const bundle = /** @type {const} */ ({ input: 'index.ts', output: 'out.mjs', format: 'esm' })
    await expect(writeBundle(folder, folder, bundle)).rejects.toThrow(name)
  })

  it('refuses an entry that does not exist', async () => {
    const bundle = /** @type {const} */ ({ input: 'none.ts', output: 'out.mjs', format: 'esm' })
    await expect(writeBundle(tempFolder(), '.', bundle)).rejects.toThrow('none.ts does not exist')
  })
})

describe('getting a Chromium', () => {
  it('finds the address in what Playwright prints', () => {
    const sample =
      'Chrome for Testing 1.2 (playwright chromium v1)\n  Install location:    /c\n  Download url:        https://host/a.zip\n'
    expect(downloadUrl(sample)).toBe('https://host/a.zip')
    expect(downloadUrl('Error')).toBeUndefined()
  })

  it.each(
    /** @type {[NodeJS.Platform, number, string, boolean][]} */ ([
      ['linux', 0, 'NAME="Debian"\nID=debian\n', true],
      ['linux', 0, 'ID=ubuntu\nID_LIKE=debian\n', true],
      ['linux', 0, 'ID=linuxmint\nID_LIKE="ubuntu debian"\n', true],
      ['linux', 1000, 'ID=debian\n', false],
      ['linux', 0, 'ID="fedora"\nVARIANT_ID=debian\n', false],
      ['darwin', 0, '', false],
    ]),
  )('apt on %s as user %i with %j: %s', (platform, uid, osRelease, expected) => {
    expect(isAptForUs(platform, uid, osRelease)).toBe(expected)
  })
})

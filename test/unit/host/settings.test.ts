import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { ownIdentity } from '../../../electron/process/processIdentity.ts'
import { DEFAULT_SETTINGS } from '../../../shared/settings.ts'
import { openSettings } from '../../../electron/host/settings.ts'
import { tempDir } from '../../support/tempDir.ts'

function settingsFile(text?: string): string {
  const file = path.join(tempDir(), 'config', 'settings.json')
  if (text !== undefined) {
    mkdirSync(path.dirname(file))
    writeFileSync(file, text)
  }
  return file
}

function json(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}

describe('settings', () => {
  it('are the defaults where there is no file, and none is made by reading', async () => {
    const file = settingsFile()
    expect(await openSettings(file).get()).toEqual(DEFAULT_SETTINGS)
    expect(existsSync(file)).toBe(false)
  })

  it('are kept, with what we do not know', async () => {
    const file = settingsFile('{"version": 1, "theme": "dark", "later": [{"name": "a"}]}')
    const settings = openSettings(file)
    expect(await settings.set({ exportFolder: '/out', theme: undefined })).toEqual({
      ...DEFAULT_SETTINGS,
      theme: 'dark',
      exportFolder: '/out',
    })
    expect(json(file)).toEqual({
      ...DEFAULT_SETTINGS,
      version: 1,
      theme: 'dark',
      exportFolder: '/out',
      later: [{ name: 'a' }],
    })
    expect(await readdir(path.dirname(file))).toEqual(['settings.json'])
  })

  it('that are no setting of ours count as the default', async () => {
    const settings = openSettings(settingsFile('{"theme": "pink", "exportFolder": 7}'))
    expect(await settings.get()).toEqual(DEFAULT_SETTINGS)
  })

  it('read connections one by one, and keep in the file what this version cannot read', async () => {
    const good = { name: 'good', reach: { kind: 'local' }, pace: 'normal' }
    const also = { name: 'also', reach: { kind: 'ssh', host: 'ceph1' }, pace: 'fast' }
    const later = { name: 'later', reach: { kind: 'quic', host: 'x' }, pace: 'normal', mtls: true }
    const damaged = ['?', null, 7, { name: 'NOT A NAME', reach: { kind: 'local' }, pace: 'normal' }]
    const twice = { ...good, pace: 'gentle' }
    const file = settingsFile(
      JSON.stringify({
        version: 1,
        connections: [later, good, ...damaged, also, twice, { ...good, name: 'more', x: 1 }],
      }),
    )
    const settings = openSettings(file)
    expect((await settings.get()).connections).toEqual([good, also])
    await settings.set({ theme: 'dark' })
    expect((await settings.get()).connections).toEqual([good, also])
    const kept = [later, ...damaged, twice, { ...good, name: 'more', x: 1 }]
    expect(json(file)).toMatchObject({ theme: 'dark', connections: [good, also, ...kept] })
    const changed = await settings.change(({ connections }) => ({
      connections: connections.filter(({ name }) => name !== 'good'),
    }))
    expect(changed.connections).toEqual([also])
    expect(json(file)).toMatchObject({ connections: [also, ...kept] })
  })

  it.each([['a word'], [{ later: [] }], [null]])('keep connections that are no list (%j)', async (value) => {
    const file = settingsFile(JSON.stringify({ version: 1, connections: value }))
    const settings = openSettings(file)
    await settings.set({ theme: 'dark' })
    expect((await settings.get()).connections).toEqual([])
    expect(json(file)).toMatchObject({ connections: [value] })
  })

  it.each(['{"theme": "da', '[]', 'null', ''])(
    'that are damaged (%s) are set anew, the damaged file kept',
    async (text) => {
      const file = settingsFile(text)
      const settings = openSettings(file)
      expect((await settings.get()).theme).toBe('system')
      await settings.set({ theme: 'light' })
      expect((await settings.get()).theme).toBe('light')
      expect(readFileSync(`${file}.damaged`, 'utf8')).toBe(text)
    },
  )

  it('of a later version are read and not changed', async () => {
    const text = '{"version": 2, "theme": "dark"}'
    const file = settingsFile(text)
    const settings = openSettings(file)
    expect((await settings.get()).theme).toBe('dark')
    await expect(settings.set({ theme: 'light' })).rejects.toMatchObject({ code: 'E_LIBRARY_NEWER' })
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  it('lose nothing when many set at once', async () => {
    const file = settingsFile('{"version": 1}')
    const writers = Array.from({ length: 10 }, () => openSettings(file))
    await Promise.all(
      writers.map((writer, index) => writer.set(index % 2 === 0 ? { theme: 'dark' } : { exportFolder: '/out' })),
    )
    expect(json(file)).toEqual({ ...DEFAULT_SETTINGS, version: 1, theme: 'dark', exportFolder: '/out' })
  })

  it("take over a dead holder's lock", async () => {
    const file = settingsFile('{}')
    writeFileSync(`${file}.lock`, JSON.stringify({ ...ownIdentity(), startTime: '1', bootId: 'another boot' }))
    await openSettings(file).set({ theme: 'dark' })
    expect(json(file)).toMatchObject({ theme: 'dark' })
    expect(existsSync(`${file}.lock`)).toBe(false)
  })

  it('name the file when it cannot be written', async () => {
    const file = path.join(settingsFile('{}'), 'below', 'settings.json')
    await expect(openSettings(file).set({ theme: 'dark' })).rejects.toMatchObject({ code: 'E_FILE_WRITE' })
  })
})

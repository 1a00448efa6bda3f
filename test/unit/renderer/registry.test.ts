import { describe, expect, it } from 'vitest'
import { commands } from '../../../renderer/commands/commands.ts'
import { doorsOf } from '../../../renderer/model/doors.ts'
import { commandGroups } from '../../../renderer/model/menuGroups.ts'
import { isFresh, isSample, sampleStart } from '../../../renderer/model/sample.ts'
import { appMenu } from '../../../shared/menu.ts'
import { SAMPLE_IMAGES } from '../../../shared/sample.ts'
import type { ImageSummary } from '../../../shared/contract.ts'

const menuCommands = appMenu.flatMap(({ entries }) =>
  entries.flatMap((entry) => (entry.kind === 'command' ? [entry] : [])),
)

describe('the registry of commands', () => {
  it('has each id once', () => {
    expect(commands.map(({ id }) => id)).toEqual([...new Set(commands.map(({ id }) => id))])
  })

  it('gives no key to two commands', () => {
    const keys = commands.flatMap(({ shortcuts }) => shortcuts.map((shortcut) => shortcut.toLowerCase()))
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
  })

  it('takes no key the browser keeps for itself', () => {
    const kept = ['mod+n', 'mod+t', 'mod+w', 'mod+shift+n', 'mod+shift+t', 'mod+shift+w', 'mod+q', 'mod+l', 'mod+r']
    const keys = commands.flatMap(({ shortcuts }) => shortcuts.map((shortcut) => shortcut.toLowerCase()))
    expect(keys.filter((key) => kept.includes(key))).toEqual([])
  })
})

describe('the menu of the application', () => {
  it.each(menuCommands)('$id is a command with the same label and key', ({ id, label, shortcut }) => {
    const command = commands.find((one) => one.id === id)
    expect(command?.label).toBe(label)
    expect(command?.shortcuts[0]).toBe(shortcut)
  })

  it('names each command once, and no key twice', () => {
    expect(menuCommands.map(({ id }) => id)).toEqual([...new Set(menuCommands.map(({ id }) => id))])
  })

  it('in the window leaves out what the system does, and has no empty group', () => {
    const edit = appMenu.find(({ label }) => label === 'Edit')
    expect(commandGroups(edit?.entries ?? [])).toEqual([['undo'], ['app.palette']])
  })
})

const sample = SAMPLE_IMAGES.map(
  ({ pool, image, sizeBytes, snapshotCount }): ImageSummary => ({
    ref: { connection: 'library', pool: { text: pool }, namespace: '', image: { text: image } },
    state: 'ok',
    sizeBytes,
    snapshotCount,
    linkCount: snapshotCount + 1,
    storedBytes: 1024,
  }),
)
const own: ImageSummary = { ...sample[0]!, sizeBytes: 1 }

describe('the start page', () => {
  it('has the sample as its first door while that is there, and an empty image as its last without', () => {
    expect(doorsOf(sample).map(({ id }) => id)).toEqual(['sample', 'cluster', 'files'])
    expect(doorsOf([own]).map(({ id }) => id)).toEqual(['cluster', 'files', 'image'])
  })

  it('has a command behind every door', () => {
    for (const { command } of [...doorsOf(sample), ...doorsOf([])]) {
      expect(
        commands.some(({ id }) => id === command),
        command,
      ).toBe(true)
    }
  })

  it('is for a library with nothing of the user in it', () => {
    expect(isFresh([])).toBe(true)
    expect(isFresh(sample)).toBe(true)
    expect(isFresh([...sample, own])).toBe(false)
    expect(isFresh([{ ...sample[0]!, snapshotCount: 4 }])).toBe(false)
  })

  it('knows the sample by name and size, and begins with the first of it that is there', () => {
    expect(isSample(own)).toBe(false)
    expect(isSample({ ...sample[0]!, snapshotCount: 9 })).toBe(true)
    expect(sampleStart(sample)?.image.ref.image.text).toBe('web-01')
    expect(sampleStart(sample.slice(1))?.image.ref.image.text).toBe('db-master')
    expect(sampleStart([own])).toBeNull()
  })
})

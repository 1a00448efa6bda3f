import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { libraryOf } from '../../../electron/main/arguments.ts'
import { watchPage } from '../../../electron/main/crash.ts'
import { createDialogs } from '../../../electron/main/dialogs.ts'
import type { BrowserWindow, MenuItemConstructorOptions } from '../../../electron/main/electron.ts'
import { menuTemplate } from '../../../electron/main/menu.ts'
import { placeUserData } from '../../../electron/main/userData.ts'
import { appMenu } from '../../../shared/menu.ts'
import { followTheme } from '../../../electron/main/theme.ts'
import { bringToFront } from '../../../electron/main/window.ts'
import { FakeContents } from './fakes.ts'
import { eventually } from '../../support/eventually.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbd-studio-shell-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('command line', () => {
  it.each([
    [['electron', '--no-sandbox', '.', '--library', 'lib'], 'lib'],
    [['electron', '--library=lib=x'], 'lib=x'],
    [['electron', '--library='], ''],
    [['electron', '--library'], undefined],
    [['electron', '--library-card', 'x', '.'], undefined],
  ])('%j names the library %j', (args, library) => {
    expect(libraryOf(args)).toBe(library)
  })
})

describe('user data', () => {
  it('is put with the rest of the program, in folders that exist and are private', async () => {
    const set: Record<string, string> = {}
    const folders = { configFolder: join(folder, 'c'), cacheFolder: join(folder, 'k') }
    placeUserData({ setPath: (name, path) => void (set[name] = path) }, folders)
    expect(set).toEqual({
      userData: join(folder, 'c'),
      sessionData: join(folder, 'k', 'chromium'),
      crashDumps: join(folder, 'k', 'crashes'),
    })
    for (const path of Object.values(set)) expect((await stat(path)).mode & 0o777).toBe(0o700)
  })
})

describe('dialogs', () => {
  const window = {} as BrowserWindow
  const shown: string[] = []
  const shell = { showItemInFolder: (path: string) => void shown.push(path) }
  const none = {
    showOpenDialog: async () => ({ canceled: true, filePaths: [] }),
    showSaveDialog: async () => ({ canceled: true, filePath: '' }),
  }

  it('answer with what was chosen', async () => {
    const asked: unknown[] = []
    const dialog = {
      showOpenDialog: async (...args: unknown[]) => {
        asked.push(args)
        return { canceled: false, filePaths: ['/a', '/b'] }
      },
      showSaveDialog: async (...args: unknown[]) => {
        asked.push(args)
        return { canceled: false, filePath: '/c' }
      },
    }
    const dialogs = createDialogs({ dialog, shell, window: () => window })
    expect(await dialogs.openFiles()).toEqual(['/a', '/b'])
    expect(await dialogs.saveFile('/x/y.diff')).toBe('/c')
    expect(asked).toMatchObject([
      [window, { properties: expect.arrayContaining(['openFile', 'multiSelections']) }],
      [window, { defaultPath: '/x/y.diff' }],
    ])
  })

  it('answer null when the user thinks better of it', async () => {
    const dialogs = createDialogs({ dialog: none, shell, window: () => window })
    expect(await dialogs.openFiles()).toBeNull()
    expect(await dialogs.saveFile('x')).toBeNull()
  })

  it('show a file only where there is one', async () => {
    const dialogs = createDialogs({ dialog: none, shell, window: () => window })
    await dialogs.reveal(folder)
    await expect(dialogs.reveal(join(folder, 'gone'))).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' })
    await expect(dialogs.reveal('relative')).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' })
    expect(shown).toEqual([folder])
  })
})

describe('menu', () => {
  function roles(items: readonly MenuItemConstructorOptions[]): unknown[] {
    return items.flatMap((item) => [item.role, ...roles((item.submenu ?? []) as MenuItemConstructorOptions[])])
  }
  function entries(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
    return items.flatMap((item) => [item, ...entries((item.submenu ?? []) as MenuItemConstructorOptions[])])
  }
  const onCommand = (): void => {}

  it('has the commands of the table, each of which tells the window its id', () => {
    const chosen: string[] = []
    const items = entries(
      menuTemplate({ platform: 'linux', isDevelopment: false, onCommand: (id) => chosen.push(id) }),
    ).filter(({ id }) => id !== undefined)
    const listed = appMenu.flatMap((section) =>
      section.entries.flatMap((entry) => (entry.kind === 'command' ? entry : [])),
    )
    expect(items.map(({ id, label }) => [id, label])).toEqual(listed.map(({ id, label }) => [id, label]))
    for (const item of items) (item.click as () => void)()
    expect(chosen).toEqual(listed.map(({ id }) => id))
    expect(items.find(({ id }) => id === 'files.open')).toMatchObject({
      accelerator: 'CmdOrCtrl+O',
      registerAccelerator: false,
    })
  })

  it('gives the menu of a Mac no key that is text', () => {
    const items = entries(menuTemplate({ platform: 'darwin', isDevelopment: false, onCommand }))
    const accelerators = items.flatMap(({ accelerator }) => accelerator ?? []).map(String)
    expect(accelerators).toContain('CmdOrCtrl+O')
    expect(accelerators.filter((accelerator) => accelerator.length === 1)).toEqual([])
    expect(accelerators).not.toContain('CmdOrCtrl+Z')
  })

  it('has quit and editing everywhere, reload and developer tools in development alone', () => {
    const packaged = roles(menuTemplate({ platform: 'linux', isDevelopment: false, onCommand }))
    expect(packaged).toEqual(expect.arrayContaining(['quit', 'copy', 'zoomIn', 'windowMenu']))
    expect(packaged).not.toContain('reload')
    expect(packaged).not.toContain('toggleDevTools')
    const development = roles(menuTemplate({ platform: 'linux', isDevelopment: true, onCommand }))
    expect(development).toEqual(expect.arrayContaining(['reload', 'toggleDevTools']))
    expect(roles(menuTemplate({ platform: 'darwin', isDevelopment: false, onCommand }))[0]).toBe('appMenu')
  })
})

describe('a page that ends by itself', () => {
  it.each([
    [0, ['told crashed', 'reload']],
    [1, ['told crashed', 'quit']],
  ])('is loaded again unless the user would rather quit (answer %i)', async (response, expected) => {
    const happened: string[] = []
    const contents = Object.assign(new FakeContents(), { reload: () => void happened.push('reload') })
    const dialog = { showMessageBox: async () => ({ response, checkboxChecked: false }) }
    watchPage(
      contents as never,
      dialog,
      () => happened.push('quit'),
      ({ reason }) => happened.push(`told ${reason}`),
    )
    contents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 })
    contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
    await eventually(() => expect(happened).toEqual(expected))
  })
})

describe('theme', () => {
  it('is that of the settings, now and at every change', async () => {
    const nativeTheme = { themeSource: 'system' as 'system' | 'light' | 'dark' }
    let tell: (name: string, payload: unknown) => void = () => undefined
    const host = {
      handlers: { 'settings.get': async () => ({ theme: 'dark', exportFolder: null }) },
      subscribe: (listener: typeof tell) => {
        tell = listener
      },
    }
    await followTheme(nativeTheme, host as never)
    expect(nativeTheme.themeSource).toBe('dark')
    tell('settings.changed', { theme: 'light', exportFolder: null })
    tell('job.forgotten', { id: 'x' })
    expect(nativeTheme.themeSource).toBe('light')
  })
})

describe('second start', () => {
  it('brings the window to the front, wherever it is', () => {
    const calls: string[] = []
    const window = (isMinimized: boolean) => ({
      isMinimized: () => isMinimized,
      restore: () => void calls.push('restore'),
      show: () => void calls.push('show'),
      focus: () => void calls.push('focus'),
    })
    bringToFront(window(true))
    bringToFront(window(false))
    expect(calls).toEqual(['restore', 'show', 'focus', 'show', 'focus'])
  })
})

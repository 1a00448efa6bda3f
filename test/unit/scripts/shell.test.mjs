// @ts-check
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chooseShell, findElectron, hasDisplay } from '../../../resources/scripts/lib/shell.mjs'
import { tempFolder } from './tempFolder.mjs'

const here = '/electron'

describe('chooseShell', () => {
  it.each(
    /** @type {[string, string[], string | undefined, boolean, object][]} */ ([
      ['binary and display', ['--library', 'D'], here, true, { shell: 'desktop', args: ['--library', 'D'] }],
      ['forced browser', ['--browser', '--port', '1'], here, true, { shell: 'browser', args: ['--port', '1'] }],
      ['forced desktop', ['--desktop', '--library', 'D'], here, true, { shell: 'desktop', args: ['--library', 'D'] }],
      [
        'no binary',
        ['--no-open'],
        undefined,
        true,
        {
          shell: 'browser',
          args: ['--no-open'],
          note: 'No Electron binary here, so RBD Studio opens in your browser (npx install-electron fetches it).',
        },
      ],
      [
        'no display',
        [],
        here,
        false,
        { shell: 'browser', args: [], note: 'No display here, so RBD Studio opens in your browser.' },
      ],
      [
        'forced desktop without a binary',
        ['--desktop'],
        undefined,
        true,
        {
          refusal:
            'The desktop window needs an Electron binary, and none is here.\nhint: npx install-electron fetches it.',
        },
      ],
      [
        'forced desktop without a display',
        ['--desktop'],
        here,
        false,
        {
          refusal: 'The desktop window needs a display, and none is here.\nhint: set DISPLAY, or start with --browser.',
        },
      ],
      [
        'both forced',
        ['--desktop', '--browser'],
        here,
        true,
        { refusal: 'Give either --desktop or --browser, not both.' },
      ],
    ]),
  )('%s', (_, args, electron, display, expected) => {
    expect(chooseShell(args, { electron, hasDisplay: display })).toEqual(expected)
  })
})

describe('findElectron', () => {
  it('finds none in a fresh install', () => {
    expect(findElectron(tempFolder({ 'node_modules/electron/index.js': '' }), {}, 'linux')).toBeUndefined()
  })

  it('finds a fetched one', () => {
    const folder = tempFolder({
      'node_modules/electron/path.txt': 'electron\n',
      'node_modules/electron/dist/electron': '',
    })
    expect(findElectron(folder, {}, 'linux')).toBe(join(folder, 'node_modules/electron/dist/electron'))
  })

  it('is not taken in by a fetch that was broken off', () => {
    expect(findElectron(tempFolder({ 'node_modules/electron/path.txt': 'electron' }), {}, 'linux')).toBeUndefined()
  })

  it('prefers the one that was named', () => {
    const folder = tempFolder({ 'other/electron': '', 'node_modules/electron/path.txt': 'electron' })
    const override = join(folder, 'other')
    expect(findElectron(folder, { ELECTRON_OVERRIDE_DIST_PATH: override }, 'linux')).toBe(join(override, 'electron'))
  })

  it('finds none where none was named', () => {
    const folder = tempFolder({
      'node_modules/electron/path.txt': 'electron',
      'node_modules/electron/dist/electron': '',
    })
    expect(findElectron(folder, { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'no') }, 'linux')).toBeUndefined()
  })
})

it.each(
  /** @type {[NodeJS.Platform, Record<string, string>, boolean][]} */ ([
    ['linux', {}, false],
    ['linux', { DISPLAY: '' }, false],
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['darwin', {}, true],
    ['win32', {}, true],
  ]),
)('a display on %s with %j: %s', (platform, env, expected) => {
  expect(hasDisplay(env, platform)).toBe(expected)
})

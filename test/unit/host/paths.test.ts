import { describe, expect, it } from 'vitest'
import { type PathsInput, resolvePaths } from '../../../electron/host/paths.ts'

const linux: PathsInput = { platform: 'linux', env: {}, home: '/home/ada', workingFolder: '/here' }

describe('the places of files', () => {
  it('are those of the XDG base directories', () => {
    expect(resolvePaths(linux)).toEqual({
      home: '/home/ada',
      configFolder: '/home/ada/.config/rbd-studio',
      settingsFile: '/home/ada/.config/rbd-studio/settings.json',
      dataFolder: '/home/ada/.local/share/rbd-studio',
      libraryFolder: '/home/ada/.local/share/rbd-studio/library',
      jobsFolder: '/home/ada/.local/share/rbd-studio/jobs',
      stateFolder: '/home/ada/.local/state/rbd-studio',
      logsFolder: '/home/ada/.local/state/rbd-studio/logs',
      cacheFolder: '/home/ada/.cache/rbd-studio',
      stagingFolder: '/home/ada/.cache/rbd-studio/staging',
    })
  })

  it('follow the XDG variables, and ignore a relative one', () => {
    const env = { XDG_CONFIG_HOME: '/c', XDG_DATA_HOME: 'relative', XDG_STATE_HOME: '/s', XDG_CACHE_HOME: '' }
    expect(resolvePaths({ ...linux, env })).toMatchObject({
      settingsFile: '/c/rbd-studio/settings.json',
      dataFolder: '/home/ada/.local/share/rbd-studio',
      stateFolder: '/s/rbd-studio',
      logsFolder: '/s/rbd-studio/logs',
      cacheFolder: '/home/ada/.cache/rbd-studio',
    })
  })

  it('are all moved by RBD_STUDIO_HOME', () => {
    const paths = resolvePaths({ ...linux, env: { RBD_STUDIO_HOME: 'there', XDG_DATA_HOME: '/d' } })
    expect(paths).toMatchObject({
      settingsFile: '/here/there/config/settings.json',
      libraryFolder: '/here/there/data/library',
      jobsFolder: '/here/there/data/jobs',
      stateFolder: '/here/there/state',
      logsFolder: '/here/there/state/logs',
      stagingFolder: '/here/there/cache/staging',
    })
  })

  it("are macOS's own there", () => {
    expect(resolvePaths({ ...linux, platform: 'darwin', home: '/Users/ada' })).toMatchObject({
      settingsFile: '/Users/ada/Library/Application Support/rbd-studio/settings.json',
      libraryFolder: '/Users/ada/Library/Application Support/rbd-studio/library',
      stateFolder: '/Users/ada/Library/Logs/rbd-studio',
      logsFolder: '/Users/ada/Library/Logs/rbd-studio/logs',
      cacheFolder: '/Users/ada/Library/Caches/rbd-studio',
    })
  })

  it("are Windows's own there", () => {
    const env = { APPDATA: 'D:\\roam' }
    const paths = resolvePaths({
      platform: 'win32',
      env,
      home: 'C:\\Users\\ada',
      workingFolder: 'C:\\w',
      library: 'lib',
    })
    expect(paths).toMatchObject({
      settingsFile: 'D:\\roam\\rbd-studio\\settings.json',
      libraryFolder: 'C:\\w\\lib',
      jobsFolder: 'C:\\Users\\ada\\AppData\\Local\\rbd-studio\\data\\jobs',
      cacheFolder: 'C:\\Users\\ada\\AppData\\Local\\rbd-studio\\cache',
    })
  })

  it.each([
    ['the option before the variable', 'lib', '/env', '/here/lib'],
    ['the variable before the data folder', undefined, '../env', '/env'],
    ['an empty option and variable as none', '', '', '/home/ada/.local/share/rbd-studio/library'],
  ])('take %s for the library', (_what, library, variable, expected) => {
    expect(resolvePaths({ ...linux, library, env: { RBD_STUDIO_LIBRARY: variable } }).libraryFolder).toBe(expected)
  })
})

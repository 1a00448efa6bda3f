import path from 'node:path'

/** Where everything the program keeps has its place (DESIGN §9): absolute paths, none of them made yet. */
export interface Paths {
  readonly home: string
  readonly configFolder: string
  readonly settingsFile: string
  readonly dataFolder: string
  readonly libraryFolder: string
  readonly jobsFolder: string
  /** What is remembered between runs and can be lost: logs, when files were verified. */
  readonly stateFolder: string
  readonly logsFolder: string
  readonly cacheFolder: string
  /** Uploads wait here, in one folder a process, until nobody needs them. */
  readonly stagingFolder: string
}

export interface PathsInput {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  /** What a relative `--library` counts from. */
  readonly workingFolder: string
  /** The value of `--library`, which goes before `$RBD_STUDIO_LIBRARY`. */
  readonly library?: string | undefined
}

interface Roots {
  readonly config: string
  readonly data: string
  readonly state: string
  readonly cache: string
}

const NAME = 'rbd-studio'

function platformRoots({ platform, env, home }: PathsInput, api: path.PlatformPath): Roots {
  // A relative path in these variables is to be ignored, says the XDG base directory specification.
  const place = (variable: string, fallback: string): string => {
    const value = env[variable]
    return value !== undefined && api.isAbsolute(value) ? value : fallback
  }
  if (platform === 'darwin') {
    const support = api.join(home, 'Library', 'Application Support', NAME)
    return {
      config: support,
      data: support,
      state: api.join(home, 'Library', 'Logs', NAME),
      cache: api.join(home, 'Library', 'Caches', NAME),
    }
  }
  if (platform === 'win32') {
    const roaming = place('APPDATA', api.join(home, 'AppData', 'Roaming'))
    const local = api.join(place('LOCALAPPDATA', api.join(home, 'AppData', 'Local')), NAME)
    return {
      config: api.join(roaming, NAME),
      data: api.join(local, 'data'),
      state: api.join(local, 'state'),
      cache: api.join(local, 'cache'),
    }
  }
  return {
    config: api.join(place('XDG_CONFIG_HOME', api.join(home, '.config')), NAME),
    data: api.join(place('XDG_DATA_HOME', api.join(home, '.local', 'share')), NAME),
    state: api.join(place('XDG_STATE_HOME', api.join(home, '.local', 'state')), NAME),
    cache: api.join(place('XDG_CACHE_HOME', api.join(home, '.cache')), NAME),
  }
}

/** Decides all places, the same for every shell. `RBD_STUDIO_HOME` moves all of them; the library has a word of its own. */
export function resolvePaths(input: PathsInput): Paths {
  const api = input.platform === 'win32' ? path.win32 : path.posix
  const moved = input.env['RBD_STUDIO_HOME']
  const absolute = (value: string): string => api.resolve(input.workingFolder, value)
  const roots: Roots =
    moved === undefined || moved === ''
      ? platformRoots(input, api)
      : {
          config: api.join(absolute(moved), 'config'),
          data: api.join(absolute(moved), 'data'),
          state: api.join(absolute(moved), 'state'),
          cache: api.join(absolute(moved), 'cache'),
        }
  const library = [input.library, input.env['RBD_STUDIO_LIBRARY']].find((value) => value !== undefined && value !== '')
  return {
    home: input.home,
    configFolder: roots.config,
    settingsFile: api.join(roots.config, 'settings.json'),
    dataFolder: roots.data,
    libraryFolder: library === undefined ? api.join(roots.data, 'library') : absolute(library),
    jobsFolder: api.join(roots.data, 'jobs'),
    stateFolder: roots.state,
    logsFolder: api.join(roots.state, 'logs'),
    cacheFolder: roots.cache,
    stagingFolder: api.join(roots.cache, 'staging'),
  }
}

import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import { runtime } from './runtime.ts'

const inHome: Readonly<Record<string, string>> = {
  home: '',
  appData: '.config',
  desktop: 'Desktop',
  documents: 'Documents',
  downloads: 'Downloads',
  music: 'Music',
  pictures: 'Pictures',
  videos: 'Videos',
}

/**
 * `app.getPath` and `app.setPath`.
 *
 * Differs from Electron in one default: `userData` is a temporary folder, so that tests start afresh and leave the home
 * folder alone. `--user-data-dir` names another one, here as in Electron.
 */
export class AppPaths {
  readonly #set = new Map<string, string>()

  set(name: string, value: string): void {
    if (!path.isAbsolute(value)) throw new Error(`Path must be absolute`)
    this.#set.set(name, value)
  }

  get(name: string): string {
    const found = this.#set.get(name) ?? this.#default(name)
    if (found === undefined) throw new Error(`Failed to get '${name}' path`)
    return found
  }

  #default(name: string): string | undefined {
    const home = inHome[name]
    if (home !== undefined) return path.join(homedir(), home)
    switch (name) {
      case 'userData':
        return runtime.workDir?.userData
      case 'sessionData':
        return this.get('userData')
      case 'logs':
        return path.join(this.get('userData'), 'logs')
      case 'crashDumps':
        return path.join(this.get('userData'), 'Crashpad')
      case 'temp':
        return tmpdir()
      case 'exe':
      case 'module':
        return process.argv[0]
      default:
        return undefined
    }
  }
}

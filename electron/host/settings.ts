import { constants, copyFile, readFile } from 'node:fs/promises'
import { Connection } from '../../shared/connections.ts'
import { DEFAULT_SETTINGS, Settings } from '../../shared/settings.ts'
import { AppError } from '../../shared/errors.ts'
import { errnoOf, replaceFile, withLockFile } from './files.ts'

const VERSION = 1

/** The settings of this user, shared by all processes. */
export interface SettingsStore {
  /** What the file says now; what it does not say, or says wrongly, is as by default. */
  get(): Promise<Settings>
  /**
   * Changes the given settings and keeps all else in the file, known to us or not.
   *
   * @throws AppError E_LIBRARY_NEWER — a later version wrote the file: it can be read, not changed. E_FILE_WRITE and its like.
   */
  set(patch: SettingsPatch): Promise<Settings>
  /** {@link set} of what follows from the settings as they are under the lock. @throws what `change` throws, and then nothing is written */
  change(change: (now: Settings) => SettingsPatch): Promise<Settings>
}

/** Settings to be changed; what is left out stays. */
export type SettingsPatch = { readonly [K in keyof Settings]?: Settings[K] | undefined }

interface Content {
  readonly raw: Readonly<Record<string, unknown>>
  /** The file is there, and is no JSON object. */
  readonly damaged: boolean
}

async function read(file: string): Promise<Content> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return { raw: {}, damaged: false }
    throw new AppError('E_FILE_READ', `cannot read ${file}`, { detail: { path: file }, cause: error })
  }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { raw: value as Record<string, unknown>, damaged: false }
    }
  } catch {
    // Answered below, as for any other value that is no object.
  }
  return { raw: {}, damaged: true }
}

function known(raw: Readonly<Record<string, unknown>>): Settings {
  const read = Object.entries(Settings.shape).flatMap(([key, schema]) => {
    const parsed = schema.safeParse(raw[key])
    return parsed.success ? [[key, parsed.data]] : []
  })
  const { connections } = splitConnections(raw['connections'])
  return { ...DEFAULT_SETTINGS, ...(Object.fromEntries(read) as Partial<Settings>), connections }
}

/**
 * The connections of a file, one by one: one that this version cannot read (of a later version, damaged) hides no other. `others` are kept in the file as
 * they are; of two that bear one name the first counts and the other is kept.
 */
function splitConnections(value: unknown): { readonly connections: Connection[]; readonly others: readonly unknown[] } {
  const byName = new Map<string, Connection>()
  const others: unknown[] = []
  for (const entry of Array.isArray(value) ? (value as readonly unknown[]) : value === undefined ? [] : [value]) {
    const parsed = Connection.safeParse(entry)
    if (parsed.success && !byName.has(parsed.data.name)) byName.set(parsed.data.name, parsed.data)
    else others.push(entry)
  }
  return { connections: [...byName.values()], others }
}

/** The settings kept in `file`: one versioned JSON object, written whole under a lock. */
export function openSettings(file: string): SettingsStore {
  return {
    async get() {
      return known((await read(file)).raw)
    },
    set: (patch) => change(() => patch),
    change,
  }

  function change(make: (now: Settings) => SettingsPatch): Promise<Settings> {
    return withLockFile(`${file}.lock`, async () => {
      const { raw, damaged } = await read(file)
      const version = raw['version']
      if (typeof version === 'number' && version > VERSION) {
        throw new AppError('E_LIBRARY_NEWER', 'the settings were written by a later version of RBD Studio', {
          detail: { path: file, version },
        })
      }
      // What a person or a crash made of the file is kept beside it, once.
      if (damaged) await copyFile(file, `${file}.damaged`, constants.COPYFILE_EXCL).catch(() => {})
      const given = Object.fromEntries(Object.entries(make(known(raw))).filter(([, value]) => value !== undefined))
      const settings = { ...known(raw), ...given }
      const connections = [...settings.connections, ...splitConnections(raw['connections']).others]
      await replaceFile(file, `${JSON.stringify({ ...raw, ...settings, connections, version: VERSION }, null, 2)}\n`)
      return settings
    })
  }
}

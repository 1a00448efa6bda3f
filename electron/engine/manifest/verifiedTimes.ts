import { join } from 'node:path'
import { z } from 'zod'
import { isAppError } from '../../../shared/errors.ts'
import { makeFolders } from '../io/folders.ts'
import { fileError } from '../io/fileError.ts'
import { readJson, replaceJson } from '../library/json.ts'

const VerifiedJson = z.looseObject({
  format: z.literal('rbd-studio-verified'),
  version: z.literal(1),
  files: z.record(z.string(), z.looseObject({ at: z.iso.datetime(), percent: z.number(), digest: z.string() })),
})

/** When a file was last found to be what its digests say, and how much of it was looked at. */
interface Verified {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly percent: number
  readonly digest: string
}

/** So many files are remembered in one folder; beyond, those verified longest ago are forgotten. */
const FILES_MAX = 100_000

/** The file in a folder that remembers. */
export const VERIFIED_FILE = 'verified.json'

/** What is asked of a file that may have been verified before. */
export interface DueQuestion {
  readonly digest: string
  readonly percent: number
  /** Undefined: it is due in any case. */
  readonly olderThanMs: number | undefined
}

/**
 * When files were last verified, kept beside them in a library or in a folder of this program's own. It decides nothing but what is looked
 * at again, so a file that cannot be read counts as one that says nothing.
 */
export class VerifiedTimes {
  readonly #folder: string | null
  readonly #files: Map<string, Verified>

  private constructor(folder: string | null, files: Map<string, Verified>) {
    this.#folder = folder
    this.#files = files
  }

  /** Null: nothing is remembered. */
  static async open(folder: string | null): Promise<VerifiedTimes> {
    if (folder === null) return new VerifiedTimes(null, new Map())
    const value = await readJson(join(folder, VERIFIED_FILE)).catch((error: unknown) => {
      if (isAppError(error)) return null
      throw error
    })
    const parsed = VerifiedJson.safeParse(value)
    return new VerifiedTimes(folder, new Map(parsed.success ? Object.entries(parsed.data.files) : []))
  }

  /** When a file of that digest was last verified whole, in milliseconds since 1970; null: never. */
  wholeAt(key: string, digest: string): number | null {
    const entry = this.#files.get(key)
    return entry === undefined || entry.digest !== digest || entry.percent < 100 ? null : Date.parse(entry.at)
  }

  /** Whether a file is to be looked at: it was not for so long, or less of it was, or it was another file. */
  isDue(key: string, { digest, percent, olderThanMs }: DueQuestion, nowMs = Date.now()): boolean {
    const entry = this.#files.get(key)
    if (olderThanMs === undefined || entry === undefined || entry.digest !== digest) return true
    return entry.percent < percent || !(nowMs - Date.parse(entry.at) < olderThanMs)
  }

  /** Remembers that a file was found good now; one that was found bad is forgotten (`null`). */
  note(key: string, verified: { readonly percent: number; readonly digest: string } | null): void {
    this.#files.delete(key)
    if (verified !== null) this.#files.set(key, { at: new Date().toISOString(), ...verified })
  }

  /** @throws AppError E_FILE_PERMISSION, E_FILE_NO_SPACE, E_FILE_WRITE */
  async save(): Promise<void> {
    if (this.#folder === null) return
    const path = join(this.#folder, VERIFIED_FILE)
    const kept = [...this.#files].toSorted(([, a], [, b]) => (a.at < b.at ? -1 : 1)).slice(-FILES_MAX)
    try {
      await makeFolders(this.#folder)
    } catch (error) {
      throw fileError(error, path, 'write')
    }
    await replaceJson(path, { format: 'rbd-studio-verified', version: 1, files: Object.fromEntries(kept) })
  }
}

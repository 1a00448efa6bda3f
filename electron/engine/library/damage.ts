import { z } from 'zod'
import { isAppError } from '../../../shared/errors.ts'
import { VerifyProblem } from '../../../shared/jobs.ts'
import { existsSync, rm } from '../io/fs.ts'
import { readJsonNow, replaceJson } from './json.ts'
import type { ImagePaths } from './layout.ts'
import type { ImageIndex, Link } from './types.ts'

const DamageJson = z.looseObject({
  format: z.literal('rbd-studio-damage'),
  version: z.literal(1),
  files: z.record(
    z.string(),
    z.looseObject({ kind: VerifyProblem.shape.kind, message: z.string(), at: z.iso.datetime() }),
  ),
})

/** What a verification found wrong with a link file. */
export interface Damage {
  readonly kind: VerifyProblem['kind']
  readonly message: string
  /** Milliseconds since 1970. */
  readonly foundAt: number
}

/** Damage by link file. */
export type DamageByFile = ReadonlyMap<string, Damage>

const NONE: DamageByFile = new Map()

/**
 * What is known to be damaged of an image's link files: kept beside its index for as long as there is any, so most images have no such
 * file. It may be lost; then the next verification finds it again.
 */
export function readDamage({ damage: path }: Pick<ImagePaths, 'damage'>): DamageByFile {
  // Most often there is none, and a failed reading costs more than a look.
  if (!existsSync(path)) return NONE
  let value: unknown
  try {
    value = readJsonNow(path)
  } catch (error) {
    if (!isAppError(error)) throw error
    return NONE
  }
  const parsed = DamageJson.safeParse(value)
  if (!parsed.success) return NONE
  const entries = Object.entries(parsed.data.files)
  return new Map(entries.map(([file, { kind, message, at }]) => [file, { kind, message, foundAt: Date.parse(at) }]))
}

/**
 * Remembers what was found of link files, null: nothing is wrong with one. What is known of files the index does not name goes.
 *
 * @throws AppError E_FILE_PERMISSION, E_FILE_NO_SPACE, E_FILE_WRITE
 */
export async function noteDamage(
  paths: Pick<ImagePaths, 'damage'>,
  index: ImageIndex,
  found: ReadonlyMap<string, Omit<Damage, 'foundAt'> | null>,
): Promise<void> {
  const before = readDamage(paths)
  const foundAt = Date.now()
  const named = new Set(index.links.map(({ file }) => file))
  const files: Record<string, unknown> = {}
  for (const file of named) {
    const news = found.get(file)
    const damage = news === undefined ? before.get(file) : news === null ? undefined : { ...news, foundAt }
    if (damage === undefined) continue
    files[file] = { kind: damage.kind, message: damage.message, at: new Date(damage.foundAt).toISOString() }
  }
  if (Object.keys(files).length > 0) {
    await replaceJson(paths.damage, { format: 'rbd-studio-damage', version: 1, files })
  } else if (before.size > 0) await rm(paths.damage, { force: true })
}

/** The first link whose file is known to be damaged. */
export function firstDamaged({ links }: ImageIndex, damage: DamageByFile): Link | undefined {
  return damage.size === 0 ? undefined : links.find(({ file }) => damage.has(file))
}

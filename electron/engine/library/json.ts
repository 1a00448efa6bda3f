import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import { fileError, isErrno } from '../io/fileError.ts'
import { publish, syncFolder } from '../io/partFile.ts'
import { link, open, readFile, readFileSync, rename, rm } from '../io/fs.ts'

/**
 * Replaces a JSON file as one step: a reader, or a power cut, meets the old text or the new, never a part of either.
 *
 * @throws AppError E_FILE_NO_SPACE, E_FILE_PERMISSION, E_FILE_WRITE.
 */
export async function replaceJson(path: string, value: unknown): Promise<void> {
  const temporary = await writeTemporary(path, value)
  try {
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw fileError(error, path, 'write')
  }
  await syncFolder(dirname(path))
}

/** Writes a JSON file that must not exist yet; it appears whole. @throws AppError E_FILE_EXISTS, else as {@link replaceJson}. */
export async function createJson(path: string, value: unknown): Promise<void> {
  const temporary = await writeTemporary(path, value)
  try {
    await publish(temporary, path, link)
  } catch (error) {
    await rm(temporary, { force: true })
    throw fileError(error, path, 'write')
  }
  await syncFolder(dirname(path))
}

/** The text of a JSON file as a value; null when there is no such file. @throws AppError E_LIBRARY_DAMAGED for text that is no JSON. */
export async function readJson(path: string): Promise<unknown> {
  const text = await readText(path)
  return text === null ? null : parseJson(text, path)
}

/** The text of a file; null when there is no such file. @throws AppError E_FILE_READ, E_FILE_PERMISSION. */
export async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return null
    throw fileError(error, path, 'read')
  }
}

/** {@link readJson} without a promise: for a catalogue of thousands, where promises cost four times the reading. */
export function readJsonNow(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return null
    throw fileError(error, path, 'read')
  }
  return parseJson(text, path)
}

/** @throws AppError E_LIBRARY_DAMAGED, its sentence naming the file. */
function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw new AppError('E_LIBRARY_DAMAGED', `${path} is not readable as JSON`, { detail: { path }, cause })
  }
}

/** A parsed value of the expected shape. @throws AppError E_LIBRARY_DAMAGED, its sentence naming file and place. */
export function checkJson<T extends z.ZodType>(schema: T, value: unknown, path: string): z.infer<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`
  throw new AppError('E_LIBRARY_DAMAGED', `${path} does not hold what it should${place}`, {
    detail: { path, place: issue?.path.join('.') ?? '' },
    cause: result.error,
  })
}

async function writeTemporary(path: string, value: unknown): Promise<string> {
  const temporary = join(dirname(path), `.json.${randomBytes(4).toString('hex')}.part`)
  try {
    const handle = await open(temporary, 'wx', 0o644)
    try {
      await handle.writeFile(`${JSON.stringify(value, null, 1)}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    return temporary
  } catch (error) {
    await rm(temporary, { force: true })
    throw fileError(error, path, 'write')
  }
}

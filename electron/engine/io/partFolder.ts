import { basename, dirname, join } from 'node:path'
import { fileError, isErrno } from './fileError.ts'
import { checkFree, partPathOf, publish, syncFolder } from './partFile.ts'
import { mkdir, readdir, rename, rm, rmdir, stat, unlink } from './fs.ts'

/**
 * Several files that appear in a folder all together or not at all: written into `.NAME.<8 hex>.part` beside it.
 *
 * Where the folder is missing or empty, the part takes its place in one step. Where it holds other files, the new ones are given their names
 * one after the other, and those that have one lose it again when the next cannot have its own.
 */
export interface PartFolder {
  readonly path: string
  /** Files are to be written into this folder, whole and flushed. */
  readonly partPath: string
  /** @throws AppError E_FILE_EXISTS when a name was taken meanwhile, E_FILE_WRITE. */
  commit(): Promise<void>
  /** Removes the part. Does nothing after `commit`. */
  discard(): Promise<void>
}

/** @throws AppError E_FILE_NOT_FOUND, E_FILE_PERMISSION, E_FILE_NO_SPACE, E_FILE_WRITE */
export async function createPartFolder(path: string): Promise<PartFolder> {
  for (;;) {
    const partPath = partPathOf(path)
    try {
      await mkdir(partPath)
    } catch (error) {
      if (isErrno(error, 'EEXIST')) continue
      throw fileError(error, path, 'write')
    }
    return openPartFolder(path, partPath)
  }
}

function openPartFolder(path: string, partPath: string): PartFolder {
  let isDone = false
  return {
    path,
    partPath,
    async commit() {
      try {
        await syncFolder(partPath)
        if (await isMissingOrEmpty(path)) {
          // Systems that do not rename over an empty folder want its place free.
          await rmdir(path).catch(() => undefined)
          await rename(partPath, path)
          await syncFolder(dirname(path))
        } else await moveInto(path, partPath)
        isDone = true
      } catch (error) {
        throw fileError(error, path, 'write')
      }
    },
    async discard() {
      if (isDone) return
      isDone = true
      await rm(partPath, { recursive: true, force: true })
    },
  }
}

async function moveInto(path: string, partPath: string): Promise<void> {
  const given: string[] = []
  try {
    // In order, so that a file has its name before its manifest has.
    for (const name of (await readdir(partPath)).sort()) {
      const final = join(path, name)
      await publish(join(partPath, name), final)
      given.push(final)
    }
    await syncFolder(path)
    await rmdir(partPath)
  } catch (error) {
    for (const final of given) await unlink(final).catch(() => undefined)
    throw error
  }
}

/** Refuses a folder in which the files could not appear. @throws AppError E_FILE_EXISTS, E_FILE_NOT_FOUND, E_FILE_PERMISSION */
export async function checkFolderFree(path: string, names: readonly string[]): Promise<void> {
  if (await isFolder(path)) {
    const taken = new Set(await readdir(path))
    for (const name of names) if (taken.has(name)) await checkFree(join(path, name))
    // The part stands beside the folder, so its parent must be one that can be written in too.
    await checkFree(join(dirname(path), `.${basename(path)}.probe.part`))
  } else await checkFree(path)
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false
    throw fileError(error, path, 'write')
  }
}

async function isMissingOrEmpty(path: string): Promise<boolean> {
  return !(await isFolder(path)) || (await readdir(path)).length === 0
}

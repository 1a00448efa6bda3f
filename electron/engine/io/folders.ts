import { dirname } from 'node:path'
import { mkdir } from './fs.ts'
import { syncFolder } from './partFile.ts'

/** Makes a folder and those above it that are missing, and brings their names to the disk. @throws the file system's own error. */
export async function makeFolders(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true })
  if (first === undefined) return
  for (let made = path; ; made = dirname(made)) {
    await syncFolder(dirname(made))
    if (made === first || made === dirname(made)) return
  }
}

import type { Capabilities } from '../../shared/contract.ts'
import type { Settings } from '../../shared/settings.ts'

/** The folder an export goes to unless the user says otherwise. */
export function exportFolderOf(capabilities: Capabilities | null, settings: Settings): string {
  return settings.exportFolder ?? capabilities?.exportFolder ?? ''
}

/** Puts a file name into a folder, with the slashes the folder has. */
export function joinPath(folder: string, name: string): string {
  if (folder === '') return name
  const slash = folder.includes('\\') && !folder.includes('/') ? '\\' : '/'
  return folder.endsWith(slash) ? folder + name : folder + slash + name
}

/** Whether a path stands on its own: from a root, a drive or a share on. */
export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path) || path.startsWith('\\\\')
}

/** A file name out of names that may hold anything: only characters that every file system takes, and that read well. */
export function fileNameFor(parts: readonly string[], extension: string): string {
  const clean = parts
    .map((part) => part.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|-+$/g, ''))
    .filter((part) => part !== '')
  // Most systems take 255 bytes; leave room for a number and for what is written beside it.
  const stem = clean.join('_').slice(0, 80)
  return `${stem === '' ? 'export' : stem}.${extension}`
}

/** The same path with the next number before its extension: `a.diff`, `a-2.diff`, `a-3.diff`. */
export function nextFreeName(path: string): string {
  const match = /^(.*?)(?:-(\d{1,4}))?(\.[^./\\]+)?$/s.exec(path)
  const [, stem = path, number, extension = ''] = match ?? []
  return `${stem}-${number === undefined ? 2 : Number(number) + 1}${extension}`
}

import { mkdtemp, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { openStaging } from './staging.ts'

/** Where files are exported to before they are dragged out of the window. */
export interface DragOut {
  /** A fresh private folder, so that any name is free in it. */
  newFolder(): Promise<string>
  /**
   * Refuses what is no file of such a folder.
   *
   * @throws AppError E_FILE_NOT_FOUND, E_FILE_PERMISSION
   */
  check(file: string): Promise<void>
  /** Removes all of it: the process ends. What a process left that was killed goes with the next start. */
  close(): void
}

/** Opens the area under `root`. */
export function openDragOut(root: string): DragOut {
  const area = openStaging(root)
  return {
    newFolder: () => mkdtemp(path.join(area.folder, 'drag-')),
    async check(file) {
      const gone = new AppError('E_FILE_NOT_FOUND', `${file} is not there any more`, { detail: { path: file } })
      const outside = new AppError('E_FILE_PERMISSION', 'only files that were made for it are dragged out', {
        hint: 'Export it first',
        detail: { path: file },
      })
      if (!path.isAbsolute(file) || !area.contains(file)) throw outside
      const real = await realpath(file).catch(() => null)
      if (real === null || !(await stat(real)).isFile()) throw gone
      // A link in there could lead anywhere.
      if (!real.startsWith((await realpath(area.folder)) + path.sep)) throw outside
    },
    close: () => area.close(),
  }
}

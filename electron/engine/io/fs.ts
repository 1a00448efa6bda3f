/**
 * The only door to the file system: everything the engine asks of a disk goes through the names below.
 *
 * One door means that a test can stand in it: record what is written, flushed, linked and in which order, or let the n-th read or
 * write fail, with the real file system behind. Held by `test/unit/layers.test.ts`.
 */
import { close, fstat, open as openCallback, read, write } from 'node:fs'
import { promisify } from 'node:util'

export {
  access,
  type FileHandle,
  link,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  statfs,
  unlink,
  writeFile,
} from 'node:fs/promises'
export {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs'

/** Plain descriptors, for what a FileHandle would close behind somebody's back: standard streams, a FIFO that a socket owns. */
export const openDescriptor = promisify(openCallback)
export const closeDescriptor = promisify(close)
export const statDescriptor = promisify(fstat)
export const readDescriptor = promisify(read)
export const writeDescriptor = promisify(write)

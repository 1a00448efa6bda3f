import { dirname } from 'node:path'
import { AppError, type ErrorCode } from '../../../shared/errors.ts'

/** What was being done to a path when it failed: it decides the sentence, and the code where the errno says little. */
export type FileAction = 'read' | 'write'

/**
 * Turns a failure of the file system into an AppError whose sentence names the path; `detail` is `{ path, errno, action }`.
 *
 * What carries no errno (an abort, an AppError, a programming error) is given back as it is, so that a catch-all may rethrow the result.
 */
export function fileError(error: unknown, path: string, action: FileAction): Error {
  if (error instanceof AppError || !(error instanceof Error))
    return error instanceof Error ? error : new Error(String(error))
  const errno = (error as NodeJS.ErrnoException).code
  if (errno === undefined || !/^E[A-Z0-9]+$/.test(errno)) return error
  const code = codeOf(errno, action)
  return new AppError(code, sentenceOf(code, path, action, errno), { detail: { path, errno, action }, cause: error })
}

/**
 * {@link fileError} for where the failing path is known only from what Node says: the last door before the user, so that a failure nobody
 * translated where it was met has a sentence too. Anything else is given back as it is.
 */
export function anyFileError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error
  const { path, dest, syscall = '' } = error as NodeJS.ErrnoException & { readonly dest?: string }
  return fileError(error, dest ?? path ?? 'A file', READS.test(syscall) ? 'read' : 'write')
}

const READS = /^(read|scandir|l?stat|fstat|access|realpath|statfs)/

/** Whether a thrown value is a failure of the file system with one of the given errno names. */
export function isErrno(error: unknown, ...names: readonly string[]): boolean {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  return code !== undefined && names.includes(code)
}

function codeOf(errno: string, action: FileAction): ErrorCode {
  switch (errno) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
      return 'E_FILE_NOT_FOUND'
    case 'EISDIR':
      return 'E_FILE_IS_DIRECTORY'
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'E_FILE_PERMISSION'
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return 'E_FILE_NO_SPACE'
    case 'EEXIST':
      return 'E_FILE_EXISTS'
    case 'EPIPE':
    case 'ECONNRESET':
      return 'E_PIPE_CLOSED'
    default:
      return action === 'read' ? 'E_FILE_READ' : 'E_FILE_WRITE'
  }
}

function sentenceOf(code: ErrorCode, path: string, action: FileAction, errno: string): string {
  switch (code) {
    case 'E_FILE_NOT_FOUND':
      if (errno === 'ENAMETOOLONG') return `The name ${path} is too long for this disk`
      return action === 'read' ? `There is no file ${path}` : `There is no folder ${dirname(path)} to write ${path} in`
    case 'E_FILE_IS_DIRECTORY':
      return `${path} is a folder, not a file`
    case 'E_FILE_PERMISSION':
      if (errno === 'EROFS') return `${path} could not be written: the disk is read-only`
      return `You may not ${action} ${path}`
    case 'E_FILE_NO_SPACE':
      return errno === 'EDQUOT'
        ? `${path} could not be written: your disk quota is used up`
        : errno === 'EFBIG'
          ? `${path} could not be written: it is larger than this disk takes`
          : `${path} could not be written: the disk is full`
    case 'E_FILE_EXISTS':
      return `${path} exists already and is not overwritten`
    case 'E_PIPE_CLOSED':
      return `Whatever was reading from ${path} has gone away`
    default:
      return `${path} could not be ${action === 'read' ? 'read' : 'written'} (${errno})`
  }
}

import { constants } from 'node:os'

/** The C library's texts (glibc) for the errnos that end a command: what `rbd` prints behind the number. */
const TEXTS: Readonly<Record<number, string>> = {
  1: 'Operation not permitted',
  2: 'No such file or directory',
  4: 'Interrupted system call',
  5: 'Input/output error',
  6: 'No such device or address',
  9: 'Bad file descriptor',
  11: 'Resource temporarily unavailable',
  12: 'Cannot allocate memory',
  13: 'Permission denied',
  16: 'Device or resource busy',
  17: 'File exists',
  20: 'Not a directory',
  21: 'Is a directory',
  22: 'Invalid argument',
  23: 'Too many open files in system',
  24: 'Too many open files',
  25: 'Inappropriate ioctl for device',
  26: 'Text file busy',
  27: 'File too large',
  28: 'No space left on device',
  29: 'Illegal seek',
  30: 'Read-only file system',
  32: 'Broken pipe',
  33: 'Numerical argument out of domain',
  34: 'Numerical result out of range',
  36: 'File name too long',
  38: 'Function not implemented',
  39: 'Directory not empty',
  40: 'Too many levels of symbolic links',
  74: 'Bad message',
  95: 'Operation not supported',
  104: 'Connection reset by peer',
  122: 'Disk quota exceeded',
}

/** An errno as `rbd` prints one: `(17) File exists`. */
export function formatErrno(errno: number): string {
  return `(${errno}) ${TEXTS[errno] ?? `Unknown error ${errno}`}`
}

/** The number behind an errno's name, as `ENOTDIR` has 20; null for one this system does not know. */
export function errnoOf(name: string): number | null {
  const numbers: Readonly<Record<string, number | undefined>> = constants.errno
  return numbers[name] ?? null
}

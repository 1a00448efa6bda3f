/**
 * What the file layer really moved, in bytes: the truth that progress is held against. Every file object takes one and adds
 * to it after each read or write that succeeded.
 */
export interface IoMeter {
  readBytes: number
  writtenBytes: number
}

/** A meter that stands at nothing. */
export function createMeter(): IoMeter {
  return { readBytes: 0, writtenBytes: 0 }
}

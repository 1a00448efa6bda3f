/** The block by which raw content is told from holes: the real tool's default sparse size (FORMATS §6.4). */
export const ZERO_BLOCK_BYTES = 4096

/**
 * Whether `bytes[start, end)` is all zero. Reads 32-bit words where the view is aligned, which a view of a buffer of its
 * own always is; stops at the first word that is not zero.
 */
export function isZero(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  while (at < end && ((bytes.byteOffset + at) & 3) !== 0) if (bytes[at++] !== 0) return false
  const count = (end - at) >>> 2
  if (count > 0) {
    const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, count)
    const whole = count & ~7
    let i = 0
    for (; i < whole; i += 8) {
      const any =
        (words[i] as number) |
        (words[i + 1] as number) |
        (words[i + 2] as number) |
        (words[i + 3] as number) |
        (words[i + 4] as number) |
        (words[i + 5] as number) |
        (words[i + 6] as number) |
        (words[i + 7] as number)
      if (any !== 0) return false
    }
    for (; i < count; i++) if (words[i] !== 0) return false
    at += count * 4
  }
  while (at < end) if (bytes[at++] !== 0) return false
  return true
}

/**
 * The end of the run of blocks that are all zero, or all not, which begins at `start`. Blocks are counted from 0; the
 * last may be short.
 */
export function runEnd(
  bytes: Uint8Array,
  start: number,
  end: number,
  blockBytes: number,
): { end: number; zero: boolean } {
  let at = Math.min(start + blockBytes, end)
  const zero = isZero(bytes, start, at)
  while (at < end) {
    const stop = Math.min(at + blockBytes, end)
    if (isZero(bytes, at, stop) !== zero) break
    at = stop
  }
  return { end: at, zero }
}

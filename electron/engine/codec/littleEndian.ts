/** The highest 32 bits a u64 may have to be at most 2^53-1. */
export const U64_HIGH_MAX = 0x1f_ffff

/** Reads an unsigned 32-bit little-endian number (FORMATS §1). */
export function getU32(bytes: Uint8Array, at: number): number {
  // biome-ignore format: one line per byte reads better
  return (
    ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0
  )
}

/** Reads an unsigned 64-bit little-endian number; null when it is above 2^53-1. */
export function getU64(bytes: Uint8Array, at: number): number | null {
  const high = getU32(bytes, at + 4)
  return high > U64_HIGH_MAX ? null : high * 0x1_0000_0000 + getU32(bytes, at)
}

/** Writes an unsigned 32-bit little-endian number. */
export function putU32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value & 0xff
  bytes[at + 1] = (value >>> 8) & 0xff
  bytes[at + 2] = (value >>> 16) & 0xff
  bytes[at + 3] = value >>> 24
}

/** Writes an unsigned 64-bit little-endian number of at most 2^53-1. */
export function putU64(bytes: Uint8Array, at: number, value: number): void {
  putU32(bytes, at, value >>> 0)
  putU32(bytes, at + 4, Math.floor(value / 0x1_0000_0000))
}

import { z } from 'zod'

/**
 * A name as it crosses the contract: its text for the eye and, only when its bytes are not UTF-8, the bytes themselves.
 * Ceph sets no character set (FORMATS §1), so bytes are what is compared; text is for display.
 */
export const Name = z.strictObject({ text: z.string().max(16384), base64: z.string().max(8192).optional() })
export type Name = z.infer<typeof Name>

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lossy = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/** Bytes to a {@link Name}; bytes that are not UTF-8 keep a base64 copy beside their display text. */
export function nameFromBytes(bytes: Uint8Array): Name {
  try {
    return { text: strict.decode(bytes) }
  } catch {
    let binary = ''
    for (const byte of bytes) binary += String.fromCharCode(byte)
    return { text: lossy.decode(bytes), base64: btoa(binary) }
  }
}

/** A {@link Name} back to the bytes it stands for. */
export function nameToBytes(name: Name): Uint8Array {
  if (name.base64 === undefined) return encoder.encode(name.text)
  return Uint8Array.from(atob(name.base64), (character) => character.charCodeAt(0))
}

/** A Name from text that is known to be UTF-8: what a person typed. */
export function nameFromText(text: string): Name {
  return { text }
}

/** A string that is equal for equal bytes and only for them: for maps, sets and comparisons. */
export function nameKey(name: Name): string {
  return name.base64 === undefined ? `u:${name.text}` : `b:${name.base64}`
}

/** Whether two names stand for the same bytes. */
export function sameName(a: Name, b: Name): boolean {
  return nameKey(a) === nameKey(b)
}

/** Whether two byte strings are equal: the only comparison of names the engine makes. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

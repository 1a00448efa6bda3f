import { nameFromBytes, nameToBytes } from '../../../shared/names.ts'

/** The bytes an object holds under a key: text under `KEY` where they are UTF-8, else base64 under `KEYBase64` (DESIGN §9); null when it has neither. */
export function bytesOf(object: Readonly<Record<string, unknown>>, key: string): Uint8Array | null {
  const base64 = object[`${key}Base64`]
  if (typeof base64 === 'string') return nameToBytes({ text: '', base64 })
  const text = object[key]
  return typeof text === 'string' ? nameToBytes({ text }) : null
}

/** The fields that stand for bytes. */
export function fieldsOf(key: string, bytes: Uint8Array): Readonly<Record<string, string>> {
  const { text, base64 } = nameFromBytes(bytes)
  return base64 === undefined ? { [key]: text } : { [`${key}Base64`]: base64 }
}

/** {@link bytesOf} of an object that may hold anything: null where it is no name. */
export function safeName(object: Readonly<Record<string, unknown>>, key: string): Uint8Array | null {
  try {
    return bytesOf(object, key)
  } catch {
    return null
  }
}

/** Turns values into text and back, for the way between the main process and a page. */
export interface WireCodec {
  /** @throws Error "An object could not be cloned." as Electron does, for functions and the like. */
  encode(value: unknown): string
  decode(text: string): unknown
}

/**
 * A look-alike of structured clone over JSON, for both ends of the way.
 *
 * Covers what IPC may carry: JSON's values, undefined, bigint, NaN and the like, Date, Map, Set, Error, ArrayBuffer and its
 * views. Class instances lose their class. The function must stand alone: its text is also evaluated in the page, where
 * base64 is done by other functions than in Node.
 */
export function createWireCodec(
  toBase64: (bytes: Uint8Array) => string,
  fromBase64: (text: string) => Uint8Array,
): WireCodec {
  type Tagged = { readonly $: string; readonly v?: unknown; readonly t?: string }
  type Build = new (buffer: ArrayBufferLike) => unknown

  const refuse = (): never => {
    throw new Error('An object could not be cloned.')
  }

  const bytesOf = (view: ArrayBufferView) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength)

  const toTree = (value: unknown): unknown => {
    switch (typeof value) {
      case 'undefined':
        return { $: 'undefined' }
      case 'bigint':
        return { $: 'bigint', v: String(value) }
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : { $: 'number', v: Object.is(value, -0) ? '-0' : String(value) }
      case 'function':
      case 'symbol':
        return refuse()
      case 'object':
        return value === null ? null : objectToTree(value)
      default:
        return value
    }
  }

  const objectToTree = (value: object): unknown => {
    if (Array.isArray(value)) return value.map(toTree)
    if (value instanceof Date) return { $: 'date', v: value.getTime() }
    if (value instanceof Map) return { $: 'map', v: [...value].map(([key, item]) => [toTree(key), toTree(item)]) }
    if (value instanceof Set) return { $: 'set', v: [...value].map(toTree) }
    if (value instanceof Error) return { $: 'error', t: value.name, v: value.message }
    if (value instanceof ArrayBuffer) return { $: 'buffer', v: toBase64(new Uint8Array(value)) }
    // Node's Buffer arrives as a Uint8Array, as through Electron.
    if (value instanceof Uint8Array) return { $: 'view', t: 'Uint8Array', v: toBase64(value) }
    if (ArrayBuffer.isView(value)) return { $: 'view', t: value.constructor.name, v: toBase64(bytesOf(value)) }
    if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) return refuse()
    const entries = Object.entries(value).map(([key, item]) => [key, toTree(item)] as const)
    return '$' in value ? { $: 'object', v: entries } : Object.fromEntries(entries)
  }

  const fromTree = (tree: unknown): unknown => {
    if (typeof tree !== 'object' || tree === null) return tree
    if (Array.isArray(tree)) return tree.map(fromTree)
    if ('$' in tree) return fromTagged(tree as Tagged)
    return Object.fromEntries(Object.entries(tree).map(([key, item]) => [key, fromTree(item)]))
  }

  const fromTagged = ({ $, v, t = '' }: Tagged): unknown => {
    switch ($) {
      case 'bigint':
        return BigInt(v as string)
      case 'number':
        return Number(v)
      case 'date':
        return new Date(v as number)
      case 'map':
        return new Map((v as [unknown, unknown][]).map(([key, item]) => [fromTree(key), fromTree(item)]))
      case 'set':
        return new Set((v as unknown[]).map(fromTree))
      case 'error':
        return Object.assign(new Error(v as string), { name: t })
      case 'buffer':
        return fromBase64(v as string).slice().buffer
      case 'view': {
        const bytes = fromBase64(v as string).slice()
        return t === 'Uint8Array' ? bytes : new (globalThis as unknown as Record<string, Build>)[t]!(bytes.buffer)
      }
      case 'object':
        return Object.fromEntries((v as [string, unknown][]).map(([key, item]) => [key, fromTree(item)]))
      default:
        return undefined
    }
  }

  return { encode: (value) => JSON.stringify(toTree(value)), decode: (text) => fromTree(JSON.parse(text)) }
}

/** The main process's end. */
export const nodeCodec: WireCodec = createWireCodec(
  (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  (text) => new Uint8Array(Buffer.from(text, 'base64')),
)

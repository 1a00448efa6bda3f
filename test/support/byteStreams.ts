import type { ByteStream } from '../../electron/engine/delta.ts'

export interface StreamOfOptions {
  /** Answers each pull by a promise instead of at once. */
  readonly isAsync?: boolean
}

/**
 * A stream of the given chunks that keeps its contract strictly: a chunk is overwritten as soon as the next is pulled, so a
 * reader that holds on to a view is found out.
 */
export function streamOf(
  chunks: readonly Uint8Array[],
  options: StreamOfOptions = {},
): ByteStream & { readonly pulls: number } {
  let index = 0
  let last: Uint8Array | null = null
  const pull = (): Uint8Array | null => {
    last?.fill(0xee)
    last = chunks[index++]?.slice() ?? null
    return last
  }
  return {
    get pulls() {
      return index
    },
    read: () => (options.isAsync === true ? Promise.resolve().then(pull) : pull()),
  }
}

/** Cuts bytes into chunks of the given sizes, used in turn; sizes of 0 give empty chunks. */
export function chunked(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = []
  const cycle = sizes.some((size) => size > 0) ? sizes : [Math.max(bytes.length, 1)]
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = cycle[i % cycle.length] ?? 1
    chunks.push(bytes.subarray(at, at + size))
    at += size
  }
  return chunks
}

/** Collects what a generator of reused chunks yields. */
export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk.slice())
  return joined(parts)
}

/** Joins byte arrays. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

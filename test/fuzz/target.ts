import type { ByteStream } from '../../electron/engine/delta.ts'
import { chunked, streamOf } from '../support/byteStreams.ts'
import type { Random } from './random.ts'

/** One decoder as the fuzzer sees it. */
export interface FuzzTarget {
  readonly name: string
  /** Valid inputs, which every mutation descends from. */
  seeds(): readonly Uint8Array[]
  /** Pieces of the format that are put into inputs: banners, tags, numbers at a border. */
  readonly words?: readonly Uint8Array[]
  /** Another way of changing an input than byte by byte; null: not this one. */
  mutate?(input: Uint8Array, random: Random): Uint8Array | null
  /** Makes sums right again that every change would break, so that what lies behind them is reached too. */
  repair?(input: Uint8Array): Uint8Array
  /** Decodes an input. AppErrors are answers; whatever else is thrown is a finding. */
  run(input: Uint8Array): void | Promise<void>
}

/** Joins byte arrays and texts. */
export function bytesOf(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  return new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))),
  )
}

/** An input in chunks of a size that it itself decides, so that a finding is repeated by its bytes alone. */
export function chunksOf(input: Uint8Array): ByteStream {
  const small = [[1], [7, 0, 30], [64], [input.length]]
  const large = [[500], [64, 3000], [input.length]]
  const sizes = input.length > 1000 ? large : small
  return streamOf(chunked(input, sizes[input.length % sizes.length] ?? []), { isAsync: input.length % 2 === 0 })
}

/** A thing that must hold of a decoder's answer. @throws Error, which is a finding. */
export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what)
}

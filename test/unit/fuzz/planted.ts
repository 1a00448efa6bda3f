import { AppError } from '../../../shared/errors.ts'
import type { FuzzTarget } from '../../fuzz/target.ts'

const kept: Uint8Array[] = []
const seeds = (): Uint8Array[] => [new Uint8Array(8)]
const when = (input: Uint8Array): boolean => (input[0] ?? 0) !== 0

/** Decoders with one fault each, and one without. */
export const TARGETS: readonly FuzzTarget[] = [
  {
    name: 'refuses',
    seeds,
    run(input) {
      if (when(input)) throw new AppError('E_STREAM_BAD_MAGIC', 'Not this')
    },
  },
  {
    name: 'deep',
    seeds,
    run(input) {
      // Three bytes, each a branch: by chance one input in 16 million.
      if (input[0] === 0x12) if (input[1] === 0x34) if (input[2] === 0x56) throw new TypeError('deep down')
    },
  },
  {
    name: 'hangs',
    seeds,
    run(input) {
      while (when(input));
    },
  },
  {
    name: 'grows',
    seeds,
    run(input) {
      if (when(input)) kept.push(new Uint8Array(4 * 1024 * 1024).fill(1))
    },
  },
  {
    name: 'fills its heap',
    seeds,
    run(input) {
      const list: object[] = []
      while (when(input)) list.push({ list })
    },
  },
]

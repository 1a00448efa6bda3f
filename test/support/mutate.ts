import fc from 'fast-check'
import { AppError } from '../../shared/errors.ts'

/** One change of a byte string, `at` as a share of its length. */
export interface Mutation {
  readonly at: number
  readonly kind: 'flip' | 'set' | 'drop' | 'insert' | 'repeat'
  readonly value: number
}

/** One to four changes. */
export const arbitraryMutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    kind: fc.constantFrom('flip', 'set', 'drop', 'insert', 'repeat'),
    value: fc.nat({ max: 255 }),
  }),
  { minLength: 1, maxLength: 4 },
)

/** Bytes with some changes made to them, one after another. */
export function mutated(bytes: Uint8Array, mutations: readonly Mutation[]): Uint8Array {
  const changed = [...bytes]
  for (const { at, kind, value } of mutations) {
    const place = Math.floor(at * changed.length)
    if (kind === 'flip') changed[place] = (changed[place] ?? 0) ^ (1 << (value & 7))
    else if (kind === 'set') changed[place] = value
    else if (kind === 'drop') changed.splice(place, 1 + (value & 15))
    else if (kind === 'insert') changed.splice(place, 0, value)
    else changed.splice(place, 0, ...changed.slice(place, place + (value & 31)))
  }
  return Uint8Array.from(changed)
}

/** The code of the AppError a decoder ends with, null when it does not; anything else escapes. */
export async function codeOf(run: () => Promise<unknown>): Promise<string | null> {
  try {
    await run()
    return null
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

/** Where a decoder says that the stream breaks off; null when it says something else. */
export async function truncatedAt(run: () => Promise<unknown>): Promise<unknown> {
  try {
    await run()
    return null
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.code === 'E_STREAM_TRUNCATED' ? error.detail?.['offset'] : null
  }
}

import type { SourceFacts } from '../manifest/facts.ts'
import type { ChainFacts, ChainInput, ChainLink } from './types.ts'

/** One input of a chain, opened: its links, oldest first, at least one. */
export interface OpenedInput {
  readonly input: ChainInput
  readonly links: readonly ChainLink[]
  /** It begins from nothing by its nature (a raw file, a format 2 file, an image from its beginning), so nothing can stand before it. */
  readonly isBase: boolean
  /** It has a head behind its last snapshot: where nothing changed there, a diff that starts at that snapshot follows. */
  readonly hasHead: boolean
  readonly facts: ChainFacts | null
  readonly source: SourceFacts | null
  readonly warnings: readonly string[]
  close(): Promise<void>
}

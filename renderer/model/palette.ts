import type { Match } from './matching.ts'
import { best, wordsOf } from './matching.ts'

/** What the palette finds, in groups of one kind. */
export type GroupId = 'recent' | 'commands' | 'images' | 'snapshots' | 'clusters' | 'files' | 'folders' | 'jobs'

export interface PaletteEntry {
  readonly key: string
  readonly label: string
  /** What stands small beside it: the menu a command is in, a file's size, a job's state. */
  readonly detail: string
  /** The keys that do the same, as they stand on their caps. */
  readonly keys: readonly string[]
  readonly run: () => void
}

/** An entry that answers the query, with its letters that do. */
export interface FoundEntry extends PaletteEntry {
  readonly ranges: Match['ranges']
}

export interface PaletteGroup {
  readonly id: GroupId
  readonly entries: readonly FoundEntry[]
  /** How many there are, shown or not; with `isMore` at least so many. */
  readonly total: number
  readonly isMore: boolean
}

export interface PaletteSource {
  readonly id: Exclude<GroupId, 'recent'>
  readonly entries: readonly PaletteEntry[]
  /** Whether there are more than were given. */
  readonly isMore?: boolean
}

const SHOWN = { empty: 6, found: 8, alone: 60, commands: 200 } as const

/**
 * Puts what answers a query in groups, the group with the best answer first; without a query the commands used last, then some of each kind.
 * Sources in the order they have when equally good. Pure.
 */
export function paletteGroups(
  sources: readonly PaletteSource[],
  query: string,
  recent: readonly string[],
): readonly PaletteGroup[] {
  const words = wordsOf(query)
  return words.length === 0 ? unasked(sources, recent) : answers(sources, words)
}

/** Gives what answers a query: the same groups while the same is asked. */
export type Finder = (query: string) => readonly PaletteGroup[]

/** Finds in sources that are put together when something is asked first, and remembers the last answer. */
export function paletteFinder(sourcesOf: () => readonly PaletteSource[], recent: readonly string[]): Finder {
  let sources: readonly PaletteSource[] | null = null
  let last: { readonly query: string; readonly groups: readonly PaletteGroup[] } | null = null
  return (query) => {
    sources ??= sourcesOf()
    if (last?.query !== query) last = { query, groups: paletteGroups(sources, query, recent) }
    return last.groups
  }
}

function unasked(sources: readonly PaletteSource[], recent: readonly string[]): readonly PaletteGroup[] {
  const plain = (entry: PaletteEntry): FoundEntry => ({ ...entry, ranges: [] })
  const commands = sources.find(({ id }) => id === 'commands')?.entries ?? []
  const last = recent.flatMap((key) => commands.filter((entry) => entry.key === key)).map(plain)
  const rest = sources.map(({ id, entries, isMore = false }): PaletteGroup => {
    const left = id === 'commands' ? entries.filter(({ key }) => !recent.includes(key)) : entries
    const shown = left.slice(0, id === 'commands' ? SHOWN.commands : SHOWN.empty)
    return { id, entries: shown.map(plain), total: left.length, isMore }
  })
  return [{ id: 'recent' as const, entries: last, total: last.length, isMore: false }, ...rest].filter(
    ({ entries }) => entries.length > 0,
  )
}

function answers(sources: readonly PaletteSource[], words: readonly string[]): readonly PaletteGroup[] {
  const found = sources.map(({ id, entries, isMore = false }) => ({
    id,
    isMore,
    ...bestOf(entries, words),
  }))
  const some = found.filter(({ total }) => total > 0)
  const limit = some.length === 1 ? SHOWN.alone : SHOWN.found
  return some
    .toSorted((a, b) => (b.found[0]?.match.score ?? 0) - (a.found[0]?.match.score ?? 0))
    .map(({ id, isMore, total, found: entries }) => ({
      id,
      isMore,
      total,
      entries: entries.slice(0, limit).map(({ item, match: { ranges } }) => ({ ...item, ranges })),
    }))
}

/** What was found last in each list: while one types, most lists stay as they are and only another kind's answer comes in. */
const lastFound = new WeakMap<readonly PaletteEntry[], { readonly query: string; readonly result: Found }>()
type Found = ReturnType<typeof best<PaletteEntry>>

function bestOf(entries: readonly PaletteEntry[], words: readonly string[]): Found {
  const query = words.join(' ')
  const last = lastFound.get(entries)
  if (last?.query === query) return last.result
  const result = best(entries, words, ({ label }) => label, SHOWN.alone)
  lastFound.set(entries, { query, result })
  return result
}

/** The word of a query to ask the engine for: it looks for one text, and the longest leaves the least to sort out here. */
export function wordToAsk(query: string): string {
  return wordsOf(query).reduce((longest, word) => (word.length > longest.length ? word : longest), '')
}

/** A label cut into letters that answer and letters that do not. */
export function cut(
  label: string,
  ranges: Match['ranges'],
): readonly { readonly text: string; readonly isHit: boolean }[] {
  const parts: { text: string; isHit: boolean }[] = []
  let at = 0
  for (const [from, to] of ranges) {
    if (from > at) parts.push({ text: label.slice(at, from), isHit: false })
    parts.push({ text: label.slice(from, to), isHit: true })
    at = to
  }
  if (at < label.length) parts.push({ text: label.slice(at), isHit: false })
  return parts
}

/** The commands used last with one more: the newest first, each once, at most five. */
export function withRecent(recent: readonly string[], key: string): readonly string[] {
  return [key, ...recent.filter((one) => one !== key)].slice(0, 5)
}

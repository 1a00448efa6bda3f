/** How well a label answers a query, and which of its letters do: from, and up to but not including. */
export interface Match {
  readonly score: number
  readonly ranges: readonly (readonly [from: number, to: number])[]
}

const WHOLE = 60
const BEGINNING = 40
const WORD = 30
const INSIDE = 15
const SCATTERED = 4

/** The words of a query, small and apart. */
export function wordsOf(query: string): readonly string[] {
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
}

/**
 * Matches a label against all words of a query; null where one of them is not in it. A word counts most where it is the whole label, then at
 * its beginning, at the beginning of a word of it, anywhere in it, and least as letters in order (`exd` for "Export diff"). Short labels win.
 */
export function match(words: readonly string[], label: string): Match | null {
  const lower = label.toLowerCase()
  let score = 0
  const ranges: (readonly [number, number])[] = []
  for (const word of words) {
    const found = matchWord(word, lower)
    if (found === null) return null
    score += found.score
    ranges.push(...found.ranges)
  }
  // Where small letters take other room than large ones, places in the one mean nothing in the other.
  const isAligned = lower.length === label.length
  return { score: score - Math.min(10, label.length / 20), ranges: isAligned ? joined(ranges) : [] }
}

function matchWord(word: string, label: string): Match | null {
  if (label === word) return { score: WHOLE, ranges: [[0, label.length]] }
  let inside: Match | null = null
  for (let at = label.indexOf(word); at >= 0; at = label.indexOf(word, at + 1)) {
    const ranges = [[at, at + word.length]] as const
    if (at === 0) return { score: BEGINNING, ranges }
    if (isBoundary(label, at)) return { score: WORD, ranges }
    inside ??= { score: INSIDE, ranges }
  }
  return inside ?? scattered(word, label)
}

/** Letters in order, each at the beginning of a word of the label or next to the one before: less would match nearly everything. */
function scattered(word: string, label: string): Match | null {
  if (word.length < 2) return null
  const ranges: [number, number][] = []
  let from = 0
  for (const letter of word) {
    const last = ranges.at(-1)
    if (last?.[1] === from && label.startsWith(letter, from) && from > 0) last[1] += letter.length
    else {
      const at = wordStart(letter, label, from)
      if (at < 0) return null
      ranges.push([at, at + letter.length])
    }
    from = ranges.at(-1)?.[1] ?? 0
  }
  return { score: SCATTERED, ranges }
}

function wordStart(letter: string, label: string, from: number): number {
  for (let at = label.indexOf(letter, from); at >= 0; at = label.indexOf(letter, at + 1)) {
    if (at === 0 || isBoundary(label, at)) return at
  }
  return -1
}

/** Whether a word begins here: what stands before is no letter and no digit. */
function isBoundary(label: string, at: number): boolean {
  const code = label.charCodeAt(at - 1)
  // Most of what is matched is ASCII, and a regular expression takes its time ten thousand times a key.
  if (code < 128) return !((code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122))
  return !/[\p{L}\p{N}]/u.test(label.charAt(at - 1))
}

function joined(ranges: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const result: [number, number][] = []
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1)
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to)
    else result.push([from, to])
  }
  return result
}

/** The best `limit` of the items that match, best first, and how many match at all. Items that are equally good keep their order. */
export function best<T>(
  items: readonly T[],
  words: readonly string[],
  labelOf: (item: T) => string,
  limit: number,
): { readonly found: readonly { readonly item: T; readonly match: Match }[]; readonly total: number } {
  // The best so far, best first: of ten thousand that match, sorting all would take longer than matching them.
  const found: { readonly item: T; readonly match: Match }[] = []
  let total = 0
  for (const item of items) {
    const one = match(words, labelOf(item))
    if (one === null) continue
    total++
    if (found.length === limit && one.score <= (found.at(-1)?.match.score ?? 0)) continue
    let place = found.length
    while (place > 0 && (found[place - 1]?.match.score ?? 0) < one.score) place--
    found.splice(place, 0, { item, match: one })
    if (found.length > limit) found.pop()
  }
  return { found, total }
}

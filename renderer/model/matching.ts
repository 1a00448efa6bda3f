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
  const score = scoreOf(words, lower)
  if (score === null) return null
  // Where small letters take other room than large ones, places in the one mean nothing in the other.
  const isAligned = lower.length === label.length
  return { score, ranges: isAligned ? joined(words.flatMap((word) => rangesOf(word, lower))) : [] }
}

/** How well a label in small letters answers, without which letters do: of ten thousand that answer, few are shown. */
function scoreOf(words: readonly string[], label: string): number | null {
  let score = -Math.min(10, label.length / 20)
  for (const word of words) {
    const at = placeOf(word, label)
    if (at === 0) score += label.length === word.length ? WHOLE : BEGINNING
    else if (at > 0) score += isBoundary(label, at) ? WORD : INSIDE
    else if (scattered(word, label) !== null) score += SCATTERED
    else return null
  }
  return score
}

/** Where a word stands best in a label: at its beginning, at that of a word of it, or anywhere; -1 where it does not. */
function placeOf(word: string, label: string): number {
  const first = label.indexOf(word)
  if (first <= 0) return first
  for (let at = first; at >= 0; at = label.indexOf(word, at + 1)) if (isBoundary(label, at)) return at
  return first
}

function rangesOf(word: string, label: string): Match['ranges'] {
  const at = placeOf(word, label)
  return at < 0 ? (scattered(word, label) ?? []) : [[at, at + word.length]]
}

/** Letters in order, each at the beginning of a word of the label or next to the one before: less would match nearly everything. */
function scattered(word: string, label: string): Match['ranges'] | null {
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
  return ranges
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
  const kept: { readonly item: T; readonly score: number }[] = []
  let total = 0
  for (const item of items) {
    const score = scoreOf(words, labelOf(item).toLowerCase())
    if (score === null) continue
    total++
    if (kept.length === limit && score <= (kept.at(-1)?.score ?? 0)) continue
    let place = kept.length
    while (place > 0 && (kept[place - 1]?.score ?? 0) < score) place--
    kept.splice(place, 0, { item, score })
    if (kept.length > limit) kept.pop()
  }
  const found = kept.flatMap(({ item }) => {
    const one = match(words, labelOf(item))
    return one === null ? [] : [{ item, match: one }]
  })
  return { found, total }
}

/**
 * Splits a line into the words that a program is started with, as sh does: blanks part them, quotes and backslashes keep blanks in. Nothing else is
 * done to it: no variable, no pattern. Null: a quote was opened and not closed, or a backslash ends it.
 */
export function splitWords(line: string): readonly string[] | null {
  const words: string[] = []
  let word: string | null = null
  let quote: '"' | "'" | null = null
  for (let at = 0; at < line.length; at++) {
    const letter = line.charAt(at)
    if (quote !== null) {
      const next = line.charAt(at + 1)
      if (letter === quote) quote = null
      else if (letter === '\\' && quote === '"' && (next === '"' || next === '\\')) word += line.charAt(++at)
      else word += letter
    } else if (letter === '"' || letter === "'") {
      quote = letter
      word ??= ''
    } else if (letter === '\\') {
      if (at + 1 === line.length) return null
      word = (word ?? '') + line.charAt(++at)
    } else if (/\s/.test(letter)) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + letter
  }
  if (quote !== null) return null
  return word === null ? words : [...words, word]
}

/** The line that {@link splitWords} splits into these words. */
export function joinWords(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ')
}

/**
 * One word for a POSIX shell at the other end of `ssh`, which hands a command on as one line: whatever it holds, the shell reads exactly this word
 * (POSIX.1-2017, Shell Command Language, 2.2.2 Single-Quotes). The one place of the program where a shell's syntax is written.
 *
 * A word with a NUL cannot be passed to any program.
 */
export function quoteWord(word: string): string {
  if (word.includes('\0')) throw new Error('a word with a NUL cannot be passed to a program')
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word)) return word
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}

/** Words as one line of a shell. */
export function quoteWords(words: readonly string[]): string {
  return words.map(quoteWord).join(' ')
}

/** Pieces that shells, options and terminals take for something else. */
const PIECES = [
  ' ',
  "'",
  '"',
  '$(touch /tmp/no)',
  '`id`',
  '\n',
  '\t',
  '\\',
  '$HOME',
  '${IFS}',
  '*',
  '?',
  '[a]',
  '~',
  '!',
  '#',
  '&',
  ';',
  '|',
  '<',
  '>',
  '(',
  ')',
  '{a,b}',
  '=',
  '%s',
  'ü',
  '漢字',
  '🦑',
  '\u202e',
  '\r',
  'a',
  'Z',
  '0',
  '.',
  '-',
  '--',
  '/',
  '@',
  ':',
  ',',
  '^',
  '\u001b[31m',
] as const

/** As many names, none like another: first the ones people are known to have tripped over, then made ones, the same for every run. */
export function hostileNames(count: number): readonly string[] {
  const names = new Set([
    '',
    '-n',
    '--',
    '-',
    "'",
    "''",
    '"',
    '\\',
    '\n',
    ' ',
    '~root',
    '$$',
    '!!',
    'x'.repeat(200),
    "'".repeat(200),
  ])
  for (let seed = 1; names.size < count; seed++) {
    let state = seed * 2_654_435_761
    const next = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return (state >>> 8) % below
    }
    const pieces = Array.from({ length: 1 + next(12) }, () => PIECES[next(PIECES.length)] ?? '')
    names.add(`${next(4) === 0 ? '-' : ''}${pieces.join('')}`)
  }
  return [...names].slice(0, count)
}

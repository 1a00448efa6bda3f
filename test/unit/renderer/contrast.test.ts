import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { blockOf, contrast, isColor, usesOf } from '../../support/contrast.ts'

const folder = join(import.meta.dirname, '../../../renderer/styles')
const css = readFileSync(join(folder, 'tokens.css'), 'utf8')
/** Every style sheet but the tokens themselves and the system's colours. */
const sheets = readdirSync(folder)
  .filter((name) => name.endsWith('.css') && !['tokens.css', 'forced.css'].includes(name))
  .map((name) => ({ name, css: readFileSync(join(folder, name), 'utf8') }))

const light = blockOf(css, ':root')
const dark = new Map([...light, ...blockOf(css, '[data-theme="dark"]')])
const more = blockOf(css, '[data-contrast="more"]')
// The two attributes of the dark rule win over the one of the rule for both.
const moreDark = blockOf(css, '[data-theme="dark"][data-contrast="more"]')
const THEMES = [
  ['light', light],
  ['dark', dark],
  ['light with more contrast', new Map([...light, ...more])],
  ['dark with more contrast', new Map([...dark, ...more, ...moreDark])],
] as const

/** What words are written in. */
const TEXT = [
  '--text',
  '--text-muted',
  '--text-faint',
  '--accent-text',
  '--gap-text',
  '--ok-text',
  '--warn-text',
] as const
/** Where words and marks stand. */
const SURFACES = ['--surface', '--surface-quiet', '--surface-raised', '--chrome'] as const
/** Surfaces with a meaning: few words stand on them. */
const WASHES = [
  '--sunken',
  '--hover',
  '--chosen',
  '--accent-wash',
  '--accent-wash-2',
  '--gap-wash',
  '--ok-wash',
  '--warn-wash',
] as const
/** Marks and borders of controls: 3:1 on every surface. */
const MARKS = [
  '--control',
  '--accent',
  '--inc',
  '--gap',
  '--ok',
  '--warn',
  '--full',
  '--idle-line',
  '--commit',
] as const
/** Words on a filled mark. */
const ON_MARKS = [
  ['--on-commit', '--commit'],
  ['--on-full', '--full'],
  ['--surface', '--inc'],
  ['--surface', '--gap'],
  ['--surface', '--accent'],
] as const

/** Colours that are below 3:1 on purpose, and what says the same without them. */
const QUIET: Readonly<Record<string, string>> = {
  '--hairline': 'lines between panels and rows: alignment and room part them, too',
  '--hairline-strong': 'the same, between the parts of the window; key caps and separators',
  '--grid': 'day lines behind the picture: the ruler names the days',
  '--data':
    'filled cells that stand: less than what changed, and outlined with --data-line where they are what is shown',
  '--hole': 'a dot where nothing is: the absence of a cell says it',
  '--inc-1': 'a little of a cell changed: the size of the inner square says how much',
  '--gap-line': 'the border of a notice: its bar, icon and words are above 3:1',
  '--warn-line': 'the border of a notice: its bar, icon and words are above 3:1',
  '--est-paper': 'the ground between the lines of an estimate',
  '--scrim': 'what a sheet puts over the window',
}

/** Marks that stand in the picture alone. */
const PICTURE = [
  ['--data-line', '--surface'],
  ['--inc-3', '--surface'],
  ['--inc-4', '--surface'],
  ['--est', '--surface'],
  ['--est', '--est-paper'],
] as const

type Pair = readonly [front: string, back: string]
const grounds = (washes: readonly string[]) =>
  washes.flatMap((wash) => SURFACES.map((surface) => `${wash} on ${surface}`))

/** Every pair of words and ground that may meet. */
const TEXT_PAIRS: readonly Pair[] = [
  ...SURFACES.flatMap((surface) => TEXT.map((text): Pair => [text, surface])),
  ...['--text', '--text-muted', '--text-faint', '--accent-text', '--gap-text'].map((text): Pair => [text, '--sunken']),
  ...grounds(['--hover']).flatMap((ground) => TEXT.map((text): Pair => [text, ground])),
  ...grounds(['--chosen']).flatMap((ground) =>
    ['--text', '--text-muted', '--gap-text', '--ok-text', '--warn-text'].map((text): Pair => [text, ground]),
  ),
  ...['--text', '--text-muted', '--accent-text', '--gap-text', '--ok-text', '--warn-text'].map(
    (text): Pair => [text, '--accent-wash'],
  ),
  ...['--text', '--text-muted'].map((text): Pair => [text, '--accent-wash-2']),
  ...['--text', '--text-muted', '--gap-text', '--accent-text'].map((text): Pair => [text, '--gap-wash']),
  ...['--text', '--text-muted', '--warn-text', '--accent-text'].map((text): Pair => [text, '--warn-wash']),
  ...['--text', '--text-muted', '--ok-text'].map((text): Pair => [text, '--ok-wash']),
  ...ON_MARKS,
]

/** Every pair of a graphic or the border of a control and its ground. */
const MARK_PAIRS: readonly Pair[] = [
  ...SURFACES.flatMap((surface) => MARKS.map((mark): Pair => [mark, surface])),
  ...['--inc', '--warn', '--gap', '--ok', '--accent', '--full'].map((mark): Pair => [mark, '--sunken']),
  ...['--inc', '--idle-line', '--accent', '--full', '--control', '--gap'].map((mark): Pair => [mark, '--accent-wash']),
  ...['--gap', '--control', '--accent'].map((mark): Pair => [mark, '--gap-wash']),
  ...['--warn', '--control', '--accent'].map((mark): Pair => [mark, '--warn-wash']),
  ['--ok', '--ok-wash'],
  ...PICTURE,
]

describe.each(THEMES)('contrast in the theme %s', (_theme, tokens) => {
  it.each(TEXT_PAIRS)('words %s on %s have at least 4.5:1', (front, back) => {
    expect(contrast(tokens, front, back)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(MARK_PAIRS)('the mark %s on %s has at least 3:1', (front, back) => {
    expect(contrast(tokens, front, back)).toBeGreaterThanOrEqual(3)
  })

  it('more contrast is never less than the plain theme has', () => {
    const plain = _theme.startsWith('dark') ? dark : light
    for (const [front, back] of [...TEXT_PAIRS, ...MARK_PAIRS]) {
      expect(contrast(tokens, front, back), `${front} on ${back}`).toBeGreaterThanOrEqual(
        contrast(plain, front, back) - 0.01,
      )
    }
  })
})

describe('the table of pairs is whole', () => {
  const words = new Set<string>([...TEXT, ...ON_MARKS.map(([front]) => front)])
  const marks = new Set<string>([...MARKS, ...PICTURE.map(([front]) => front), ...Object.keys(QUIET)])
  const behind = new Set<string>([
    ...SURFACES,
    ...WASHES,
    ...MARKS,
    ...PICTURE.flat(),
    ...Object.keys(QUIET),
    '--full',
    '--text',
  ])

  it('every colour is words, a mark, a ground, or quiet for a reason', () => {
    const colours = [...light.keys()].filter(
      (name) => isColor(light, name) && !/-\d{1,3}$/.test(name.replace(/^--inc-\d|^--accent-wash-2$/, '')),
    )
    expect(colours.filter((name) => !words.has(name) && !marks.has(name) && !behind.has(name))).toEqual([])
  })

  it.each(sheets)('$name writes words and draws marks only in colours of the table', ({ css: sheet }) => {
    const strangers = usesOf(sheet).flatMap(({ selector, property, tokens }) => {
      const allowed =
        property === 'color'
          ? words
          : property === 'fill'
            ? new Set([...words, ...marks, ...behind])
            : /^(stroke|border|outline|accent-color|text-decoration)/.test(property)
              ? new Set([...marks, ...behind, ...words])
              : property.startsWith('background')
                ? behind
                : null
      if (allowed === null) return []
      return tokens
        .filter((token) => isColor(light, token) && !allowed.has(token))
        .map((token) => `${selector} { ${property}: ${token} }`)
    })
    expect(strangers).toEqual([])
  })

  it.each(sheets)('$name has no rule whose words and ground are not a pair', ({ css: sheet }) => {
    const all = usesOf(sheet)
    const unknown = [...new Set(all.map(({ selector }) => selector))].flatMap((selector) => {
      const uses = all.filter((use) => use.selector === selector)
      const front = uses.find(({ property }) => property === 'color')?.tokens[0]
      const back = uses.find(({ property }) => ['background', 'background-color'].includes(property))?.tokens[0]
      if (front === undefined || back === undefined) return []
      const isKnown = TEXT_PAIRS.some(
        ([one, ground]) => one === front && (ground === back || ground.startsWith(`${back} on`)),
      )
      return isKnown ? [] : [`${selector}: ${front} on ${back}`]
    })
    expect(unknown).toEqual([])
  })
})

describe('the style sheets', () => {
  it.each(sheets)('$name uses meanings, never primitives or colours of its own', ({ css: sheet }) => {
    expect(sheet.match(/var\(--(grey|blue|red|green|ochre)-\d+\)|#[0-9a-fA-F]{3,8}\b|rgb\(/g)).toBeNull()
    for (const { tokens } of usesOf(sheet)) {
      for (const name of tokens) expect(light.has(name), name).toBe(true)
    }
  })

  it.each(sheets)(
    '$name asks the attributes of the root, not the system: the settings count, too',
    ({ css: sheet }) => {
      expect(sheet.match(/prefers-(contrast|reduced-motion|color-scheme)/g)).toBeNull()
    },
  )

  it('none is forgotten at the start', () => {
    const start = readFileSync(join(folder, '../start.ts'), 'utf8')
    for (const name of readdirSync(folder)) expect(start).toContain(`./styles/${name}`)
  })
})

it('forced colours replace every colour of the themes', () => {
  const forced = css.slice(css.indexOf('@media (forced-colors: active)'))
  const kept = ['--scrim']
  for (const name of [...dark.keys()].filter(
    (one) => isColor(dark, one) && blockOf(css, '[data-theme="dark"]').has(one),
  )) {
    if (!kept.includes(name)) expect(forced, name).toContain(`${name}:`)
  }
})

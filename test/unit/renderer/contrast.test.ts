import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(join(import.meta.dirname, '../../../renderer/styles/tokens.css'), 'utf8')

/** The custom properties of one block, which starts with `selector {`. */
function block(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`)
  const body = css.slice(start, css.indexOf('\n}', start))
  return new Map([...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value.trim()]))
}

const light = block(':root')
const dark = new Map([...light, ...block('[data-theme="dark"]')])

function resolve(theme: ReadonlyMap<string, string>, name: string): string {
  const value = theme.get(name) ?? ''
  const reference = /^var\((--[\w-]+)\)$/.exec(value)
  return reference?.[1] === undefined ? value : resolve(theme, reference[1])
}

type Color = readonly [red: number, green: number, blue: number, alpha: number]

function parse(hex: string): Color {
  const digits = hex.slice(1)
  const full = digits.length <= 4 ? digits.replaceAll(/./g, '$&$&') : digits
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN, alpha = 255] = (full.match(/../g) ?? []).map((pair) =>
    Number.parseInt(pair, 16),
  )
  return [red, green, blue, alpha / 255]
}

const over = ([r, g, b, a]: Color, [r2, g2, b2]: Color): Color => [
  r * a + r2 * (1 - a),
  g * a + g2 * (1 - a),
  b * a + b2 * (1 - a),
  1,
]

function luminance([red, green, blue]: Color): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(theme: ReadonlyMap<string, string>, front: string, back: string): number {
  const ground = back
    .split(' on ')
    .reverse()
    .map((name) => parse(resolve(theme, name)))
    .reduce((under, layer) => over(layer, under))
  const a = luminance(over(parse(resolve(theme, front)), ground))
  const b = luminance(ground)
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

const SURFACES = ['--surface', '--surface-quiet', '--surface-raised', '--chrome'] as const

/** Every pair of text and ground that the style sheets use. `x on y`: a wash that lets its ground through. */
const TEXT: readonly (readonly [front: string, back: string])[] = [
  ...SURFACES.flatMap((surface) =>
    ['--text', '--text-muted', '--text-faint', '--gap-text', '--accent-text'].map((text) => [text, surface] as const),
  ),
  ...['--text', '--text-muted', '--text-faint'].map((text) => [text, '--sunken'] as const),
  ...['--text', '--text-muted'].flatMap((text) => SURFACES.map((surface) => [text, `--chosen on ${surface}`] as const)),
  ...['--text', '--text-muted', '--accent-text', '--gap-text'].map((text) => [text, '--accent-wash'] as const),
  ...['--text', '--text-muted'].map((text) => [text, '--accent-wash-2'] as const),
  ...['--text', '--text-muted', '--gap-text'].map((text) => [text, '--gap-wash'] as const),
  ['--on-commit', '--commit'],
  ['--on-full', '--full'],
  ['--full', '--on-full'],
  ['--surface', '--inc'],
  ['--surface', '--gap'],
  ['--warn-text', '--warn-wash'],
  ['--text', '--warn-wash'],
  ['--text-muted', '--warn-wash'],
  ['--ok-text', '--ok-wash'],
  ['--warn-text', '--surface'],
  ['--warn-text', '--surface-quiet'],
  ['--gap-text', '--chosen on --chrome'],
]

/** Every pair of a graphic or a control and its ground. */
const GRAPHICS: readonly (readonly [front: string, back: string])[] = [
  ...['--control', '--accent', '--inc', '--gap', '--full', '--idle-line'].map((mark) => [mark, '--surface'] as const),
  ...['--control', '--accent', '--inc', '--idle-line', '--gap', '--full'].map(
    (mark) => [mark, '--surface-raised'] as const,
  ),
  ...['--control', '--accent', '--inc', '--gap'].map((mark) => [mark, '--surface-quiet'] as const),
  ...['--control', '--accent', '--inc'].map((mark) => [mark, '--chrome'] as const),
  ['--inc', '--sunken'],
  ['--inc', '--accent-wash'],
  ['--idle-line', '--accent-wash'],
  ['--gap', '--gap-wash'],
  ['--data-line', '--surface'],
  ['--inc-3', '--surface'],
  ['--inc-4', '--surface'],
  ['--ok-text', '--surface-quiet'],
  ['--ok-text', '--surface-raised'],
  ['--warn-text', '--surface-raised'],
]

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('contrast in the %s theme', (_theme, tokens) => {
  it.each(TEXT)('text %s on %s is at least 4.5:1', (front, back) => {
    expect(contrast(tokens, front, back)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(GRAPHICS)('graphic %s on %s is at least 3:1', (front, back) => {
    expect(contrast(tokens, front, back)).toBeGreaterThanOrEqual(3)
  })
})

it('style sheets use meanings, never primitives or colours of their own', () => {
  for (const sheet of ['base', 'controls', 'overlays', 'shell', 'image', 'timeline', 'jobs', 'sheets', 'results']) {
    const rules = readFileSync(join(import.meta.dirname, `../../../renderer/styles/${sheet}.css`), 'utf8')
    expect(rules.match(/var\(--(grey|blue|red|green|ochre)-\d+\)|#[0-9a-fA-F]{3,8}\b|rgb\(/g), sheet).toBeNull()
    // What Base UI sets on a menu's frame.
    for (const [, name = ''] of rules.matchAll(/var\((--[\w-]+)\)/g))
      expect(light.has(name) || name === '--available-height', `${sheet}: ${name}`).toBe(true)
  }
})

/** Colours of the style sheets' tokens, and how far apart they are (WCAG 2.2, 1.4.3 and 1.4.11). */

export type Tokens = ReadonlyMap<string, string>

/** The custom properties of the first block with exactly this selector. */
export function blockOf(css: string, selector: string): Tokens {
  const start = css.startsWith(`${selector} {`) ? 0 : css.indexOf(`\n${selector} {`)
  if (start < 0) throw new Error(`There is no rule ${selector}`)
  const body = css.slice(start, css.indexOf('\n}', start))
  return new Map([...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value.trim()]))
}

function resolve(tokens: Tokens, name: string): string {
  const value = tokens.get(name) ?? ''
  const reference = /^var\((--[\w-]+)\)$/.exec(value)
  return reference?.[1] === undefined ? value : resolve(tokens, reference[1])
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

/** Whether a token is a colour, and not a length, a font or a shadow. */
export function isColor(tokens: Tokens, name: string): boolean {
  return /^#[0-9a-f]{3,8}$/i.test(resolve(tokens, name))
}

/** The contrast of a token on a ground; `--chosen on --surface`: a wash that lets its ground through. NaN for what is no colour. */
export function contrast(tokens: Tokens, front: string, back: string): number {
  const ground = back
    .split(' on ')
    .toReversed()
    .map((name) => parse(resolve(tokens, name)))
    .reduce((under, layer) => over(layer, under))
  const a = luminance(over(parse(resolve(tokens, front)), ground))
  const b = luminance(ground)
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** One declaration of a style sheet that uses tokens. */
export interface Use {
  readonly selector: string
  readonly property: string
  readonly tokens: readonly string[]
}

/** Every declaration with a token in it, with the rule it is in. */
export function usesOf(css: string): readonly Use[] {
  const plain = css.replaceAll(/\/\*[\s\S]*?\*\//g, '')
  return [...plain.matchAll(/([^{}]+)\{([^{}]*)\}/g)].flatMap(([, selector = '', body = '']) =>
    [...body.matchAll(/([\w-]+):\s*([^;]+);/g)].flatMap(([, property = '', value = '']) => {
      const tokens = [...value.matchAll(/var\((--[\w-]+)\)/g)].map(([, name = '']) => name)
      return tokens.length === 0 ? [] : [{ selector: selector.trim(), property, tokens }]
    }),
  )
}

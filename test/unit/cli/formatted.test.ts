import { describe, expect, it } from 'vitest'
import { createArguments } from '../../../electron/cli/arguments.ts'
import { readImageOptions } from '../../../electron/cli/imageOptions.ts'
import { formatRbdXml } from '../../../electron/cli/rbd/xml.ts'
import { isAppError } from '../../../shared/errors.ts'

describe('XML as rbd prints it', () => {
  it('is one line, an element a key, one an element', () => {
    const extents = [{ offset: 0, length: 4096, exists: 'true' }]
    expect(formatRbdXml('extents', extents, false)).toBe(
      '<extents><extent><offset>0</offset><length>4096</length><exists>true</exists></extent></extents>\n',
    )
    expect(formatRbdXml('extents', [], false)).toBe('<extents></extents>\n')
    expect(formatRbdXml('images', ['a<b', "c'"], false, 'name')).toBe(
      '<images><name>a&lt;b</name><name>c&apos;</name></images>\n',
    )
    expect(formatRbdXml('image', { features: ['layering'], size: 1 }, false)).toBe(
      '<image><features><feature>layering</feature></features><size>1</size></image>\n',
    )
  })

  it('is indented by a blank a level', () => {
    expect(formatRbdXml('stats', { images: [{ name: 'a' }] }, true)).toBe(
      '<stats>\n <images>\n  <image>\n   <name>a</name>\n  </image>\n </images>\n</stats>\n',
    )
  })
})

function read(
  options: Readonly<Record<string, string | true>>,
  lists: Readonly<Record<string, readonly string[]>> = {},
) {
  const args = createArguments('create', {
    positionals: [],
    options: new Map(Object.entries(options)),
    lists: new Map(Object.entries(lists)),
  })
  try {
    return readImageOptions(args)
  } catch (error) {
    if (!isAppError(error)) throw error
    return [error.code, error.message, error.detail?.['errno'] ?? null]
  }
}

describe('the options of an image', () => {
  it.each<[string, number]>([
    ['3000', 12],
    ['5000', 12],
    ['6000', 13],
    ['4K', 12],
    ['1M', 20],
    ['32M', 25],
    ['4194304B', 22],
  ])('--object-size %s is 2^%i: rounded by its logarithm', (size, order) => {
    expect(read({ 'object-size': size })).toEqual({ order })
  })

  it.each(['2K', '64M', '1'])('--object-size %s is no object size: EDOM', (size) => {
    expect(read({ 'object-size': size })).toEqual(['E_IMAGE_OPTIONS', expect.any(String), 'EDOM'])
  })

  it.each<[Readonly<Record<string, string>>, string]>([
    [{ order: '11' }, "the argument for option '--order' is invalid"],
    [{ order: '26' }, "the argument for option '--order' is invalid"],
    [{ 'object-size': 'abc' }, "the argument for option '--object-size' is invalid"],
    [{ 'stripe-unit': 'x' }, "the argument for option '--stripe-unit' is invalid"],
    [{ 'image-format': '3' }, "the argument for option '--image-format' is invalid"],
  ])('%j is a bad value', (options, message) => {
    expect(read(options)).toEqual(['E_OPTION_BAD_VALUE', message, null])
  })

  it('features by their names, in lists and again', () => {
    expect(read({}, { 'image-feature': ['layering,exclusive-lock', 'journaling'] })).toEqual({ features: 69 })
    expect(read({}, { 'image-feature': ['foo'] })).toEqual([
      'E_OPTION_BAD_VALUE',
      "the argument for option '--image-feature' is invalid",
      null,
    ])
    expect(read({ 'image-shared': true })).toEqual({ features: 33 })
  })

  it('stripes, and nothing where nothing is said', () => {
    expect(read({ 'stripe-unit': '64K', 'stripe-count': '4' })).toEqual({ stripeUnit: 65536, stripeCount: 4 })
    expect(read({})).toBeUndefined()
    expect(read({ 'image-format': '2', 'new-format': true })).toBeUndefined()
  })

  it.each([
    'data-pool',
    'mirror-image-mode',
    'journal-splay-width',
    'journal-object-size',
    'journal-pool',
    'image-id',
    'thick-provision',
  ])('--%s is refused by name', (name) => {
    expect(read({ [name]: 'x' })).toEqual(['E_OPTION_UNSUPPORTED', expect.stringMatching(`^--${name} cannot`), null])
  })
})

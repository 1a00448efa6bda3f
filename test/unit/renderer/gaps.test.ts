import { describe, expect, test } from 'vitest'
import { filesOver, imageWithBoth } from '../../../renderer/model/gaps.ts'
import { nameFromText } from '../../../shared/names.ts'
import { details, diffFile, link, snapshot } from './details.ts'

const gap = (after: string | null, before: string) => ({
  after: after === null ? null : nameFromText(after),
  before: nameFromText(before),
})
const over = (after: string | null, before: string, files: Parameters<typeof filesOver>[1]) =>
  filesOver(gap(after, before), files).map(({ name }) => name)

describe('what leads over a gap', () => {
  const files = [
    diffFile('bc', 'b', 'c'),
    diffFile('ab', 'a', 'b'),
    diffFile('ac', 'a', 'c'),
    diffFile('ba', 'b', 'a'),
    diffFile('0a', null, 'a'),
  ]

  test('is one file where there is one, else the fewest that follow each other', () => {
    expect(over('a', 'c', files)).toEqual(['ac'])
    expect(
      over(
        'a',
        'c',
        files.filter(({ name }) => name !== 'ac'),
      ),
    ).toEqual(['ab', 'bc'])
    expect(over(null, 'a', files)).toEqual(['0a'])
  })

  test('is nothing where no way leads there, and circles are no way', () => {
    expect(over('a', 'x', files)).toEqual([])
    expect(over('c', 'a', files)).toEqual([])
  })

  test('never a file that cannot be read', () => {
    const problem = { code: 'E_STREAM_TRUNCATED', message: 'cut' }
    expect(over('a', 'c', [diffFile('ac', 'a', 'c', { problem })])).toEqual([])
  })
})

describe('an image the missing diff can be made of', () => {
  const links = [link(1), link(2)]
  test('has both ends, the start before the end, both restorable', () => {
    const image = details(links, [snapshot('a', 1), snapshot('b', 2)])
    expect(imageWithBoth([image], gap('a', 'b'))).toBe(image)
    expect(imageWithBoth([image], gap('b', 'a'))).toBeNull()
    expect(imageWithBoth([image], gap(null, 'a'))).toBeNull()
    expect(
      imageWithBoth([details(links, [snapshot('a', 1), snapshot('b', 2, { restorable: false })])], gap('a', 'b')),
    ).toBeNull()
  })
})

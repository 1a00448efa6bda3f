import { describe, expect, test } from 'vitest'
import { filesOver, imageWithBoth } from '../../../renderer/model/gaps.ts'
import { nameFromText } from '../../../shared/names.ts'
import { behindImport, possibleWith, requestFor } from '../../../renderer/model/importPlan.ts'
import { details, diffFile, formatTwo, link, snapshot } from './details.ts'

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

describe('a full export with diffs behind it', () => {
  const files = [formatTwo('img.v2', ['a']), diffFile('img.a-b.diff', 'a', 'b')]
  const chain = { kind: 'v2' as const, steps: files.map((file) => ({ file, gap: null })), usable: 2 }
  const target = { connection: 'library', pool: nameFromText('rbd'), namespace: '', image: nameFromText('new') }
  const where = { newImage: target, target: null, overlay: false, confMeta: false, verifyFirst: false, all: files }

  test('is two jobs: the import of the one, then the append of the others', () => {
    expect(possibleWith(chain, true).new).toBeNull()
    const request = requestFor('new', chain, where)
    expect(request).toEqual({ kind: 'import', format: 'v2', paths: ['/drop/img.v2'], target })
    expect(behindImport(request, chain)).toEqual({
      kind: 'import-diff',
      paths: ['/drop/img.a-b.diff'],
      target,
      overlay: false,
    })
  })

  test('alone it is one; a raw image bears no name that diffs could start at', () => {
    const alone = { ...chain, steps: chain.steps.slice(0, 1), usable: 1 }
    expect(behindImport(requestFor('new', alone, where), alone)).toBeNull()
    expect(possibleWith({ ...chain, kind: 'raw' }, true).new).toMatch(/make the snapshot a/)
  })
})

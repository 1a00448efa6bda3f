import { describe, expect, it } from 'vitest'
import type { ConvertFields } from '../../../renderer/model/convertPlan.ts'
import {
  convertedName,
  convertRequest,
  editsOf,
  namesProblem,
  rangeOf,
  sourceOfFiles,
  sourceOfImage,
  whyNot,
} from '../../../renderer/model/convertPlan.ts'
import { contentOf, OTHER, sideOf, sideOptions } from '../../../renderer/model/contentSides.ts'
import { confKeysOf, pointsOfFiles } from '../../../renderer/model/filePoints.ts'
import { guardName, resizeOf, wholeNumber } from '../../../renderer/model/forms.ts'
import {
  droppedPoints,
  keptBars,
  mergedName,
  movedTo,
  savedBytes,
  shownInputs,
} from '../../../renderer/model/mergePlan.ts'
import { DEFAULT_WRITING, packedName, writingOf, writingSummary } from '../../../renderer/model/outputOptions.ts'
import { newerThan, sameContentAsHead } from '../../../renderer/model/points.ts'
import { details, diffFile, formatTwo, link, snapshot } from './details.ts'

const file = (path: string) => ({ kind: 'file', path }) as const
const names = (list: readonly { readonly text: string }[]) => list.map(({ text }) => text)

describe('a merge', () => {
  const files = [
    diffFile('db.a-b.diff', 'a', 'b'),
    diffFile('db.b-c.diff', 'b', 'c'),
    diffFile('db.c-d.diff', 'c', 'd'),
  ]
  const inputs = files.map(({ path }) => file(path))

  it('leads past the points between its inputs, in the order they stand in', () => {
    expect(names(droppedPoints(shownInputs(inputs, files)))).toEqual(['b', 'c'])
    expect(names(droppedPoints(shownInputs(movedTo(inputs, 2, 0), files)))).toEqual(['d', 'b'])
  })

  it('is named after its first and last point, and plainly where they are not known', () => {
    expect(mergedName(shownInputs(inputs, files))).toBe('db_a_d.diff')
    expect(mergedName(shownInputs(inputs, []))).toBe('merged.diff')
  })

  it('moves an entry, never past an end, and leaves the list alone where nothing moves', () => {
    expect(movedTo(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
    expect(movedTo(['a', 'b', 'c'], 2, -4)).toEqual(['c', 'a', 'b'])
    const list = ['a', 'b']
    expect(movedTo(list, 1, 9)).toBe(list)
    expect(movedTo(list, 7, 0)).toBe(list)
  })

  it('draws what survives of each input on one scale', () => {
    const input = { called: 'x', fileBytes: 0, records: 0, zeroBytes: 0 }
    const bars = keptBars({
      inputs: [
        { ...input, dataBytes: 100, keptBytes: 25 },
        { ...input, dataBytes: 50, keptBytes: 50 },
        { ...input, dataBytes: 0, keptBytes: 0 },
      ],
    })
    expect(bars).toEqual([
      { kept: 0.25, gone: 0.75, keptPercent: 25 },
      { kept: 0.5, gone: 0, keptPercent: 100 },
      { kept: 0, gone: 0, keptPercent: 100 },
    ])
  })

  it('never promises to save what it does not', () => {
    const sums = (bytes: number) => ({ files: 1, bytes, records: 1 })
    expect(savedBytes({ before: sums(10), after: sums(4) })).toBe(6)
    expect(savedBytes({ before: sums(4), after: sums(4) })).toBeNull()
  })
})

describe('the points of files', () => {
  it('are those of a format 2 file, the head only where it is the end', () => {
    const v2 = formatTwo('img.v2', ['a', 'b'])
    expect(pointsOfFiles([v2]).map(({ name }) => name?.text ?? null)).toEqual(['a', 'b', null])
    expect(pointsOfFiles([v2, diffFile('n', 'b', 'c')]).map(({ name }) => name?.text)).toEqual(['a', 'b', 'c'])
  })

  it('are the start of the next file for a raw file', () => {
    const raw = diffFile('img.a.raw', null, null, { kind: 'raw' })
    expect(pointsOfFiles([raw, diffFile('n', 'a', 'b')]).map(({ name }) => name?.text)).toEqual(['a', 'b'])
    expect(pointsOfFiles([raw]).map(({ name }) => name)).toEqual([null])
  })

  it('name the settings that came with a file, and no other metadata', () => {
    const meta = ['conf_rbd_cache', 'owner'].map((key) => ({ key: { text: key }, value: { text: '1' } }))
    const image = { order: null, features: null, stripeUnit: null, stripeCount: null, meta }
    expect(confKeysOf(formatTwo('x', [], { image }))).toEqual(['conf_rbd_cache'])
    expect(confKeysOf(undefined)).toEqual([])
  })
})

describe('a conversion', () => {
  const files = [diffFile('db.1', null, 'a'), diffFile('db.2', 'a', 'b'), diffFile('db.3', 'b', null)]
  const source = sourceOfFiles(files)
  const fields: ConvertFields = {
    to: 'v2',
    at: null,
    since: null,
    names: {},
    dropped: new Set(),
    nameHead: '',
    fromName: null,
    toName: null,
    offset: '',
    length: '',
  }
  const request = (part: Partial<ConvertFields>) =>
    convertRequest([file('/x')], source, { ...fields, ...part }, '/out', DEFAULT_WRITING)

  it('says nothing in its request that is as always', () => {
    expect(request({})).toEqual({ kind: 'convert', inputs: [file('/x')], to: 'v2', path: '/out' })
    expect(request({ to: 'raw', at: { text: 'a' } })).toEqual({
      kind: 'convert',
      inputs: [file('/x')],
      to: 'raw',
      path: '/out',
      at: { text: 'a' },
    })
  })

  it('drops and renames points, and names the head', () => {
    const part = { dropped: new Set(['u:a']), names: { 'u:b': 'B', 'u:a': 'gone' }, nameHead: ' now ' }
    expect(request(part)).toMatchObject({
      edits: {
        dropSnapshots: [{ text: 'a' }],
        renameSnapshots: [{ from: { text: 'b' }, to: { text: 'B' } }],
        nameHead: { text: 'now' },
      },
    })
    // A raw image has no names, and points behind its end are not in what is made.
    expect(editsOf(source, { ...fields, ...part, to: 'raw' })).toBeNull()
    expect(editsOf(source, { ...fields, ...part, at: { text: 'a' } })).toEqual({ dropSnapshots: [{ text: 'a' }] })
  })

  it('refuses names that clash, are empty, or cannot be said', () => {
    const problem = (part: Partial<ConvertFields>) => namesProblem(source, { ...fields, ...part })
    expect(problem({ names: { 'u:a': 'b' } })).not.toBeNull()
    expect(problem({ names: { 'u:a': 'b' }, dropped: new Set(['u:b']) })).toBeNull()
    expect(problem({ names: { 'u:a': ' ' } })).not.toBeNull()
    expect(problem({ names: { 'u:a': 'x@y' } })).not.toBeNull()
    expect(problem({ nameHead: 'a' })).not.toBeNull()
  })

  it('writes a diff from where it is told, under the names it is told', () => {
    expect(request({ to: 'diff', since: { text: 'a' }, fromName: 'x', toName: ' ' })).toMatchObject({
      fromSnapshot: { text: 'a' },
      edits: { from: { text: 'x' }, to: null },
    })
  })

  it('takes a stretch of bytes whole or not at all', () => {
    expect(rangeOf('', '')).toEqual({ range: null, problem: null })
    expect(rangeOf('4K', '1024').range).toEqual({ offset: 4096, length: 1024 })
    for (const [from, length] of [
      ['4K', ''],
      ['', '1'],
      ['x', '1'],
      ['0', '0'],
    ] as const)
      expect(rangeOf(from, length).problem).not.toBeNull()
  })

  it('makes no whole image of diffs that start at a snapshot', () => {
    const late = sourceOfFiles(files.slice(1))
    expect((['raw', 'v2', 'diff', 'diffs'] as const).map((to) => whyNot(to, late) === null)).toEqual([
      false,
      false,
      true,
      true,
    ])
    expect(whyNot('raw', source)).toBeNull()
  })

  it('takes the points of an image, and names what it makes after its ends', () => {
    const image = sourceOfImage(details([link(1), link(2)], [snapshot('s1', 1)]))
    expect(names(image.points)).toEqual(['s1'])
    expect(convertedName('img', image, { ...fields, to: 'raw' })).toBe('img_head.raw')
    expect(convertedName('img', image, { ...fields, to: 'diff', at: { text: 's1' } })).toBe('img_begin_s1.diff')
    expect(convertedName('img', image, { ...fields, to: 'diffs' })).toBe('img.diffs')
  })
})

describe('two contents', () => {
  const image = details([link(1)], [snapshot('s1', 1)])
  const open = [diffFile('db.a', null, 'a'), diffFile('db.b', 'a', 'b')]

  it('offers images, chains of open files and each file, and what came with the request', () => {
    const options = sideOptions([image], open, [{ kind: 'files', paths: ['/x'], at: null }])
    expect(options.map(({ group, label }) => [group, label])).toEqual([
      ['images', 'rbd/img'],
      ['files', 'db.b and 1 more file'],
      ['files', 'db.a'],
      ['files', 'db.b'],
      ['files', 'x'],
    ])
  })

  it('becomes the content it stands for, and none of a path that is not whole', () => {
    const options = sideOptions([image], open, [])
    const chain = options[1]?.value ?? ''
    expect(contentOf({ chosen: chain, at: { text: 'a' }, typed: '' }, options)).toEqual({
      kind: 'files',
      paths: ['/drop/db.a', '/drop/db.b'],
      at: { text: 'a' },
    })
    expect(contentOf({ chosen: OTHER, at: null, typed: '/a\n\n /b ' }, options)).toEqual({
      kind: 'files',
      paths: ['/a', '/b'],
      at: null,
    })
    expect(contentOf({ chosen: OTHER, at: null, typed: 'a' }, options)).toBeNull()
    const point = { kind: 'point', point: { ...image.ref, snapshot: { text: 's1' } } } as const
    expect(contentOf(sideOf(point, ''), options)).toEqual(point)
  })
})

describe('how an output is written', () => {
  it('is left out of a request where it is as always', () => {
    expect(writingOf(DEFAULT_WRITING)).toEqual({})
    const other = { ...DEFAULT_WRITING, isPacked: true, hasManifest: false, verifiesFirst: true }
    expect(writingOf(other)).toEqual({ output: { compress: 'zstd', manifest: false }, verifyFirst: true })
    expect(packedName('a.diff', other)).toBe('a.diff.zst')
    expect(writingSummary(other)).toBe('packed, no manifest, verified first')
  })
})

describe('what is done to an image', () => {
  it('tells growing and shrinking apart', () => {
    expect(resizeOf('', 100)).toEqual({ sizeBytes: null, problem: null, shrinksBy: null })
    expect(resizeOf('1M', 2 * 1024 ** 2).shrinksBy).toBe(1024 ** 2)
    expect(resizeOf('3M', 2 * 1024 ** 2)).toEqual({ sizeBytes: 3 * 1024 ** 2, problem: null, shrinksBy: null })
    expect(resizeOf('2M', 2 * 1024 ** 2).problem).not.toBeNull()
    expect(resizeOf('much', 1).problem).not.toBeNull()
  })

  it('knows what a rollback leaves as it is, and when there is nothing to lose', () => {
    const [first, second] = [snapshot('a', 1), snapshot('b', 2)]
    const ahead = details([link(1), link(2), link(3)], [first, second])
    expect(newerThan(ahead, first)).toBe(1)
    expect(newerThan(ahead, second)).toBe(0)
    expect(sameContentAsHead(ahead)).toBeNull()
    expect(sameContentAsHead(details([link(1), link(2)], [first, second]))?.text).toBe('b')
    expect(guardName(0)).toMatch(/^before-rollback-\d{4}-\d\d-\d\d-\d\d-\d\d$/)
  })

  it('takes whole numbers within bounds', () => {
    expect([
      wholeNumber('10', 1, 100),
      wholeNumber('0', 1, 100),
      wholeNumber('1.5', 1, 9),
      wholeNumber('', 0, 9),
    ]).toEqual([10, null, null, null])
  })
})

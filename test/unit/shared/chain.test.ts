import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sortIntoChains } from '../../../shared/chain.ts'
import { diffFile } from '../renderer/details.ts'
import { runs, seed } from '../../support/propertyRuns.ts'

const problem = { code: 'E_FORMAT_COMPRESSED', message: 'it is compressed' }

/** Chains as text: `a b ? c` is a, then b, then a gap, then c. */
function shape(files: Parameters<typeof sortIntoChains>[0]) {
  const { chains, leftovers } = sortIntoChains(files)
  return {
    chains: chains.map(({ steps }) =>
      steps.map(({ file, gap }) => (gap === null ? file.name : `? ${file.name}`)).join(' '),
    ),
    usable: chains.map(({ usable }) => usable),
    leftovers: leftovers.map(({ file, reason, rival }) => [file.name, reason, rival?.name ?? null]),
  }
}

describe('sortIntoChains', () => {
  it('puts files into the order of their names, whatever order they came in', () => {
    const files = [diffFile('c', 's2', null), diffFile('a', 's1', 's2'), diffFile('z', null, 's1')]
    expect(shape(files)).toEqual({ chains: ['z a c'], usable: [3], leftovers: [] })
  })

  it('names the gap between two stretches of one size', () => {
    const { chains } = sortIntoChains([
      diffFile('full', null, 's1'),
      diffFile('late', 's3', 's4'),
      diffFile('mid', 's1', 's2'),
    ])
    expect(chains).toHaveLength(1)
    expect(chains[0]?.usable).toBe(2)
    expect(chains[0]?.steps.map(({ gap }) => gap)).toEqual([
      null,
      null,
      { after: { text: 's2' }, before: { text: 's3' } },
    ])
  })

  it('joins stretches of different sizes only where their file names say they belong together', () => {
    const full = diffFile('db.full', null, 's1')
    expect(shape([full, diffFile('db.late', 's3', 's4', { sizeBytes: 1 })]).chains).toEqual(['db.full ? db.late'])
    expect(shape([full, diffFile('web.late', 's3', 's4', { sizeBytes: 1 })]).chains).toEqual(['db.full', 'web.late'])
  })

  it('makes no guess where two chains could go on', () => {
    const files = [diffFile('a', null, 's1'), diffFile('b', null, 'x1'), diffFile('c', 's8', 's9')]
    expect(shape(files).chains).toEqual(['a', 'b', 'c'])
  })

  it('starts a chain at a snapshot where nothing leads there', () => {
    expect(shape([diffFile('b', 's2', 's3'), diffFile('a', 's1', 's2')])).toEqual({
      chains: ['a b'],
      usable: [2],
      leftovers: [],
    })
  })

  it('sets a second file of the same step aside, and a fork that leads less far', () => {
    const files = [
      diffFile('full', null, 's1'),
      diffFile('short', 's1', 'dead-end'),
      diffFile('x', 's1', 's2'),
      diffFile('y', 's1', 's2'),
      diffFile('z', 's2', 's3'),
    ]
    expect(shape(files)).toEqual({
      chains: ['full x z'],
      usable: [3],
      leftovers: [
        ['short', 'fork', 'x'],
        ['y', 'same-step', 'x'],
      ],
    })
  })

  it('sets the second of two equal fulls aside', () => {
    expect(shape([diffFile('a', null, 's1'), diffFile('b', null, 's1')])).toEqual({
      chains: ['a'],
      usable: [1],
      leftovers: [['b', 'same-step', 'a']],
    })
  })

  it('leaves out what starts and ends at the same point, and what cannot be read', () => {
    const files = [
      diffFile('loop', 's1', 's1'),
      diffFile('gz', null, null, { kind: 'compressed', problem }),
      diffFile('v2', null, null, { kind: 'image-v2' }),
    ]
    expect(shape(files)).toEqual({
      chains: [],
      usable: [],
      leftovers: [
        ['gz', 'problem', null],
        ['loop', 'loop', null],
        ['v2', 'problem', null],
      ],
    })
  })

  it('gives each raw file a chain of its own', () => {
    const raw = { kind: 'raw', from: null, to: null } as const
    expect(shape([diffFile('b', null, null, raw), diffFile('a', null, null, raw)]).chains).toEqual(['a', 'b'])
  })

  it('puts diffs behind a raw file only where its name and size say at which snapshot it was made', () => {
    const raw = { kind: 'raw', from: null, to: null } as const
    const next = diffFile('img.s1-s2.diff', 's1', 's2')
    expect(shape([diffFile('img.s1.raw', null, null, raw), next]).chains).toEqual(['img.s1.raw img.s1-s2.diff'])
    for (const name of ['img.head.raw', 'img.ss1.raw', 'web.s1.raw'])
      expect(shape([diffFile(name, null, null, raw), next]).chains).toEqual(['img.s1-s2.diff', name])
    expect(shape([diffFile('img.s1.raw', null, null, { ...raw, sizeBytes: 1 }), next]).chains).toHaveLength(2)
    const two = [diffFile('img.s1.raw', null, null, raw), diffFile('img-s1.raw', null, null, raw), next]
    expect(shape(two).chains).toHaveLength(3)
  })

  it('lets manifests decide what a raw file leads to', () => {
    const manifest = (file: string | null, parent: string | null) => ({
      state: 'ok' as const,
      file,
      parent,
      image: null,
    })
    const raw = { kind: 'raw', manifest: manifest('sha256:a', null) } as const
    const next = diffFile('web.diff', 's1', 's2', { sizeBytes: 1, manifest: manifest(null, 'sha256:a') })
    expect(shape([diffFile('any.raw', null, null, raw), next]).chains).toEqual(['any.raw web.diff'])
    const other = diffFile('any.s1-s2.diff', 's1', 's2', { manifest: manifest(null, 'sha256:b') })
    expect(shape([diffFile('any.s1.raw', null, null, raw), other]).chains).toHaveLength(2)
  })

  it('begins a chain with a file of format 2, and goes on from its last snapshot', () => {
    const point = (name: string | null) => ({
      name: name === null ? null : { text: name },
      sizeBytes: 1,
      protected: false,
      records: 0,
      dataBytes: 0,
    })
    const v2 = diffFile('img.v2', null, null, { kind: 'image-v2', points: [point('s1'), point('s2'), point(null)] })
    const { chains } = sortIntoChains([
      v2,
      diffFile('img.s2-s3.diff', 's2', 's3'),
      diffFile('img.s1-x.diff', 's1', 'x'),
    ])
    expect(chains.map(({ kind, usable }) => [kind, usable])).toEqual([
      ['diffs', 1],
      ['v2', 2],
    ])
  })

  it('ends where files go in a circle', () => {
    expect(shape([diffFile('a', 's1', 's2'), diffFile('b', 's2', 's1')]).chains).toEqual(['a b'])
  })

  it('loses no file and uses none twice, whatever the names', () => {
    const name = fc.constantFrom(null, 'a', 'b', 'c', 'd')
    fc.assert(
      fc.property(fc.array(fc.tuple(name, name, fc.constantFrom(1, 2)), { maxLength: 12 }), (steps) => {
        const files = steps.map(([from, to, sizeBytes], index) => diffFile(`f${index}`, from, to, { sizeBytes }))
        const { chains, leftovers } = sortIntoChains(files)
        const seen = [
          ...chains.flatMap((chain) => chain.steps.map(({ file }) => file.name)),
          ...leftovers.map(({ file }) => file.name),
        ]
        expect(seen.toSorted()).toEqual(files.map((file) => file.name).toSorted())
        for (const { steps: parts, usable } of chains) {
          for (let index = 1; index < usable; index++)
            expect(parts[index]?.file.from).toEqual(parts[index - 1]?.file.to)
        }
      }),
      { seed, numRuns: runs(1000) },
    )
  })

  it('sorts ten thousand files in little time', () => {
    const files = Array.from({ length: 10_000 }, (_, index) =>
      diffFile(`f${index}`, index === 0 ? null : `s${index}`, `s${index + 1}`),
    )
    const { chains } = sortIntoChains(files.toReversed())
    expect(chains.map(({ usable }) => usable)).toEqual([10_000])
  })
})

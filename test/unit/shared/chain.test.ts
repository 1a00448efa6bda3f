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

import { mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { writeDiff, writeRaw } from './files.ts'
import { isInstalled, median, memoryOf, ours, type Row, timed } from './measure.ts'

/** What a row is measured with. `scale` 1: the sizes of the speed table. */
export interface BenchWork {
  readonly folder: string
  readonly diffBytes: number
  readonly runs: number
  /** Memory of a process of ours that does nothing, in MiB. */
  readonly idleMiB: number
}

/** A row by the name it is asked for with. */
export interface BenchRow {
  readonly key: string
  readonly run: (work: BenchWork) => Row
}

const MIB = 1024 * 1024
const MEMORY_MIB = 300
const hasRbd = isInstalled('rbd')

/** Every row of the speed table (docs/plan.md says which of them are new). */
export const ROWS: readonly BenchRow[] = [
  { key: 'merge-4k', run: (work) => mergeOfTwo(work, 4096, 2) },
  { key: 'merge-4m', run: (work) => mergeOfTwo(work, 4 * MIB, 1) },
  { key: 'chain-40', run: chainOfForty },
  { key: 'rebuild', run: rebuild },
  { key: 'inspect', run: inspectMillion },
  { key: 'extents', run: tenMillionExtents },
  { key: 'verify', run: verifyFile },
]

/** What is timed: our words for it, with and without a manifest, and another's way of doing the same. */
interface Contest {
  readonly name: string
  readonly inputs: readonly string[]
  /** Words of our command line; the output, where there is one, is `output`. */
  readonly words: readonly string[]
  readonly output: string | null
  readonly isHashed: boolean
  readonly against: string | null
  /** Seconds of the other; it leaves nothing. */
  readonly theirs?: (() => number) | undefined
  readonly bar: Row['bar']
}

/** Ours and the other's in turns; the first round warms the page cache. */
function contest({ folder, runs, idleMiB }: BenchWork, it: Contest): Row {
  const remove = (): void => {
    if (it.output === null) return
    rmSync(it.output, { force: true })
    rmSync(`${it.output}.rbdm.json`, { force: true })
  }
  const once = (isHashed: boolean): number => {
    const seconds = ours(isHashed || it.output === null ? it.words : [...it.words, '--no-manifest'])
    remove()
    return seconds
  }
  const ourRuns: number[] = []
  const theirRuns: number[] = []
  const hashedRuns: number[] = []
  for (let run = 0; run <= runs; run++) {
    const mine = once(it.isHashed)
    const other = it.theirs?.()
    const hashed = it.isHashed || it.output === null ? null : once(true)
    if (run === 0) continue
    ourRuns.push(mine)
    if (other !== undefined) theirRuns.push(other)
    if (hashed !== null) hashedRuns.push(hashed)
  }
  const memoryMiB = memoryOf(it.words, folder) - idleMiB
  remove()
  return {
    name: it.name,
    against: it.against,
    ourSeconds: median(ourRuns),
    theirSeconds: theirRuns.length === 0 ? null : median(theirRuns),
    hashedSeconds: hashedRuns.length === 0 ? null : median(hashedRuns),
    isHashed: it.isHashed,
    readBytes: it.inputs.reduce((sum, path) => sum + statSync(path).size, 0),
    memoryMiB,
    bar: it.bar,
    ourRuns,
    theirRuns,
  }
}

/** A folder for one row, gone when it is done. */
function inFolder<T>({ folder }: BenchWork, use: (path: (name: string) => string) => T): T {
  const own = join(folder, 'row')
  mkdirSync(own)
  try {
    return use((name) => join(own, name))
  } finally {
    rmSync(own, { recursive: true })
  }
}

function rbdMerge(first: string, second: string, output: string): number {
  return timed('rbd', ['merge-diff', '--no-progress', first, second, output], output)
}

/** Two diffs of records that each cover every other stretch, moved so that they overlap by halves. */
function mergeOfTwo(work: BenchWork, recordBytes: number, ratio: number): Row {
  return inFolder(work, (path) => {
    const count = Math.floor(work.diffBytes / recordBytes)
    const [first, second, output] = [path('first'), path('second'), path('merged')] as const
    const common = { recordBytes, count, strideBytes: 2 * recordBytes, sizeBytes: (2 * count + 1) * recordBytes }
    writeDiff(first, { ...common, from: null, to: 'a', firstOffset: 0 })
    writeDiff(second, { ...common, from: 'a', to: 'b', firstOffset: recordBytes / 2 })
    return contest(work, {
      name: `merge of two, ${recordBytes < MIB ? `${recordBytes / 1024} KiB` : `${recordBytes / MIB} MiB`} records`,
      inputs: [first, second],
      words: ['merge-diff', '--no-progress', first, second, output],
      output,
      isHashed: false,
      against: 'rbd merge-diff',
      theirs: hasRbd ? () => removing(output, () => rbdMerge(first, second, output)) : undefined,
      bar: { ratio, memoryMiB: MEMORY_MIB },
    })
  })
}

function removing(path: string, run: () => number): number {
  const seconds = run()
  rmSync(path)
  return seconds
}

/** Forty increments of 64 KiB records that overlap those before them. */
function chainOfForty(work: BenchWork): Row {
  return inFolder(work, (path) => {
    const [recordBytes, count, strideBytes] = [65_536, Math.floor(work.diffBytes / 32 / 65_536), 4 * MIB]
    const inputs = Array.from({ length: 40 }, (_, i) => path(`${i}.diff`))
    const sizeBytes = (count + 1) * strideBytes
    for (const [i, input] of inputs.entries()) {
      const from = i === 0 ? null : `s${i - 1}`
      writeDiff(input, {
        from,
        to: `s${i}`,
        recordBytes,
        count,
        strideBytes,
        firstOffset: ((i * 7) % 60) * 65_536,
        sizeBytes,
      })
    }
    const output = path('merged')
    return contest(
      // Forty passes of the real tool take long; three rounds say enough of a factor of ten.
      { ...work, runs: Math.min(work.runs, 3) },
      {
        name: 'chain of 40 into one',
        inputs,
        words: ['merge-diff', '--no-progress', ...inputs, output],
        output,
        isHashed: false,
        against: 'rbd merge-diff, pair by pair',
        theirs: hasRbd ? () => pairByPair(inputs, path) : undefined,
        bar: { ratio: 10, memoryMiB: MEMORY_MIB },
      },
    )
  })
}

function pairByPair(inputs: readonly string[], path: (name: string) => string): number {
  let seconds = 0
  let before = inputs[0] ?? ''
  for (const [i, next] of inputs.slice(1).entries()) {
    const merged = path(`pass-${i}`)
    seconds += rbdMerge(before, next, merged)
    if (i > 0) rmSync(before)
    before = merged
  }
  rmSync(before)
  return seconds
}

/** A raw image with ten increments behind it, into a new raw image; held against a copy of the result. */
function rebuild(work: BenchWork): Row {
  return inFolder(work, (path) => {
    const sizeBytes = work.diffBytes * 2
    const base = path('base.raw')
    writeRaw(base, sizeBytes)
    const strideBytes = 2 * MIB
    const increments = Array.from({ length: 10 }, (_, i) => path(`${i}.diff`))
    for (const [i, increment] of increments.entries()) {
      const from = i === 0 ? null : `s${i - 1}`
      const firstOffset = ((i * 5) % 31) * 65_536
      const count = sizeBytes / strideBytes
      writeDiff(increment, { from, to: `s${i}`, recordBytes: 65_536, count, strideBytes, firstOffset, sizeBytes })
    }
    const [output, result, copy] = [path('new.raw'), path('result.raw'), path('copy.raw')] as const
    const words = (to: string): string[] => ['convert', '--no-progress', '--to', 'raw', base, ...increments, to]
    ours(words(result))
    return contest(work, {
      name: 'raw and 10 increments into raw',
      inputs: [base, ...increments],
      words: words(output),
      output,
      isHashed: true,
      against: 'cp --sparse=always of the result',
      theirs: () => removing(copy, () => timed('cp', ['--sparse=always', result, copy], copy)),
      bar: { ratio: 0.8, memoryMiB: MEMORY_MIB },
    })
  })
}

function inspectMillion(work: BenchWork): Row {
  return inFolder(work, (path) => {
    const input = path('many.diff')
    const count = 1_000_000
    const sizeBytes = count * 1024 + 1024
    writeDiff(input, { from: null, to: 'a', recordBytes: 512, count, strideBytes: 1024, firstOffset: 0, sizeBytes })
    return contest(work, {
      name: 'inspect 1,000,000 records',
      inputs: [input],
      words: ['inspect', input],
      output: null,
      isHashed: false,
      against: null,
      bar: { seconds: 1.5, memoryMiB: MEMORY_MIB },
    })
  })
}

/** Two diffs of 5,000,000 records each: what their heads take while they are merged. Zeros, which have no payload. */
function tenMillionExtents(work: BenchWork): Row {
  return inFolder(work, (path) => {
    const [first, second, output] = [path('first'), path('second'), path('merged')] as const
    const count = 5_000_000
    const common = { kind: 'zero', recordBytes: 4096, count, strideBytes: 16_384 } as const
    const sizeBytes = count * 16_384 + 8192
    writeDiff(first, { ...common, from: null, to: 'a', firstOffset: 0, sizeBytes })
    writeDiff(second, { ...common, from: 'a', to: 'b', firstOffset: 8192, sizeBytes })
    return contest(
      { ...work, runs: 1 },
      {
        name: 'merge of 10,000,000 extents',
        inputs: [first, second],
        words: ['merge-diff', '--no-progress', first, second, output],
        output,
        isHashed: false,
        against: null,
        bar: { memoryMiB: 512 },
      },
    )
  })
}

/** Every bit of a raw file with holes against its manifest; held against one thread that hashes the whole of it. */
function verifyFile(work: BenchWork): Row {
  return inFolder(work, (path) => {
    const input = path('image.raw')
    writeRaw(input, work.diffBytes * 2)
    ours(['manifest', '--no-progress', input])
    return contest(work, {
      name: 'verify a raw image',
      inputs: [input],
      words: ['verify', '--no-progress', input],
      output: null,
      isHashed: true,
      against: 'sha256sum',
      theirs: isInstalled('sha256sum') ? () => timed('sha256sum', [input]) : undefined,
      bar: { memoryMiB: MEMORY_MIB },
    })
  })
}

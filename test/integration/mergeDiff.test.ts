import { readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, removeWorld, type World } from '../cli/runCli.ts'
import { runMain } from '../cli/runMain.ts'
import { arbitraryDamage, type Damage, recordPlaces } from '../support/damage.ts'
import { arbitraryChain, encodeModel, type ModelDelta } from '../support/deltas.ts'
import { diffFacts, hasHugeNumber, reachesBeyondSize } from '../support/diffFacts.ts'
import { mergeLocated, mergeStreamed } from '../support/layers.ts'
import { runs, seed } from '../support/propertyRuns.ts'
import { hasRbd, type Merged, realMergeDiff, take } from '../support/realMergeDiff.ts'

/** A process of the real tool takes 20 to 40 ms, most of which is not spent computing. */
const AT_ONCE = 3

interface Pair {
  readonly chain: readonly ModelDelta[]
  readonly damage: readonly [Damage | null, Damage | null]
}

const sound = fc.constant(null)
/** Half of the inputs are damaged, so a quarter of the pairs is sound, and a quarter damaged twice. */
const arbitraryPair: fc.Arbitrary<Pair> = fc.record({
  chain: arbitraryChain(2, 2),
  damage: fc.tuple(fc.oneof(sound, arbitraryDamage), fc.oneof(sound, arbitraryDamage)),
})

function encoded({ chain, damage }: Pair): readonly [Uint8Array, Uint8Array] {
  const [first, second] = chain.map((delta, at) => {
    const bytes = encodeModel(delta)
    return damage[at]?.(bytes, recordPlaces(bytes)) ?? bytes
  })
  if (first === undefined || second === undefined) throw new Error('a chain of two has two diffs')
  return [first, second]
}

const hex = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString('hex'))

/** Standard error without the percentages, which are counted otherwise (docs/DIFFERENCES.md), and with the output called OUT. */
function wordsOf(stderr: Buffer, output: string): string {
  return stderr
    .toString('latin1')
    .replaceAll(/\r(Merging image diff): \d+% complete\.\.\.(?!failed|done)/g, '')
    .replaceAll(/\d+% complete\.\.\.failed/g, 'N% complete...failed')
    .replaceAll(output, 'OUT')
}

/** What both gave, in a form to be compared. */
const outcome = (merged: Merged, output: string) => ({
  exitCode: merged.exitCode,
  stderr: wordsOf(merged.stderr, output),
  output: hex(merged.output),
})

/** A difference there may be, by its row in docs/DIFFERENCES.md: on which inputs, and how the two then stand. */
interface Allowed {
  readonly row: string
  readonly applies: (inputs: readonly Uint8Array[], theirs: Merged) => boolean
  readonly says: RegExp
  readonly exitCodes: readonly number[]
}

const ALLOWED: readonly Allowed[] = [
  {
    row: 'numbers above 2^53 − 1',
    applies: (inputs) => inputs.some((bytes) => hasHugeNumber(diffFacts(bytes))),
    says: /^rbd-studio: .* above 2\^53-1/m,
    exitCodes: [95],
  },
  {
    row: 'a record beyond the size its diff says',
    applies: (inputs, { signal }) => signal !== null && inputs.some((bytes) => reachesBeyondSize(diffFacts(bytes))),
    says: /^rbd-studio: .* beyond the image size/m,
    exitCodes: [95],
  },
  {
    row: 'a zero byte behind the header',
    applies: (inputs) => inputs.some((bytes) => diffFacts(bytes).endsInZeroByte),
    says: /^rbd: failed to read (first|second) diff data chunk header/m,
    exitCodes: [95],
  },
]

/** Runs pairs through both, a few of the real tool at a time. */
async function compareAll(world: World, pairs: readonly Pair[]): Promise<{ same: number; allowed: string[] }> {
  let next = 0
  let same = 0
  const allowed: string[] = []
  const compare = async (number: number, pair: Pair): Promise<void> => {
    const inputs = encoded(pair)
    const [first, second, theirOutput, ourOutput] = ['a', 'b', 'theirs', 'ours'].map((name) => `${name}${number}`) as [
      string,
      string,
      string,
      string,
    ]
    writeFileSync(path.join(world.work, first), inputs[0])
    writeFileSync(path.join(world.work, second), inputs[1])
    const theirs = await realMergeDiff(world.work, [first, second, theirOutput], theirOutput)
    const ran = await runMain(world, ['merge-diff', '--no-manifest', first, second, ourOutput])
    const ours: Merged = { ...ran, signal: null, output: take(path.join(world.work, ourOutput)) }
    const [wanted, got] = [outcome(theirs, theirOutput), outcome(ours, ourOutput)]
    if (JSON.stringify(wanted) === JSON.stringify(got)) {
      same++
      return
    }
    // Two may apply to one pair, damaged twice; what ours says tells which it met.
    const applying = ALLOWED.filter(({ applies }) => applies(inputs, theirs))
    const difference = applying.find(({ says }) => says.test(got.stderr)) ?? applying[0]
    const called = `pair ${number}: ${inputs.map((bytes) => hex(bytes)).join(' + ')}`
    if (difference === undefined) expect(got, called).toEqual(wanted)
    else {
      expect({ output: got.output, exits: difference.exitCodes.includes(got.exitCode ?? 0) }, called).toEqual({
        output: null,
        exits: true,
      })
      expect(got.stderr, called).toMatch(difference.says)
      allowed.push(difference.row)
    }
  }
  const worker = async (): Promise<void> => {
    for (let number = next++; number < pairs.length; number = next++) await compare(number, pairs[number] as Pair)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return { same, allowed }
}

let world: World
beforeAll(() => {
  world = makeWorld()
})
afterAll(() => removeWorld(world))

describe('rbd merge-diff', () => {
  if (!hasRbd)
    console.warn('SKIPPED: rbd is not installed (Debian: apt-get install ceph-common), so nothing is held against it')

  it.skipIf(!hasRbd)('and ours do the same with pairs, sound and damaged', { timeout: 1_200_000 }, async () => {
    const count = runs(2000)
    const pairs = fc.sample(arbitraryPair, { numRuns: count, seed })
    const { same, allowed } = await compareAll(world, pairs)
    expect(same + allowed.length).toBe(count)
    // Most pairs must come out alike, or the test would show little.
    expect(same).toBeGreaterThan(count * 0.8)
    // Nothing is left behind: inputs, and the real tool's configuration.
    const left = readdirSync(world.work).filter((name) => !/^[ab]\d+$/.test(name))
    expect(left).toEqual(['ceph.conf'])
  })

  it.skipIf(!hasRbd)('gives the bytes the streamed merge gives too', { timeout: 600_000 }, async () => {
    const output = 'streamed'
    await fc.assert(
      fc.asyncProperty(arbitraryChain(2, 2), async (chain) => {
        const [a, b] = encoded({ chain, damage: [null, null] })
        writeFileSync(path.join(world.work, 'a0'), a)
        writeFileSync(path.join(world.work, 'b0'), b)
        const theirs = await realMergeDiff(world.work, ['--no-progress', 'a0', 'b0', output], output)
        expect([theirs.exitCode, theirs.stderr.toString()]).toEqual([0, ''])
        expect(hex(await mergeLocated([a, b]))).toBe(hex(theirs.output))
        expect(hex(await mergeStreamed(a, b))).toBe(hex(theirs.output))
      }),
      { numRuns: runs(100), seed },
    )
  })
})

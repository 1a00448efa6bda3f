import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apply } from '../../electron/engine/algebra/apply.ts'
import { decodeDiffV1 } from '../../electron/engine/codec/diffV1Decode.ts'
import { ByteModel } from '../support/byteModel.ts'
import { streamOf } from '../support/byteStreams.ts'
import { encodeModel, type ModelDelta } from '../support/deltas.ts'
import {
  arbitraryHistory,
  contentsOf,
  openMemoryChain,
  pointName,
  toDiff,
  toDiffs,
  toImageV2,
  toRaw,
} from '../support/memoryChains.ts'
import { runs, seed } from '../support/propertyRuns.ts'
import { neverAborted } from '../support/signal.ts'

/** Each run of these makes dozens of conversions. */
const SLOW_MS = 1_200_000

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const hexes = (all: readonly Uint8Array[]): string[] => all.map(hex)

/** Points of a history that have a name, and its last point: their numbers. */
const named = (history: readonly ModelDelta[]): number[] =>
  history.flatMap(({ header }, number) => (header.to !== null || number === history.length - 1 ? [number] : []))
const nameAt = (history: readonly ModelDelta[], number: number): Uint8Array | null => history[number]?.header.to ?? null

/** Every named point of some files rebuilds to the content it had. */
async function rebuilds(
  files: readonly Uint8Array[],
  history: readonly ModelDelta[],
  except: readonly number[] = [],
): Promise<void> {
  const contents = contentsOf(history)
  const chain = await openMemoryChain(files)
  for (const number of named(history)) {
    if (except.includes(number)) continue
    const at = nameAt(history, number)
    const raw = await toRaw(chain, { at })
    expect([number, hex(raw)]).toEqual([number, hex(contents[number] as Uint8Array)])
  }
}

async function applied(base: Uint8Array, diffs: readonly Uint8Array[]): Promise<string> {
  const image = new ByteModel(base)
  for (const diff of diffs) await apply(await decodeDiffV1(streamOf([diff])), image, { signal: neverAborted })
  return hex(image.bytes)
}

/** Diffs of which a name stands at every joint; a chain in the middle of which one is missing joins into one diff there. */
const allNamed = (history: readonly ModelDelta[]): ModelDelta[] => {
  let from: Uint8Array | null = null
  return history.map((delta, number) => {
    const to = number === history.length - 1 ? delta.header.to : pointName(number)
    const next = { ...delta, header: { ...delta.header, from, to } }
    from = to
    return next
  })
}

describe('every conversion in a cycle', () => {
  it(
    'diffs → format 2 → diffs, and format 2 → format 2, end where they began; every point rebuilds',
    async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryHistory(), async (drawn) => {
          const history = allNamed(drawn)
          const diffs = history.map(encodeModel)
          await rebuilds(diffs, history)
          const chain = await openMemoryChain(diffs)
          const v2 = await toImageV2(chain)
          await rebuilds([v2], history)
          const again = await openMemoryChain([v2])
          expect(hex(await toImageV2(again))).toBe(hex(v2))
          const back = await toDiffs(again)
          // Where the last point is a snapshot, format 2 has a head behind it that says nothing.
          const last = nameAt(history, history.length - 1)
          expect(hexes(last === null ? back : back.slice(0, -1))).toEqual(hexes(diffs))
          expect(hexes(await toDiffs(chain))).toEqual(hexes(diffs))
        }),
        { numRuns: runs(10_000), seed },
      )
    },
    SLOW_MS,
  )

  it(
    'raw with diffs → format 2 → raw with diffs: each point as it was, points without a name too',
    async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryHistory(), fc.nat(), async (history, pick) => {
          const contents = contentsOf(history)
          const points = named(history)
          const base = points[pick % points.length] as number
          // Raw bytes that look like nothing are what a raw file is; an empty one is none.
          const raw = contents[base] as Uint8Array
          fc.pre(raw.length > 0)
          const rest = history.slice(base + 1)
          const files = [raw, ...rest.map(encodeModel)]
          const last = contents.at(-1) as Uint8Array
          const name = nameAt(history, history.length - 1)
          expect(
            hex(await toRaw(await openMemoryChain(files), { at: name === nameAt(history, base) ? null : name })),
          ).toBe(hex(last))
          const v2 = await toImageV2(await openMemoryChain(files))
          for (const number of points.filter((at) => at > base)) {
            expect(hex(await toRaw(await openMemoryChain([v2]), { at: nameAt(history, number) }))).toBe(
              hex(contents[number] as Uint8Array),
            )
          }
          const diffs = await toDiffs(await openMemoryChain([v2]))
          expect(hex(await toRaw(await openMemoryChain(diffs)))).toBe(hex(last))
        }),
        { numRuns: runs(10_000), seed },
      )
    },
    SLOW_MS,
  )

  it('one diff between any two points does what the diffs between them do; from nothing it is the image', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryHistory(), fc.nat(), fc.nat(), async (history, first, second) => {
        const contents = contentsOf(history)
        const points = named(history).filter((number) => nameAt(history, number) !== null)
        fc.pre(points.length > 0)
        const [a, b] = [points[first % points.length] as number, points[second % points.length] as number]
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        const diffs = history.map(encodeModel)
        const between = await toDiff(await openMemoryChain(diffs), {
          from: nameAt(history, from),
          at: nameAt(history, to),
        })
        expect(await applied(contents[from] as Uint8Array, [between])).toBe(hex(contents[to] as Uint8Array))
        const full = await toDiff(await openMemoryChain(diffs), { at: nameAt(history, to) })
        expect(await applied(new Uint8Array(0), [full])).toBe(hex(contents[to] as Uint8Array))
      }),
      { numRuns: runs(5000), seed },
    )
  })
})

describe('edits', () => {
  it('of names leave every other point as it was: dropped, changed, added', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryHistory(), fc.nat(), fc.boolean(), async (drawn, pick, isRename) => {
        const history = allNamed(drawn)
        const snapshots = named(history).filter((number) => nameAt(history, number) !== null)
        fc.pre(snapshots.length > 0)
        const number = snapshots[pick % snapshots.length] as number
        const name = nameAt(history, number) as Uint8Array
        const other = Uint8Array.of(113)
        const edits = isRename ? { renameSnapshots: [{ from: name, to: other }] } : { dropSnapshots: [name] }
        const chain = await openMemoryChain(history.map(encodeModel))
        const v2 = await toImageV2(chain, { edits: { ...edits, nameHead: Uint8Array.of(114) } })
        await rebuilds([v2], history, history.length - 1 === number ? [number] : [number, history.length - 1])
        const contents = contentsOf(history)
        const head = await toRaw(await openMemoryChain([v2]), { at: Uint8Array.of(114) })
        expect(hex(head)).toBe(hex(contents.at(-1) as Uint8Array))
        if (isRename) {
          const renamed = await toRaw(await openMemoryChain([v2]), { at: other })
          expect(hex(renamed)).toBe(hex(contents[number] as Uint8Array))
        }
      }),
      { numRuns: runs(3000), seed },
    )
  })

  it('of the range leave out what lies outside, at every step', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryHistory(),
        fc.nat({ max: 220 }),
        fc.nat({ max: 220 }),
        async (history, offset, length) => {
          const diffs = await toDiffs(await openMemoryChain(history.map(encodeModel)), { range: { offset, length } })
          const content = contentsOf(history).at(-1) as Uint8Array
          const expected = new Uint8Array(content.length)
          if (offset < content.length) expected.set(content.subarray(offset, offset + length), offset)
          expect(await applied(new Uint8Array(0), diffs)).toBe(hex(expected))
        },
      ),
      { numRuns: runs(3000), seed },
    )
  })

  it('of the order of records change nothing: shuffled and sorted, a diff does what it did', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryHistory(4), fc.infiniteStream(fc.nat()), async (history, order) => {
        const shuffled = history.map(({ header, records }) => {
          const keys = records.map(() => order.next().value as number)
          return {
            header,
            records: records
              .map((record, i) => [keys[i] as number, record] as const)
              .toSorted(([a], [b]) => a - b)
              .map(([, record]) => record),
          }
        })
        const raw = await toRaw(await openMemoryChain(shuffled.map(encodeModel), true))
        expect(hex(raw)).toBe(hex(contentsOf(history).at(-1) as Uint8Array))
        expect(hexes(await toDiffs(await openMemoryChain(shuffled.map(encodeModel), true)))).toEqual(
          hexes(await toDiffs(await openMemoryChain(history.map(encodeModel)))),
        )
      }),
      { numRuns: runs(3000), seed },
    )
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createEngine } from '../../../electron/engine/handlers.ts'
import { encodeDiffV1Header } from '../../../electron/engine/codec/diffV1Encode.ts'
import { prepare } from '../../../electron/engine/ops/prepare.ts'
import { nameFromText } from '../../../shared/names.ts'
import { fileInputs, opContext, runRequest, writeFiles } from '../../support/convert.ts'
import { fixtureBytes, fixturePath } from '../../support/fixtures.ts'
import { fixtureChain, importDiffFiles } from '../../support/libraries.ts'
import { bytesOf, makeDiff, ref } from '../../support/libraryParts.ts'
import { openLibrary } from '../../../electron/engine/library/library.ts'
import { neverAborted } from '../../support/signal.ts'
import { tempDir } from '../../support/tempDir.ts'

/** A diff of bytes written by hand behind a header of the encoder's. */
function handMade(sizeBytes: number, ...bytes: readonly number[]): Uint8Array {
  const header = encodeDiffV1Header({ from: bytesOf('a'), to: bytesOf('b'), sizeBytes })
  return Uint8Array.from([...header, ...bytes])
}
const u64 = (value: bigint): number[] => Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn))
const W = 0x77
const Z = 0x7a
const E = 0x65
const first = makeDiff({ to: 'a', sizeBytes: 100 }, [[0, Uint8Array.of(1)]])

describe('what the real merge-diff crashes on (FORMATS §7.3) is refused, and nothing stays', () => {
  it.each<[string, Uint8Array, string]>([
    [
      'a second diff with a record beyond its own size',
      handMade(10, Z, ...u64(5n), ...u64(20n), E),
      'E_STREAM_BAD_RECORD',
    ],
    ['data of 2^62 bytes', handMade(100, W, ...u64(0n), ...u64(1n << 62n), E), 'E_STREAM_TOO_LARGE'],
    ['data of 8 GiB that are not there', handMade(1e10, W, ...u64(0n), ...u64(8n << 30n), E), 'E_STREAM_TRUNCATED'],
    ['a zero that ends beyond 2^64', handMade(100, Z, ...u64((1n << 64n) - 8n), ...u64(16n), E), 'E_STREAM_TOO_LARGE'],
  ])('%s', async (_, second, code) => {
    const folder = tempDir()
    const paths = writeFiles(folder, [first, second])
    const request = { kind: 'merge' as const, inputs: fileInputs(...paths), path: join(folder, 'out') }
    await expect(runRequest(request)).rejects.toMatchObject({ code })
    expect(readdirSync(folder)).toHaveLength(2)
  })
})

describe('what it wrongly accepts', () => {
  it.each<[string, readonly Uint8Array[], string]>([
    [
      'a first diff without a size, with data',
      [makeDiff({ to: 'a', sizeBytes: null }, [[0, Uint8Array.of(1)]]), handMade(10, E)],
      'E_STREAM_BAD_RECORD',
    ],
    [
      'a second diff without a size, with data',
      [first, makeDiff({ from: 'a', sizeBytes: null }, [[0, Uint8Array.of(1)]])],
      'E_STREAM_BAD_RECORD',
    ],
    ['a format 2 file', [first, fixtureBytes('small.v2')], 'E_FORMAT_IS_IMAGE_V2'],
    ['a raw image', [first, fixtureBytes('img.head.raw')], 'E_STREAM_BAD_MAGIC'],
    ['the wrong order', [handMade(10, E), first], 'E_MERGE_NOT_CONTINUOUS'],
    ['a cut file', [first, handMade(10)], 'E_STREAM_TRUNCATED'],
  ])('or refuses too: %s', async (_, files, code) => {
    const folder = tempDir()
    const inputs = fileInputs(...writeFiles(folder, files))
    await expect(runRequest({ kind: 'merge', inputs, path: join(folder, 'out') })).rejects.toMatchObject({ code })
    expect(readdirSync(folder)).toHaveLength(files.length)
  })

  it('keeps its reading of two diffs without names, and says so', async () => {
    const folder = tempDir()
    const inputs = fileInputs(...writeFiles(folder, [makeDiff({ sizeBytes: 9 }), makeDiff({ sizeBytes: 10 })]))
    const { warnings, records } = await runRequest({ kind: 'merge', inputs, path: join(folder, 'out') })
    expect(warnings).toEqual([expect.stringContaining('Nothing but their order')])
    // The growth from 9 to 10 bytes is a zero, as the real tool writes it.
    expect(records).toBe(1)
  })
})

describe('many inputs', () => {
  it('are merged in one pass with no more than 64 of them open', async () => {
    const folder = tempDir()
    const files = Array.from({ length: 150 }, (_, i) =>
      makeDiff({ ...(i === 0 ? {} : { from: `s${i - 1}` }), to: `s${i}`, sizeBytes: 1000 }, [
        [i * 3, Uint8Array.of(i + 1)],
      ]),
    )
    const inputs = fileInputs(...writeFiles(folder, files))
    const open = (): number => readdirSync('/proc/self/fd').length
    const before = process.platform === 'linux' ? open() : 0
    const prepared = await prepare(
      { kind: 'merge', inputs, path: join(folder, 'out'), output: { manifest: false } },
      opContext(),
    )
    if (process.platform === 'linux') expect(open() - before).toBeLessThanOrEqual(64 + 1)
    expect(prepared.plan.drops).toHaveLength(149)
    expect(prepared.plan.records).toBe(150)
    await prepared.run()
    await prepared.close()
    if (process.platform === 'linux') expect(open()).toBe(before)
    const raw = join(folder, 'raw')
    await runRequest({ kind: 'convert', inputs: fileInputs(join(folder, 'out')), to: 'raw', path: raw })
    const bytes = readFileSync(raw)
    expect(Array.from({ length: 150 }, (_, i) => bytes[i * 3])).toEqual(
      Array.from({ length: 150 }, (_, i) => (i + 1) & 255),
    )
  })
})

describe('an estimate', () => {
  const merge = {
    kind: 'merge' as const,
    inputs: fileInputs(
      ...fixtureChain('img')
        .slice(1, 3)
        .map(({ path }) => path),
    ),
    path: '/tmp/never-written.diff',
  }

  it('of a merge shows what each input brings, what is read, written and dropped', async () => {
    const folder = tempDir()
    const { handlers } = createEngine(() => undefined)
    await handlers['work.open']({ libraryPath: join(folder, 'library'), samplePath: null }, { signal: neverAborted })
    const estimate = await handlers['job.estimate']({ ...merge, path: join(folder, 'out') }, { signal: neverAborted })
    const real = fixtureBytes('img.s1-s2+s2-s3.merged.diff').length
    expect(estimate).toMatchObject({
      outputBytes: real,
      drops: ['s2'],
      reads: [
        { called: fixturePath('img.s1-s2.diff'), bytes: fixtureBytes('img.s1-s2.diff').length },
        { called: fixturePath('img.s2-s3.diff'), bytes: fixtureBytes('img.s2-s3.diff').length },
      ],
      writes: [{ called: join(folder, 'out'), bytes: real }],
    })
    const { merge: preview } = estimate
    expect(preview?.after).toEqual({ files: 1, bytes: real, records: estimate.records })
    const sum = (of: 'dataBytes' | 'keptBytes'): number =>
      (preview?.inputs ?? []).reduce((all, input) => all + input[of], 0)
    expect(sum('keptBytes')).toBe(estimate.dataBytes)
    expect(sum('dataBytes') - sum('keptBytes')).toBe((preview?.overwrittenBytes ?? 0) + (preview?.zeroedBytes ?? 0))
    expect(readdirSync(folder)).toEqual(['library'])
  })

  it('of a fold shows the same of the links it joins', async () => {
    const folder = join(tempDir(), 'library')
    const library = await openLibrary(folder, { create: true })
    await library.createPool(bytesOf('rbd'))
    await importDiffFiles(
      library,
      ref('img'),
      fixtureChain('img').map(({ path }) => path),
    )
    await library.removeSnapshot(ref('img'), bytesOf('s2'), { signal: neverAborted })
    const { handlers } = createEngine(() => undefined)
    await handlers['work.open']({ libraryPath: folder, samplePath: null }, { signal: neverAborted })
    const target = { connection: 'library', pool: nameFromText('rbd'), namespace: '', image: nameFromText('img') }
    const { merge: preview } = await handlers['job.estimate']({ kind: 'fold', target }, { signal: neverAborted })
    expect(preview?.inputs.map(({ called }) => called)).toEqual(['000002.diff', '000003.diff'])
    expect(preview?.after.files).toBe(1)
    expect(preview?.overwrittenBytes).toBeGreaterThanOrEqual(0)
  })
})

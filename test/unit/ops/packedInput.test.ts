import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createMeter } from '../../../electron/engine/io/meter.ts'
import type { Packing } from '../../../electron/engine/io/unpack.ts'
import type { Library } from '../../../electron/engine/library/library.ts'
import { inspectFile } from '../../../electron/engine/ops/inspect.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { nameFromBytes } from '../../../shared/names.ts'
import { chunked, joined, streamOf } from '../../support/byteStreams.ts'
import { fixtureBytes, fixturePath } from '../../support/fixtures.ts'
import { runJob } from '../../support/jobs.ts'
import { contentAt, importDiffFiles, newLibrary } from '../../support/libraries.ts'
import { bytesOf, ref } from '../../support/libraryParts.ts'
import { packed, packedByTool } from '../../support/packed.ts'
import { neverAborted } from '../../support/signal.ts'
import { tempDir } from '../../support/tempDir.ts'

const PACKINGS: readonly Packing[] = ['gzip', 'zstd']
const raw = fixtureBytes('img.head.raw')

const imageRef = (image: string): ImageRef => ({
  connection: 'library',
  pool: nameFromBytes(bytesOf('rbd')),
  namespace: '',
  image: nameFromBytes(bytesOf(image)),
})

const importRaw = (path: string): JobRequest => ({
  kind: 'import',
  format: 'raw',
  paths: [path],
  target: imageRef('web'),
})

const mergeOf = (first: string, second: string, path: string): JobRequest => ({
  kind: 'merge',
  inputs: [first, second].map((input) => ({ kind: 'file' as const, path: input })),
  path,
  output: { manifest: false },
})

/** Writes a file packed, in two members or frames. */
function packedFile(packing: Packing, bytes: Uint8Array): string {
  const path = join(tempDir(), 'packed')
  const half = bytes.length >> 1
  writeFileSync(path, joined([packed(packing, bytes.subarray(0, half)), packed(packing, bytes.subarray(half))]))
  return path
}

const images = async (library: Library): Promise<readonly string[]> =>
  (await library.listImages(bytesOf('rbd'))).map(({ name }) => Buffer.from(name).toString())

describe.each(PACKINGS)('a job whose input is packed with %s', (packing) => {
  it('imports the image it holds, streamed, from a file and from standard input', async () => {
    const library = await newLibrary()
    const path = packedFile(packing, raw)
    const phases = new Set<string>()
    const { plan } = await runJob(importRaw(path), { library, onProgress: ({ phase }) => phases.add(phase) })
    expect(Buffer.compare(await contentAt(library, ref('web'), null), raw)).toBe(0)
    expect(plan.spillBytes).toBeUndefined()
    expect([...phases]).toEqual(['copying', 'finishing'])

    const input = streamOf(chunked(readFileSync(path), [1000, 1]))
    await runJob({ ...importRaw('-'), target: imageRef('piped') } as JobRequest, { library, streams: { input } })
    expect(Buffer.compare(await contentAt(library, ref('piped'), null), raw)).toBe(0)
  })

  it('appends the diff it holds, and the link is the diff itself', async () => {
    const library = await newLibrary()
    await importDiffFiles(library, ref('web'), [fixturePath('img.begin-s1.diff')])
    const path = packedFile(packing, fixtureBytes('img.s1-s2.diff'))
    const phases = new Set<string>()
    const { plan } = await runJob(
      { kind: 'import-diff', paths: [path], target: imageRef('web'), overlay: false },
      { library, onProgress: ({ phase }) => phases.add(phase) },
    )
    expect(plan.spillBytes).toBe(fixtureBytes('img.s1-s2.diff').length)
    expect(phases.has('unpacking')).toBe(true)
    // The diff over standard input is read to its end mark and no further, though the pipe stays open.
    const bytes = packed(packing, fixtureBytes('img.s2-s3.diff'))
    const open = streamOf(chunked(bytes, [777]))
    const input = { read: () => open.read() ?? new Promise<null>(() => undefined) }
    await runJob(
      { kind: 'import-diff', paths: ['-'], target: imageRef('web'), overlay: false },
      { library, streams: { input } },
    )
    const { links } = await library.readImage(ref('web'))
    expect(links.map(({ fileBytes }) => fileBytes)).toEqual(
      ['img.begin-s1.diff', 'img.s1-s2.diff', 'img.s2-s3.diff'].map((file) => fixtureBytes(file).length),
    )
  })

  it('merges as if it were not packed, and leaves nothing beside the output', async () => {
    const folder = tempDir()
    const [first, second] = ['img.s1-s2.diff', 'img.s2-s3.diff'].map((file) => packedFile(packing, fixtureBytes(file)))
    const output = join(folder, 'merged')
    const { plan } = await runJob(mergeOf(first ?? '', second ?? '', output))
    expect(plan.spillBytes).toBe(fixtureBytes('img.s1-s2.diff').length + fixtureBytes('img.s2-s3.diff').length)
    const expected = Buffer.from(fixtureBytes('img.s1-s2+s2-s3.merged.diff'))
    expect(expected.equals(readFileSync(output))).toBe(true)
    const input = streamOf(chunked(readFileSync(first ?? ''), [300]))
    await runJob(mergeOf('-', second ?? '', `${output}2`), { streams: { input } })
    expect(expected.equals(readFileSync(`${output}2`))).toBe(true)
    expect(readdirSync(folder)).toEqual(['merged', 'merged2'])
  })

  it('leaves nothing behind when the packing is damaged', async () => {
    const folder = tempDir()
    const library = await newLibrary()
    const damaged = join(folder, 'damaged')
    const whole = packed(packing, raw)
    writeFileSync(damaged, whole.subarray(0, whole.length - 4))
    const expected = { code: 'E_FORMAT_PACKING_DAMAGED', detail: { offset: whole.length - 4 } }
    await expect(runJob(importRaw(damaged), { library })).rejects.toMatchObject(expected)
    expect(await images(library)).toEqual([])
    await expect(runJob(mergeOf(damaged, fixturePath('img.s2-s3.diff'), join(folder, 'merged')))).rejects.toMatchObject(
      expected,
    )
    expect(readdirSync(folder)).toEqual(['damaged'])
  })

  it('can be cancelled while it is unpacked', async () => {
    const folder = tempDir()
    const abort = new AbortController()
    const path = packedFile(packing, new Uint8Array(50_000_000))
    const running = runJob(mergeOf(path, path, join(folder, 'merged')), {
      signal: abort.signal,
      onProgress: ({ phase }) => {
        if (phase === 'unpacking') abort.abort(new Error('enough'))
      },
    })
    await expect(running).rejects.toThrow('enough')
    expect(readdirSync(folder)).toEqual([])
  })

  it('is refused by name when what it packs is packed again', async () => {
    const library = await newLibrary()
    const path = packedFile(packing, packed('gzip', raw))
    const refused = { code: 'E_FORMAT_COMPRESSED', message: `${path} is packed twice: gzip inside ${packing}` }
    await expect(runJob(importRaw(path), { library })).rejects.toMatchObject(refused)
    await expect(runJob(mergeOf(path, path, join(tempDir(), 'merged')))).rejects.toMatchObject(refused)
  })

  it('is inspected as what it holds', async () => {
    const inspect = (bytes: Uint8Array) =>
      inspectFile(packedFile(packing, bytes), { meter: createMeter(), signal: neverAborted })
    const plain = await inspectFile(fixturePath('img.s1-s2.diff'), { meter: createMeter(), signal: neverAborted })
    const { path, name, fileBytes, packing: found, ...facts } = await inspect(fixtureBytes('img.s1-s2.diff'))
    expect(plain).toMatchObject(facts)
    expect(found).toBe(packing)
    expect(fileBytes).toBe(readFileSync(path).length)
    expect(name).toBe('packed')
    expect(await inspect(raw)).toMatchObject({ kind: 'raw', sizeBytes: raw.length, packing, problem: null })
    const cut = packed(packing, fixtureBytes('img.s1-s2.diff'))
    const file = join(tempDir(), 'cut')
    writeFileSync(file, cut.subarray(0, cut.length - 2))
    expect(await inspectFile(file, { meter: createMeter(), signal: neverAborted })).toMatchObject({
      kind: 'diff-v1',
      complete: false,
      problem: { code: 'E_FORMAT_PACKING_DAMAGED' },
    })
  })
})

describe('a packing that is not read here', () => {
  it.each([
    ['xz', 'fd377a585a00', 'xz -dk'],
    ['bzip2', '425a6839314159265359', 'bzip2 -dk'],
    ['lz4', '04224d18', 'lz4 -dk'],
    ['zip', '504b0304', 'unzip'],
  ])('%s is refused with the command that unpacks it', async (format, magic, command) => {
    const path = join(tempDir(), 'packed')
    writeFileSync(path, Buffer.concat([Buffer.from(magic, 'hex'), Buffer.alloc(100)]))
    const refused = { code: 'E_FORMAT_COMPRESSED', detail: { format }, hint: `Unpack it first: ${command} ${path}` }
    const library = await newLibrary()
    await expect(runJob(importRaw(path), { library })).rejects.toMatchObject(refused)
    await expect(runJob(mergeOf(path, path, join(tempDir(), 'out')))).rejects.toMatchObject(refused)
  })

  it('is refused in a pipe with the command to put in front of it', async () => {
    const input = streamOf([Buffer.from('fd377a585a0000000000', 'hex')])
    const library = await newLibrary()
    await expect(runJob(importRaw('-'), { library, streams: { input } })).rejects.toMatchObject({
      code: 'E_FORMAT_COMPRESSED',
      hint: 'Unpack it first: xz -dc',
    })
  })
})

it('a diff packed by parallel zstd, whose first frame is to be passed over, is told by its content', async () => {
  const bytes = packedByTool('zstd', fixtureBytes('img.s1-s2.diff'))
  if (bytes === null) return
  const path = join(tempDir(), 'packed')
  writeFileSync(path, joined([Buffer.from('502a4d1804000000aabbccdd', 'hex'), bytes]))
  expect(await inspectFile(path, { meter: createMeter(), signal: neverAborted })).toMatchObject({
    kind: 'diff-v1',
    packing: 'zstd',
    problem: null,
  })
})

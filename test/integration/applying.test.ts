import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ImageRef } from '../../shared/imageSpec.ts'
import { nameFromText } from '../../shared/names.ts'
import { createMeter } from '../../electron/engine/io/meter.ts'
import type { Library } from '../../electron/engine/library/library.ts'
import { fixtureChain, importDiffFiles, newLibrary } from '../support/libraries.ts'
import { runJob } from '../support/jobs.ts'
import { bytesOf, ref } from '../support/libraryParts.ts'
import { neverAborted } from '../support/signal.ts'
import { tempDir } from '../support/tempDir.ts'

const imageOf = (image: string): ImageRef => ({
  connection: 'library',
  pool: nameFromText('rbd'),
  namespace: '',
  image: nameFromText(image),
})

/** A library with the fixtures' image as `name`, up to its head. */
async function withImage(library: Library, name: string): Promise<void> {
  await importDiffFiles(
    library,
    ref(name),
    fixtureChain('img').map(({ path }) => path),
  )
}

/** A step of an image as a file with a manifest. */
async function step(library: Library, image: string, from: string | null, to: string, folder: string): Promise<string> {
  const path = join(folder, `${image}.${from ?? 'nothing'}-${to}.diff`)
  const source = { ...imageOf(image), snapshot: nameFromText(to) }
  const fromSnapshot = from === null ? null : nameFromText(from)
  await runJob({ kind: 'export-diff', source, fromSnapshot, path }, { library })
  return path
}

const flip = (path: string, at: number): void => {
  const bytes = readFileSync(path)
  bytes[at] = (bytes[at] as number) ^ 0x10
  writeFileSync(path, bytes)
}

const importDiff = (path: string, image: string, more: { overlay?: boolean; verifyFirst?: boolean } = {}) => ({
  kind: 'import-diff' as const,
  paths: [path],
  target: imageOf(image),
  overlay: more.overlay ?? false,
  verifyFirst: more.verifyFirst ?? false,
})

describe('a file with a manifest', () => {
  it.each([false, true])('that is not what it says changes nothing (read first: %s)', async (verifyFirst) => {
    const library = await newLibrary()
    const folder = tempDir()
    await withImage(library, 'a')
    const base = await step(library, 'a', null, 's1', folder)
    const next = await step(library, 'a', 's1', 's2', folder)
    await runJob({ kind: 'import', format: 'diffs', paths: [base], target: imageOf('b') }, { library })
    const before = await library.readImage(ref('b'))
    const { folder: home } = await library.inspectImage(ref('b'))
    const files = readdirSync(join(home, 'links'))

    flip(next, readFileSync(next).length - 20)
    const meter = createMeter()
    await expect(runJob(importDiff(next, 'b', { verifyFirst }), { library, meter })).rejects.toMatchObject({
      code: 'E_MANIFEST_DISAGREES',
      detail: { path: next, offset: 0, length: readFileSync(next).length },
    })
    if (verifyFirst) expect(meter.writtenBytes).toBe(0)
    expect(await library.readImage(ref('b'))).toEqual(before)
    expect(readdirSync(join(home, 'links'))).toEqual(files)
    expect((await library.inspectImage(ref('b'))).lock).toBeNull()

    flip(base, readFileSync(base).length - 20)
    const asNew = {
      kind: 'import' as const,
      format: 'diffs' as const,
      paths: [base],
      target: imageOf('c'),
      verifyFirst,
    }
    await expect(runJob(asNew, { library })).rejects.toMatchObject({ code: 'E_MANIFEST_DISAGREES' })
    await expect(library.readImage(ref('c'))).rejects.toMatchObject({ code: 'E_IMAGE_NOT_FOUND' })
  })

  it('that is a raw image is held against it, holes and all', async () => {
    const library = await newLibrary()
    const path = join(tempDir(), 'img.raw')
    await withImage(library, 'a')
    await runJob({ kind: 'export', source: { ...imageOf('a'), snapshot: null }, path }, { library })
    const request = (name: string) => ({
      kind: 'import' as const,
      format: 'raw' as const,
      paths: [path],
      target: imageOf(name),
    })
    await runJob(request('good'), { library })
    const [link] = (await library.readImage(ref('good'))).links
    expect(link?.madeFrom).toMatchObject({ digest: link?.digest })
    flip(
      path,
      readFileSync(path).findIndex((byte) => byte !== 0),
    )
    await expect(runJob(request('bad'), { library })).rejects.toMatchObject({ code: 'E_MANIFEST_DISAGREES' })
    await expect(library.readImage(ref('bad'))).rejects.toMatchObject({ code: 'E_IMAGE_NOT_FOUND' })
  })

  it('is refused by its head and its length before anything is written', async () => {
    const library = await newLibrary()
    const folder = tempDir()
    await withImage(library, 'a')
    const [one, two] = [await step(library, 'a', 's1', 's2', folder), await step(library, 'a', 's2', 's3', folder)]
    copyFileSync(`${two}.rbdm.json`, `${one}.rbdm.json`)
    await expect(runJob(importDiff(one, 'a'), { library })).rejects.toMatchObject({ code: 'E_MANIFEST_DISAGREES' })
    writeFileSync(two, Buffer.concat([readFileSync(two), Buffer.of(0)]))
    await expect(runJob(importDiff(two, 'a'), { library })).rejects.toMatchObject({
      code: 'E_MANIFEST_DISAGREES',
      message: expect.stringContaining('bytes, but its manifest says') as string,
    })
    writeFileSync(`${two}.rbdm.json`, '{}')
    await expect(runJob(importDiff(two, 'a'), { library })).rejects.toMatchObject({ code: 'E_MANIFEST_INVALID' })
  })

  it('that is an input of a merge is read whole first where that is asked for', async () => {
    const library = await newLibrary()
    const folder = tempDir()
    await withImage(library, 'a')
    const paths = [await step(library, 'a', 's1', 's2', folder), await step(library, 'a', 's2', 's3', folder)]
    flip(paths[1] as string, readFileSync(paths[1] as string).length - 20)
    const inputs = paths.map((path) => ({ kind: 'file' as const, path }))
    const merge = { kind: 'merge' as const, inputs, path: join(folder, 'merged') }
    await expect(runJob({ ...merge, verifyFirst: true }, { library })).rejects.toMatchObject({
      code: 'E_MANIFEST_DISAGREES',
      detail: { path: paths[1] },
    })
    expect(readdirSync(folder)).not.toContain('merged')
    await runJob(merge, { library })
  })
})

describe('a diff that manifests say is of another image', () => {
  it('is refused, unless nothing says so or it is laid over on purpose', async () => {
    const library = await newLibrary()
    const folder = tempDir()
    for (const name of ['a', 'other']) await withImage(library, name)
    const base = await step(library, 'a', null, 's1', folder)
    await runJob({ kind: 'import', format: 'diffs', paths: [base], target: imageOf('copy') }, { library })
    const foreign = await step(library, 'other', 's1', 's2', folder)
    await expect(runJob(importDiff(foreign, 'copy'), { library })).rejects.toMatchObject({
      code: 'E_CHAIN_WRONG_PARENT',
      detail: { path: foreign, snapshot: 's1' },
    })
    await runJob(importDiff(await step(library, 'a', 's1', 's2', folder), 'copy'), { library })
    // What is not known is not held against it.
    const unnamed = await step(library, 'other', 's2', 's3', folder)
    rmSync(`${unnamed}.rbdm.json`)
    await runJob(importDiff(unnamed, 'copy'), { library })
    // The link before has no origin now.
    await library.createSnapshot(ref('a'), bytesOf('s4'), { signal: neverAborted })
    await runJob(importDiff(await step(library, 'a', 's3', 's4', folder), 'copy'), { library })
    await runJob(importDiff(foreign, 'other', { overlay: true }), { library }).catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'E_DIFF_END_SNAPSHOT_EXISTS' })
    })
    await library.removeSnapshot(ref('copy'), bytesOf('s2'), { signal: neverAborted })
    const overlay = importDiff(foreign, 'copy', { overlay: true })
    await expect(runJob(overlay, { library })).rejects.toMatchObject({ code: 'E_DIFF_DRIFTED' })
  })

  it('is refused when its snapshot is another one of that name', async () => {
    const library = await newLibrary()
    const folder = tempDir()
    await withImage(library, 'a')
    const base = await step(library, 'a', null, 's3', folder)
    await runJob({ kind: 'import', format: 'diffs', paths: [base], target: imageOf('copy') }, { library })
    await library.removeSnapshot(ref('a'), bytesOf('s3'), { signal: neverAborted })
    await library.createSnapshot(ref('a'), bytesOf('s3'), { signal: neverAborted })
    await library.createSnapshot(ref('a'), bytesOf('s4'), { signal: neverAborted })
    const again = await step(library, 'a', 's3', 's4', folder)
    await expect(runJob(importDiff(again, 'copy'), { library })).rejects.toMatchObject({ code: 'E_CHAIN_WRONG_PARENT' })
  })
})

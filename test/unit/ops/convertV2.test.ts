import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { JobRequest } from '../../../shared/jobs.ts'
import { nameFromText } from '../../../shared/names.ts'
import { scanImageV2 } from '../../../electron/engine/codec/imageV2Scan.ts'
import { openFileSource } from '../../../electron/engine/io/fileSource.ts'
import { prepare } from '../../../electron/engine/ops/prepare.ts'
import { fileInputs, nameOf, opContext, runRequest, writeFiles } from '../../support/convert.ts'
import { fixturePath, sha256 } from '../../support/fixtures.ts'
import { FIXTURE_IMAGES, fixtureChain, importDiffFiles, newLibrary } from '../../support/libraries.ts'
import { bytesOf, makeDiff, ref } from '../../support/libraryParts.ts'
import { neverAborted } from '../../support/signal.ts'
import { tempDir } from '../../support/tempDir.ts'

type Convert = Extract<JobRequest, { kind: 'convert' }>
const output = { manifest: false }
const hashOf = (path: string): string => sha256(new Uint8Array(readFileSync(path)))
const convert = (paths: readonly string[], to: Convert['to'], path: string, more: Partial<Convert> = {}): Convert => ({
  kind: 'convert',
  inputs: fileInputs(...paths),
  to,
  path,
  output,
  ...more,
})
const head = (image: string) => ({
  connection: 'library',
  pool: nameFromText('rbd'),
  namespace: '',
  image: nameFromText(image),
  snapshot: null,
})

async function scanned(path: string) {
  const file = await openFileSource(path)
  try {
    return await scanImageV2(file, { signal: neverAborted })
  } finally {
    await file.close()
  }
}

describe.each(FIXTURE_IMAGES)('the format 2 export of %s', (image) => {
  const v2 = fixturePath(`${image}.v2`)
  const chain = fixtureChain(image)
  const diffs = chain.map(({ path }) => path)

  it('rebuilds every point as raw', async () => {
    const folder = tempDir()
    for (const { to, contentSha256 } of chain) {
      const path = join(folder, `${to ?? 'head'}.raw`)
      await runRequest(convert([v2], 'raw', path, { at: nameOf(to) }))
      expect(hashOf(path)).toBe(contentSha256)
    }
  })

  it('comes out as it was, through a chain, its size known beforehand', async () => {
    const path = join(tempDir(), 'again.v2')
    const prepared = await prepare(convert([v2], 'v2', path), opContext())
    expect(prepared.plan.outputBytes).toBe(statSync(v2).size)
    await prepared.run()
    await prepared.close()
    expect(hashOf(path)).toBe(hashOf(v2))
  })

  it('is split into the diffs of the same snapshots, and they are one such file again', async () => {
    const folder = tempDir()
    const { paths = [] } = await runRequest(convert([v2], 'diffs', join(folder, 'diffs')))
    expect(paths.map(hashOf)).toEqual(diffs.map(hashOf))
    const { header } = await scanned(v2)
    const again = join(folder, 'again.v2')
    const { order, features, stripeUnit, stripeCount } = header
    const asked = {
      ...(order === null ? {} : { order }),
      ...(features === null ? {} : { features }),
      ...(stripeUnit === null ? {} : { stripeUnit }),
      ...(stripeCount === null ? {} : { stripeCount }),
    }
    await runRequest(convert(paths, 'v2', again, { image: asked, dialect: '16.2' }))
    const [made, real] = [await scanned(again), await scanned(v2)]
    expect({ ...made.header, meta: [] }).toEqual({ ...real.header, meta: [] })
    expect(made.diffs.map((diff) => diff.header.to)).toEqual(real.diffs.map((diff) => diff.header.to))
    const back = await runRequest(convert([again], 'diffs', join(folder, 'back')))
    expect(back.paths?.map(hashOf)).toEqual(diffs.map(hashOf))
  })
})

describe('a chain of another kind as format 2', () => {
  it('has the defaults of rbd in its header, and an empty last diff where its end is a snapshot', async () => {
    const folder = tempDir()
    const paths = writeFiles(folder, [
      makeDiff({ to: 'a', sizeBytes: 10 }, [[0, Uint8Array.of(1)]]),
      makeDiff({ from: 'a', to: 'b', sizeBytes: 12 }),
    ])
    const path = join(folder, 'x.v2')
    await runRequest(convert(paths, 'v2', path))
    const { header, diffs } = await scanned(path)
    expect(header).toEqual({
      order: 22,
      features: 61,
      stripeUnit: 2 ** 22,
      stripeCount: 1,
      meta: [],
      protectionBytes: 1,
    })
    expect(diffs.map(({ header: { from, to, sizeBytes } }) => [from, to, sizeBytes])).toEqual([
      [null, bytesOf('a'), 10],
      [bytesOf('a'), bytesOf('b'), 12],
      [bytesOf('b'), null, 12],
    ])
    const small = join(folder, 'small.v2')
    await runRequest(convert(paths, 'v2', small, { image: { order: 16 }, dialect: '16.2' }))
    expect((await scanned(small)).header).toMatchObject({ order: 16, stripeUnit: 65_536, protectionBytes: 8 })
    const odd = convert(paths, 'v2', join(folder, 'odd'), { image: { stripeUnit: 5000, stripeCount: 3 } })
    await expect(runRequest(odd)).rejects.toMatchObject({ code: 'E_IMAGE_OPTIONS' })
  })

  it('drops and adds snapshots inside a file of format 2, and keeps who is protected', async () => {
    const folder = tempDir()
    const v2 = fixturePath('img.v2')
    const path = join(folder, 'edited.v2')
    const edits = {
      dropSnapshots: [nameFromText('s2')],
      renameSnapshots: [{ from: nameFromText('s1'), to: nameFromText('first') }],
      nameHead: nameFromText('now'),
    }
    await runRequest(convert([v2], 'v2', path, { edits }))
    const { header, diffs } = await scanned(path)
    expect(
      diffs.map((diff) => [diff.header.to && Buffer.from(diff.header.to).toString(), diff.header.isProtected]),
    ).toEqual([
      ['first', true],
      ['s3', false],
      ['now', false],
      [null, undefined],
    ])
    expect(header).toEqual((await scanned(v2)).header)
    for (const [at, snapshot] of [
      ['first', 's1'],
      ['s3', 's3'],
      ['now', null],
    ] as const) {
      const raw = join(folder, `${at}.raw`)
      await runRequest(convert([path], 'raw', raw, { at: nameOf(at) }))
      expect(hashOf(raw)).toBe(fixtureChain('img').find(({ to }) => to === snapshot)?.contentSha256)
    }
  })

  it('made of a raw image with increments has their points, without the holes of the raw image', async () => {
    const folder = tempDir()
    const chain = fixtureChain('small')
    const [base, ...steps] = chain
    const raw = join(folder, 'a.raw')
    await runRequest(convert([base?.path ?? ''], 'raw', raw, { at: nameOf('a') }))
    const path = join(folder, 'small.v2')
    const prepared = await prepare(convert([raw, ...steps.map((step) => step.path)], 'v2', path), opContext())
    expect(prepared.plan.outputBytes).toBeNull()
    await prepared.run()
    await prepared.close()
    expect((await scanned(path)).diffs[0]?.records.dataBytes).toBeLessThan(statSync(raw).size)
    for (const { to, contentSha256 } of chain) {
      const again = join(folder, `${to}.again`)
      await runRequest(convert([path], 'raw', again, { at: nameOf(to) }))
      expect(hashOf(again)).toBe(contentSha256)
    }
  })

  it('may have diffs behind it, where its head is its last snapshot', async () => {
    const folder = tempDir()
    const diffs = fixtureChain('small').map(({ path }) => path)
    const upToC = join(folder, 'c.v2')
    await runRequest(convert(diffs, 'v2', upToC, { at: nameOf('c') }))
    const raw = join(folder, 'e.raw')
    await runRequest(convert([upToC, ...diffs.slice(3)], 'raw', raw, { at: nameOf('e') }))
    expect(hashOf(raw)).toBe(fixtureChain('small').find(({ to }) => to === 'e')?.contentSha256)
    const behindHead = convert([fixturePath('img.v2'), fixturePath('img.s3-head.diff')], 'raw', join(folder, 'no'))
    await expect(runRequest(behindHead)).rejects.toMatchObject({ code: 'E_CHAIN_FORK' })
    const passed = convert([fixturePath('img.v2'), fixturePath('img.s2-s3.diff')], 'raw', join(folder, 'no'))
    await expect(runRequest(passed)).rejects.toMatchObject({ code: 'E_CHAIN_FORK' })
  })
})

describe('a library image as format 2', () => {
  it('has all its snapshots and its head, or those up to a snapshot', async () => {
    const folder = tempDir()
    const library = await newLibrary()
    await importDiffFiles(
      library,
      ref('img'),
      fixtureChain('img').map(({ path }) => path),
    )
    const context = () => opContext({ library })
    const [full, part] = [join(folder, 'full.v2'), join(folder, 'part.v2')]
    await runRequest({ kind: 'export', source: head('img'), path: full, format: 'v2' }, context())
    const source = { ...head('img'), snapshot: nameFromText('s2') }
    await runRequest({ kind: 'export', source, path: part, format: 'v2', dialect: '16.2', output }, context())
    const names = async (path: string) =>
      (await scanned(path)).diffs.map(({ header: { to } }) => to && Buffer.from(to).toString())
    expect(await names(full)).toEqual(['s1', 's2', 's3', null])
    expect(await names(part)).toEqual(['s1', 's2', null])
    const { diffs } = await scanned(part)
    expect(diffs.at(-1)?.records.count).toBe(0)
    for (const [path, at, to] of [
      [full, null, null],
      [full, 's1', 's1'],
      [part, null, 's2'],
    ] as const) {
      const raw = join(folder, `${readdirSync(folder).length}.raw`)
      await runRequest(convert([path], 'raw', raw, { at: nameOf(at) }))
      expect(hashOf(raw)).toBe(fixtureChain('img').find((link) => link.to === to)?.contentSha256)
    }
  })

  it.each(FIXTURE_IMAGES)('that was imported from the one of %s comes out as the very file', async (image) => {
    const folder = tempDir()
    const library = await newLibrary()
    const v2 = fixturePath(`${image}.v2`)
    const { snapshot: _, ...target } = head(image)
    await runRequest({ kind: 'import', format: 'v2', paths: [v2], target, confMeta: true }, opContext({ library }))
    const path = join(folder, 'again.v2')
    await runRequest({ kind: 'export', source: head(image), path, format: 'v2', output }, opContext({ library }))
    expect(hashOf(path)).toBe(hashOf(v2))
  })

  it('without snapshots is its head alone', async () => {
    const folder = tempDir()
    const library = await newLibrary()
    await library.createImage(ref('bare'), { sizeBytes: 5000, signal: neverAborted })
    const path = join(folder, 'bare.v2')
    await runRequest({ kind: 'export', source: head('bare'), path, format: 'v2', output }, opContext({ library }))
    const { diffs } = await scanned(path)
    expect(diffs.map(({ header: { from, to, sizeBytes } }) => [from, to, sizeBytes])).toEqual([[null, null, 5000]])
  })
})

describe('whole objects', () => {
  it('are what export-diff of the real tool writes', async () => {
    const folder = tempDir()
    for (const [image, order, from, to] of [
      ['img', 16, 's1', 's2'],
      ['img', 16, 's2', 's3'],
      ['img', 16, null, 's1'],
      ['small', null, 'a', 'b'],
      ['small', null, 'b', 'c'],
      ['small', null, 'c', 'd'],
      ['kid', null, 'k1', 'k2'],
    ] as const) {
      const { header } = await scanned(fixturePath(`${image}.v2`))
      expect(order ?? header.order).toBe(header.order)
      const library = await newLibrary()
      const chain = fixtureChain(image)
      const { snapshot: _, ...target } = head(image)
      const sizeBytes = chain[0]?.sizeBytes ?? 0
      await library.createImage(ref(image), { sizeBytes, order: header.order ?? 22, signal: neverAborted })
      const paths = chain.map(({ path }) => path)
      await runRequest({ kind: 'import-diff', paths, target, overlay: false }, opContext({ library }))
      const path = join(folder, `${image}.${from}-${to}`)
      await runRequest(
        {
          kind: 'export-diff',
          source: { ...head(image), snapshot: nameOf(to) },
          fromSnapshot: nameOf(from),
          path,
          wholeObject: true,
          output,
        },
        opContext({ library }),
      )
      const real = fixturePath(`${image}.${from ?? 'begin'}-${to}.whole.diff`)
      expect([image, from, to, hashOf(path)]).toEqual([image, from, to, hashOf(real)])
    }
  })

  it('that only a growth covers are not touched, those that a shrink emptied are', async () => {
    const folder = tempDir()
    const library = await newLibrary()
    const paths = writeFiles(folder, [
      makeDiff({ to: 'a', sizeBytes: 100_000 }, [[90_000, Uint8Array.of(1)]]),
      makeDiff({ from: 'a', to: 'b', sizeBytes: 20_000 }),
      makeDiff({ from: 'b', to: 'c', sizeBytes: 200_000 }, [[150_000, Uint8Array.of(2)]]),
    ])
    await library.createImage(ref('x'), { sizeBytes: 100_000, order: 12, signal: neverAborted })
    const { snapshot: _, ...target } = head('x')
    await runRequest({ kind: 'import-diff', paths, target, overlay: false }, opContext({ library }))
    const path = join(folder, 'a-c.diff')
    const source = { ...head('x'), snapshot: nameOf('c') }
    const request = { kind: 'export-diff', source, fromSnapshot: nameOf('a'), path, wholeObject: true, output } as const
    const report = await runRequest(request, opContext({ library }))
    // From the object in which the shrink cut, byte 16384, to the end of the one the image ended in; and the one that was written.
    expect(report).toMatchObject({ zeroBytes: 102_400 - 16_384, dataBytes: 4096, records: 22 })
  })
})

import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ImageRef } from '../../shared/imageSpec.ts'
import type { JobRequest, Verification, VerifyProblem } from '../../shared/jobs.ts'
import { nameFromText } from '../../shared/names.ts'
import { imageDetails, listImages } from '../../electron/engine/answers/images.ts'
import type { Library } from '../../electron/engine/library/library.ts'
import { createMeter } from '../../electron/engine/io/meter.ts'
import { checkManifests } from '../support/checkManifest.ts'
import { fixtureChain, importDiffFiles, newLibrary } from '../support/libraries.ts'
import { runJob, type RunJobOptions } from '../support/jobs.ts'
import { bytesOf, ref } from '../support/libraryParts.ts'
import { neverAborted } from '../support/signal.ts'
import { tempDir } from '../support/tempDir.ts'

const MIB = 1024 * 1024

const imageOf = (image: string): ImageRef => ({
  connection: 'library',
  pool: nameFromText('rbd'),
  namespace: '',
  image: nameFromText(image),
})

type What = Extract<JobRequest, { kind: 'verify' }>['what']

async function verify(
  what: What,
  options: RunJobOptions & { readonly percent?: number; readonly olderThanMs?: number } = {},
): Promise<Verification> {
  const { percent, olderThanMs, ...run } = options
  const more = { ...(percent === undefined ? {} : { percent }), ...(olderThanMs === undefined ? {} : { olderThanMs }) }
  const { report } = await runJob({ kind: 'verify', what, ...more }, run)
  expect(report.writtenBytes).toBe(0)
  if (report.verification === undefined) throw new Error('a verification without its outcome')
  return report.verification
}

const kinds = ({ problems }: Verification): readonly (readonly [string, VerifyProblem['kind']])[] =>
  problems.map(({ path, kind }) => [basename(path), kind])

const flip = (path: string, at: number, mask = 0x10): void => {
  const bytes = readFileSync(path)
  bytes[at] = (bytes[at] as number) ^ mask
  writeFileSync(path, bytes)
}

/** The image of the fixtures as a folder of files with manifests, one a step: begin-s1, s1-s2, s2-s3, s3-head. */
async function exportChain(library: Library, image: string, folder: string): Promise<readonly string[]> {
  const points = ['s1', 's2', 's3', null]
  const paths: string[] = []
  for (const [number, to] of points.entries()) {
    const from = number === 0 ? null : (points[number - 1] ?? null)
    const path = join(folder, `${number}.${from ?? 'begin'}-${to ?? 'head'}.diff`)
    const source = { ...imageOf(image), snapshot: to === null ? null : nameFromText(to) }
    const fromSnapshot = from === null ? null : nameFromText(from)
    await runJob({ kind: 'export-diff', source, fromSnapshot, path }, { library })
    paths.push(path)
  }
  return paths
}

async function withImages(...names: readonly string[]): Promise<Library> {
  const library = await newLibrary()
  const paths = fixtureChain('img').map(({ path }) => path)
  for (const name of names) await importDiffFiles(library, ref(name), paths)
  return library
}

describe('verify of files with manifests', () => {
  it('proves every bit of files that are as they were', async () => {
    const folder = tempDir()
    const paths = await exportChain(await withImages('a'), 'a', folder)
    for (const what of [
      { kind: 'files' as const, paths: [...paths] },
      { kind: 'folder' as const, path: folder },
    ]) {
      const found = await verify(what)
      expect(found).toMatchObject({ ok: true, fileCount: 4, problemCount: 0, problems: [] })
      for (const file of found.files) {
        expect(file).toMatchObject({ proof: 'digests', ok: true, checkedBytes: readFileSync(file.path).length })
      }
    }
  })

  it.each<[string, (path: string, paths: readonly string[]) => void, VerifyProblem['kind'], object]>([
    ['a flipped bit', (path) => flip(path, readFileSync(path).length - 9), 'flipped', { offset: 0 }],
    ['a flipped bit in its header', (path) => flip(path, 20, 1), 'flipped', { offset: 0 }],
    ['a cut of one byte', (path) => truncateSync(path, readFileSync(path).length - 1), 'cut', { length: 1 }],
    ['a cut to nothing', (path) => truncateSync(path, 0), 'cut', { offset: 0 }],
    [
      'a byte more',
      (path) => writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.of(0x65)])),
      'longer',
      { length: 1 },
    ],
    ['the content of its neighbour', (path, [, , other]) => copyFileSync(other as string, path), 'foreign', {}],
    ['a flip in its manifest', (path) => flip(`${path}.rbdm.json`, 300), 'manifest', {}],
    ['half a manifest', (path) => truncateSync(`${path}.rbdm.json`, 400), 'manifest', {}],
    ['no file beside its manifest', (path) => rmSync(path), 'missing', {}],
  ])('finds %s and says where', async (_, damage, kind, where) => {
    const folder = tempDir()
    const paths = await exportChain(await withImages('a'), 'a', folder)
    const victim = paths[1] as string
    damage(victim, paths)
    const found = await verify({ kind: 'folder', path: folder })
    const problems = found.problems.filter(({ path }) => path === victim)
    if (kind !== 'foreign') expect(found.problems).toEqual(problems)
    expect(problems).toEqual([expect.objectContaining({ kind, ...where })])
    expect(found.ok).toBe(false)
    expect(found.files.filter(({ ok }) => !ok).map(({ path }) => path)).toContain(victim)
    expect((await verify({ kind: 'files', paths: [victim] })).problems).toEqual(problems)
  })

  it('tells a wrong parent and a missing link apart', async () => {
    const library = await withImages('a', 'b')
    const [mine, theirs] = [tempDir(), tempDir()]
    const paths = await exportChain(library, 'a', mine)
    const others = await exportChain(library, 'b', theirs)
    const third = paths[2] as string
    for (const suffix of ['', '.rbdm.json']) copyFileSync(`${others[2]}${suffix}`, `${third}${suffix}`)
    // The bytes are the same, but manifests say that they were read from another image.
    const wrong = await verify({ kind: 'folder', path: mine })
    expect(kinds(wrong)).toEqual([
      ['2.s2-s3.diff', 'wrong-parent'],
      ['3.s3-head.diff', 'wrong-parent'],
    ])
    expect(kinds(await verify({ kind: 'files', paths: paths.slice(0, 3) }))).toEqual([['2.s2-s3.diff', 'wrong-parent']])
    for (const suffix of ['', '.rbdm.json']) rmSync(`${third}${suffix}`)
    expect(kinds(await verify({ kind: 'folder', path: mine }))).toEqual([['3.s3-head.diff', 'missing-link']])
    for (const suffix of ['', '.rbdm.json']) rmSync(`${others[0]}${suffix}`)
    expect(kinds(await verify({ kind: 'folder', path: theirs }))).toEqual([['1.s1-s2.diff', 'missing-link']])
    // What was picked need not be all there is.
    expect((await verify({ kind: 'files', paths: [others[1] as string] })).ok).toBe(true)
  })

  it('finds the one block of a long file that changed, and another content in nearly all', async () => {
    const library = await newLibrary()
    const folder = tempDir()
    const source = join(folder, 'source')
    const content = Buffer.alloc(37 * MIB)
    for (let at = 0; at < content.length; at += 4096) content.writeUInt32LE(at + 1, at)
    content.fill(0, 8 * MIB, 16 * MIB)
    writeFileSync(source, content)
    await runJob({ kind: 'import', format: 'raw', paths: [source], target: imageOf('raw') }, { library })
    const path = join(folder, 'out.raw')
    await runJob({ kind: 'export', source: { ...imageOf('raw'), snapshot: null }, path }, { library })
    const raw = { kind: 'files' as const, paths: [path] }
    expect(await verify(raw)).toMatchObject({ ok: true, files: [{ checkedBytes: 37 * MIB }] })
    flip(path, 21 * MIB)
    flip(path, 23 * MIB)
    flip(path, 24 * MIB + 5)
    flip(path, 9 * MIB)
    flip(path, 37 * MIB - 1)
    expect((await verify(raw)).problems.map(({ kind, offset, length }) => [kind, offset, length])).toEqual([
      ['flipped', 8 * MIB, 4 * MIB],
      ['flipped', 20 * MIB, 8 * MIB],
      ['flipped', 36 * MIB, MIB],
    ])
    truncateSync(path, 22 * MIB)
    expect((await verify(raw)).problems.map(({ kind, offset, length }) => [kind, offset, length])).toEqual([
      ['cut', 22 * MIB, 15 * MIB],
      ['flipped', 8 * MIB, 4 * MIB],
    ])
    writeFileSync(path, Buffer.alloc(37 * MIB, 7))
    expect(kinds(await verify(raw))).toEqual([['out.raw', 'foreign']])
  })

  it('looks at some of the blocks, and again only after a while', async () => {
    const folder = tempDir()
    const verifiedFolder = join(tempDir(), 'state')
    const path = join(folder, 'big.raw')
    writeFileSync(path, Buffer.alloc(40 * MIB, 1))
    await runJob({ kind: 'manifest', paths: [path] })
    const what = { kind: 'files' as const, paths: [path] }
    const meter = createMeter()
    const part = await verify(what, { percent: 30, verifiedFolder, meter })
    expect(part.files).toEqual([{ path, proof: 'digests', fileBytes: 40 * MIB, checkedBytes: 12 * MIB, ok: true }])
    expect(meter.readBytes).toBeLessThan(14 * MIB)
    const skipped = { path, proof: 'skipped', fileBytes: 40 * MIB, checkedBytes: 0, ok: true }
    expect((await verify(what, { percent: 30, olderThanMs: 60_000, verifiedFolder })).files).toEqual([skipped])
    // More is asked for than was looked at.
    const whole = await verify(what, { olderThanMs: 60_000, verifiedFolder })
    expect(whole.files[0]).toMatchObject({ proof: 'digests', checkedBytes: 40 * MIB })
    expect((await verify(what, { olderThanMs: 0, verifiedFolder })).files[0]).toMatchObject({ proof: 'digests' })
    expect((await verify(what, { olderThanMs: 60_000 })).files[0]).toMatchObject({ proof: 'digests' })
    // What was found bad is due until it is found good.
    flip(path, 3)
    expect((await verify(what, { verifiedFolder })).ok).toBe(false)
    expect((await verify(what, { olderThanMs: 60_000, verifiedFolder })).ok).toBe(false)
  })
})

describe('verify of files without manifests', () => {
  it.each<[string, (path: string) => void, readonly VerifyProblem['kind'][], number | null]>([
    ['as it was', () => undefined, [], null],
    ['with a flipped bit of payload', (path) => flip(path, readFileSync(path).length - 9), [], null],
    ['with an unknown tag', (path) => flip(path, readFileSync(path).length - 1, 0xff), ['structure'], -1],
    ['cut by one byte', (path) => truncateSync(path, readFileSync(path).length - 1), ['cut'], -1],
    [
      'with a byte behind its end',
      (path) => writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.of(1)])),
      ['longer'],
      0,
    ],
    ['that is not there', (path) => rmSync(path), ['missing'], null],
  ])('%s', async (_, damage, expected, fromEnd) => {
    const path = join(tempDir(), 'a.diff')
    copyFileSync(fixtureChain('img')[1]?.path as string, path)
    const length = readFileSync(path).length
    damage(path)
    const found = await verify({ kind: 'files', paths: [path] })
    expect(found.problems.map(({ kind }) => kind)).toEqual(expected)
    expect(found.files).toEqual([expect.objectContaining({ proof: 'structure', checkedBytes: 0 })])
    if (fromEnd !== null) expect(found.problems[0]?.offset).toBe(length + fromEnd)
  })

  it('writes manifests beside them, each naming the one before it, and never over one', async () => {
    const folder = tempDir()
    const paths = fixtureChain('img').map(({ path }, number) => {
      const copy = join(folder, `${number}.diff`)
      copyFileSync(path, copy)
      return copy
    })
    const { report } = await runJob({ kind: 'manifest', paths })
    expect(report.paths).toEqual(paths.map((path) => `${path}.rbdm.json`))
    expect(checkManifests(...paths).code).toBe(0)
    expect(await verify({ kind: 'folder', path: folder })).toMatchObject({ ok: true, fileCount: 4 })
    const first = readFileSync(`${paths[0]}.rbdm.json`)
    expect((await runJob({ kind: 'manifest', paths })).report.paths).toEqual([])
    expect(readFileSync(`${paths[0]}.rbdm.json`)).toEqual(first)
    // A file of another history under the right name: its manifest was written by itself, so that it names no parent.
    const [, second = '', third = ''] = paths
    const other = join(tempDir(), 'other')
    mkdirSync(other)
    const bytes = readFileSync(second)
    const strange = join(other, basename(second))
    writeFileSync(strange, bytes.with(bytes.length - 9, 0xaa))
    await runJob({ kind: 'manifest', paths: [strange] })
    for (const suffix of ['', '.rbdm.json']) renameSync(`${strange}${suffix}`, `${second}${suffix}`)
    expect(kinds(await verify({ kind: 'folder', path: folder }))).toEqual([[basename(third), 'wrong-parent']])
  })
})

describe('verify of an image', () => {
  it('proves every link and remembers when', async () => {
    const library = await withImages('a')
    await library.createSnapshot(ref('a'), bytesOf('seal'), { signal: neverAborted })
    const what = { kind: 'image' as const, image: imageOf('a') }
    expect((await imageDetails(library, imageOf('a'))).links.every(({ verifiedAt }) => verifiedAt === undefined)).toBe(
      true,
    )
    expect(await verify(what, { library })).toMatchObject({ ok: true, fileCount: 5, problemCount: 0 })
    const { links } = await imageDetails(library, imageOf('a'))
    for (const { verifiedAt, digest } of links) {
      expect(digest).toMatch(/^sha256:/)
      expect(Math.abs(Date.now() - (verifiedAt ?? 0))).toBeLessThan(60_000)
    }
    const again = await verify(what, { library, olderThanMs: 3_600_000 })
    expect(again.files.every(({ proof }) => proof === 'skipped')).toBe(true)
    await runJob({ kind: 'fold', target: imageOf('a') }, { library })
    expect((await verify(what, { library })).ok).toBe(true)
  })

  it('tells what is wrong with a link', async () => {
    const library = await withImages('a', 'b')
    const links = async (name: string): Promise<readonly string[]> =>
      (await imageDetails(library, imageOf(name))).links.map(({ path }) => path)
    const [one = '', two = '', three = '', four = ''] = await links('a')
    flip(one, readFileSync(one).length - 9)
    for (const suffix of ['', '.rbdm.json']) copyFileSync(`${(await links('b'))[2]}${suffix}`, `${two}${suffix}`)
    truncateSync(three, 30)
    rmSync(`${three}.rbdm.json`)
    rmSync(four)
    const found = await verify({ kind: 'image', image: imageOf('a') }, { library })
    expect(kinds(found)).toEqual([
      [basename(one), 'flipped'],
      [basename(two), 'foreign'],
      [basename(three), 'cut'],
      [basename(four), 'missing'],
    ])
  })

  it('proves a link whose manifest is lost by the digest in the index', async () => {
    const library = await withImages('a')
    const [first] = (await imageDetails(library, imageOf('a'))).links
    const path = first?.path ?? ''
    rmSync(`${path}.rbdm.json`)
    const what = { kind: 'image' as const, image: imageOf('a') }
    expect((await verify(what, { library })).files[0]).toMatchObject({ proof: 'digests', ok: true })
    flip(path, readFileSync(path).length - 9)
    expect(kinds(await verify(what, { library }))).toEqual([[basename(path), 'flipped']])
  })

  it('keeps what is wrong with a link until it is found good: points behind it are no more to be restored', async () => {
    const library = await withImages('a')
    const what = { kind: 'image' as const, image: imageOf('a') }
    const known = async () => {
      const { links, snapshots, headRestorable, state } = await imageDetails(library, imageOf('a'))
      const listed = (await listImages(library, nameFromText('rbd')))[0]?.state
      return {
        damage: links.flatMap(({ number, damage }) => (damage === undefined ? [] : [[number, damage.kind]])),
        restorable: [...snapshots.map(({ restorable }) => restorable), headRestorable],
        states: [state, listed],
      }
    }
    const good = { damage: [], restorable: [true, true, true, true], states: ['ok', 'ok'] }
    const [, second] = (await imageDetails(library, imageOf('a'))).links
    const path = second?.path ?? ''
    const at = readFileSync(path).length - 9
    flip(path, at)
    expect(await known()).toEqual(good)
    expect((await verify(what, { library })).ok).toBe(false)
    const bad = { damage: [[2, 'flipped']], restorable: [true, false, false, false], states: ['gap', 'gap'] }
    expect(await known()).toEqual(bad)
    const [{ damage } = {}] = (await imageDetails(library, imageOf('a'))).links.slice(1)
    expect(damage?.message).toContain(path)
    expect(Math.abs(Date.now() - (damage?.foundAt ?? 0))).toBeLessThan(60_000)
    flip(path, at)
    // A look at some of its blocks does not prove it good, and what is bad is due whatever was said of its age.
    await verify(what, { library, percent: 1 })
    expect(await known()).toEqual(bad)
    await verify(what, { library, olderThanMs: 3_600_000 })
    expect(await known()).toEqual(good)
  })

  it('does not hold a broken manifest against the file beside it', async () => {
    const library = await withImages('a')
    const [first] = (await imageDetails(library, imageOf('a'))).links
    writeFileSync(`${first?.path}.rbdm.json`, 'no json')
    expect(kinds(await verify({ kind: 'image', image: imageOf('a') }, { library }))).toHaveLength(1)
    const { links, headRestorable, state } = await imageDetails(library, imageOf('a'))
    expect([links[0]?.damage, headRestorable, state]).toEqual([undefined, true, 'ok'])
  })
})

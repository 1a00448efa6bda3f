import { copyFileSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderChains } from '../../../electron/engine/answers/folderChains.ts'
import { scanFolder } from '../../../electron/engine/answers/folders.ts'
import { openLibrary } from '../../../electron/engine/library/library.ts'
import type { FolderScan } from '../../../shared/folders.ts'
import type { FileInspection } from '../../../shared/inspection.ts'
import { nameFromText } from '../../../shared/names.ts'
import { fixtureChain, newLibrary } from '../../support/libraries.ts'
import { makeDiff } from '../../support/libraryParts.ts'
import { runs } from '../../support/propertyRuns.ts'
import { neverAborted } from '../../support/signal.ts'
import { tempDir } from '../../support/tempDir.ts'

const options = { signal: neverAborted }
const put = (folder: string, name: string, from: string | null, to: string | null, sizeBytes = 4096): void => {
  const header = { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }), sizeBytes }
  writeFileSync(join(folder, name), makeDiff(header, [[0, new Uint8Array(16).fill(name.length)]]))
}
/** Chains as lines: name, then the files with a bar where there is a gap before one. */
const lines = ({ chains }: Pick<FolderScan, 'chains'>): string[] =>
  chains.map(({ called, usable, steps }) => {
    const files = steps.map(({ file, gap }) => `${gap === null ? '' : '| '}${file.name}`)
    return `${called} (${usable}): ${files.join(' ')}`
  })

describe('adopted folders', () => {
  it('are remembered by the library, once each, until they are forgotten', async () => {
    const library = await newLibrary()
    const [a, b, link] = [tempDir(), tempDir(), join(tempDir(), 'link')]
    symlinkSync(a, link)
    const first = await library.adoptFolder(a, options)
    await library.adoptFolder(b, options)
    expect(await library.adoptFolder(link, options)).toEqual(first)
    const again = await openLibrary(library.folder, { create: false })
    expect((await again.listAdopted()).map(({ path }) => path)).toEqual([a, b])
    await again.forgetFolder(first.id, options)
    await again.forgetFolder('none', options)
    expect((await library.listAdopted()).map(({ path }) => path)).toEqual([b])
    await expect(library.adoptFolder(join(a, 'none'), options)).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' })
    writeFileSync(join(a, 'file'), '')
    await expect(library.adoptFolder(join(a, 'file'), options)).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' })
  })

  it('are all remembered when many are adopted at once', async () => {
    const library = await newLibrary()
    const folders = Array.from({ length: 20 }, () => tempDir())
    await Promise.all(folders.map((folder) => library.adoptFolder(folder, options)))
    expect((await library.listAdopted()).map(({ path }) => path).toSorted()).toEqual(folders.toSorted())
  })
})

describe('a folder that is scanned', () => {
  it('is sorted into chains by its points, and nothing in it is changed', async () => {
    const folder = tempDir()
    for (const image of ['img', 'small']) {
      for (const { path } of fixtureChain(image)) copyFileSync(path, join(folder, path.split('/').at(-1) ?? ''))
    }
    writeFileSync(join(folder, 'README.txt'), 'how to restore')
    writeFileSync(join(folder, 'empty'), '')
    writeFileSync(join(folder, '.x.diff.0123abcd.part'), makeDiff({ sizeBytes: 1 }))
    const before = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs])
    const scan = await scanFolder(folder, neverAborted)
    expect(lines(scan)).toEqual([
      'img (4): img.begin-s1.diff img.s1-s2.diff img.s2-s3.diff img.s3-head.diff',
      'small (6): small.begin-a.diff small.a-b.diff small.b-c.diff small.c-d.diff small.d-e.diff small.e-head.diff',
    ])
    expect([scan.leftovers, scan.otherFiles]).toEqual([[], 2])
    expect(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs])).toEqual(before)
  })

  it('has its gaps named, with the least that mends each', async () => {
    const folder = tempDir()
    put(folder, 'db.1.diff', null, 'mon')
    put(folder, 'db.2.diff', 'mon', 'tue')
    put(folder, 'db.4.diff', 'wed', 'thu')
    put(folder, 'web.7.diff', 'fri', 'sat', 8192)
    const scan = await scanFolder(folder, neverAborted)
    expect(lines(scan)).toEqual(['db (2): db.1.diff db.2.diff | db.4.diff', 'web (0): | web.7.diff'])
    expect(scan.chains.flatMap(({ steps }) => steps.flatMap(({ gap }) => gap?.sentence ?? []))).toEqual([
      'Needs a diff from “tue” to “wed”; readable up to “tue” (2 files)',
      'Needs a full export of snapshot “fri”, or the diffs from nothing up to it; nothing here can be read without',
    ])
  })

  it('has its forks, doubles, loops and damage named', async () => {
    const folder = tempDir()
    put(folder, 'db.1.diff', null, 'mon')
    put(folder, 'db.2.diff', 'mon', 'tue')
    put(folder, 'db.2b.diff', 'mon', 'tue')
    put(folder, 'db.2c.diff', 'mon', 'other')
    put(folder, 'db.3.diff', 'tue', 'wed')
    put(folder, 'db.loop.diff', 'x', 'x')
    const whole = makeDiff({ from: 'wed', to: 'thu', sizeBytes: 4096 }, [[0, new Uint8Array(100)]])
    writeFileSync(join(folder, 'db.4.diff'), whole.subarray(0, 60))
    const scan = await scanFolder(folder, neverAborted)
    expect(lines(scan)).toEqual(['db (3): db.1.diff db.2.diff db.3.diff'])
    expect(Object.fromEntries(scan.leftovers.map(({ file, reason }) => [file.name, reason]))).toEqual({
      'db.2b.diff': 'Makes the same step as db.2.diff',
      'db.2c.diff': 'A fork: starts at “mon” as db.2.diff does, and leads elsewhere',
      'db.loop.diff': 'A loop: starts and ends at “x”',
      'db.4.diff': expect.stringMatching(/ends|cut|byte/),
    })
  })

  it('keeps images apart whose snapshots are called alike', async () => {
    const folder = tempDir()
    for (const image of ['db-01', 'web']) {
      put(folder, `${image}.full.diff`, null, 'mon')
      put(folder, `${image}.tue.diff`, 'mon', 'tue')
    }
    const scan = await scanFolder(folder, neverAborted)
    expect(lines(scan)).toEqual(['db-01 (2): db-01.full.diff db-01.tue.diff', 'web (2): web.full.diff web.tue.diff'])
    expect(scan.leftovers).toEqual([])
  })

  it('has links followed to files beneath it and no farther', async () => {
    const [folder, outside] = [tempDir(), tempDir()]
    put(outside, 'secret.diff', null, 'mon')
    mkdirSync(join(folder, 'deeper'))
    put(join(folder, 'deeper'), 'kept.diff', null, 'mon')
    put(folder, 'own.diff', null, 'tue')
    symlinkSync(join(outside, 'secret.diff'), join(folder, 'a.diff'))
    symlinkSync(join(folder, 'deeper', 'kept.diff'), join(folder, 'b.diff'))
    symlinkSync(join(folder, 'own.diff'), join(folder, 'c.diff'))
    symlinkSync(join(folder, 'nowhere'), join(folder, 'd.diff'))
    symlinkSync(outside, join(folder, 'e'))
    const { chains, otherFiles } = await scanFolder(folder, neverAborted)
    expect(chains.flatMap(({ steps }) => steps.map(({ file }) => file.name))).toEqual(['b.diff', 'own.diff'])
    expect(otherFiles).toBe(0)
  })

  it('may have 10,000 files', async () => {
    const folder = tempDir()
    const count = runs(10_000)
    const bytes = (from: string, to: string): Uint8Array =>
      makeDiff({ from, to, sizeBytes: 4096 }, [[0, new Uint8Array(16)]])
    for (let i = 0; i < count; i++) {
      const at = String(i).padStart(6, '0')
      if (i % 100 === 0) put(folder, `vm${Math.floor(i / 100)}.${at}.diff`, null, `s${i + 1}`)
      else writeFileSync(join(folder, `vm${Math.floor(i / 100)}.${at}.diff`), bytes(`s${i}`, `s${i + 1}`))
    }
    const { chains, leftovers } = await scanFolder(folder, neverAborted)
    expect([chains.length, leftovers.length]).toEqual([count / 100, 0])
    expect(chains.every(({ usable }) => usable === 100)).toBe(true)
  })
})

describe('manifests', () => {
  const file = (
    name: string,
    from: string | null,
    to: string | null,
    manifest?: Partial<NonNullable<FileInspection['manifest']>>,
  ): FileInspection => ({
    path: `/x/${name}`,
    name,
    fileBytes: 100,
    kind: 'diff-v1',
    what: null,
    from: from === null ? null : nameFromText(from),
    to: to === null ? null : nameFromText(to),
    sizeBytes: 4096,
    records: 1,
    dataBytes: 16,
    zeroBytes: 0,
    complete: true,
    findings: [],
    problem: null,
    ...(manifest === undefined
      ? {}
      : { manifest: { state: 'ok', file: null, parent: null, image: null, ...manifest } }),
  })

  it('keep images apart that are called alike in all else', () => {
    const scan = folderChains(
      ['db', 'web'].flatMap((image) => [
        file(`${image}1`, null, 'a', { image }),
        file(`x-${image}2`, 'a', 'b', { image }),
      ]),
    )
    expect(lines(scan)).toEqual(['db1 (2): db1 x-db2', 'web1 (2): web1 x-web2'])
  })

  it('say that a file was made after another than the one before it', () => {
    const scan = folderChains([
      file('a', null, 'a', { image: 'db', file: 'sha256:1111111111111111' }),
      file('b', 'a', 'b', { image: 'db', file: 'sha256:2222222222222222', parent: 'sha256:1111111111111111' }),
      file('c', 'b', 'c', { image: 'db', file: 'sha256:3333333333333333', parent: 'sha256:9999999999999999' }),
    ])
    expect(lines(scan)).toEqual(['a (2): a b | c'])
    expect(scan.chains[0]?.steps[2]?.gap?.sentence).toBe(
      'Needs another file before it: by its manifest c was made after sha256:999999999999…, and b is not that one; readable up to “b” (2 files)',
    )
  })
})

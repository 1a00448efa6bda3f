import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lostIndex } from '../../../electron/engine/answers/lostIndex.ts'
import { imageDetails } from '../../../electron/engine/answers/images.ts'
import type { Library } from '../../../electron/engine/library/library.ts'
import { orderParts } from '../../../electron/engine/library/lost/order.ts'
import type { LostPart } from '../../../electron/engine/library/lost/types.ts'
import type { ImageIndex, LibraryRef } from '../../../electron/engine/library/types.ts'
import type { LostIndex } from '../../../shared/lostIndex.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { nameFromBytes, nameFromText } from '../../../shared/names.ts'
import { FIXTURES, fixturePath } from '../../support/fixtures.ts'
import { contentAt, contentOf, fixtureChain, importDiffFiles, newLibrary } from '../../support/libraries.ts'
import { imageRef, runJob } from '../../support/libraryJobs.ts'
import { bytesOf, makeDiff, ref } from '../../support/libraryParts.ts'
import { neverAborted } from '../../support/signal.ts'
import { tempDir } from '../../support/tempDir.ts'

/** Links, and files beside them; fifty thousand are put in order without a disk. */
const COUNT = 1500

const options = { signal: neverAborted }
const image = ref('a')
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const rebuild = (library: Library, ref: LibraryRef = image, index = {}) =>
  runJob(library, { kind: 'mend', target: imageRef(ref), paths: [], index })
const propose = async (library: Library, ref: LibraryRef = image): Promise<LostIndex> => {
  const found = await lostIndex(library, imageRef(ref), neverAborted)
  if (found === null) throw new Error('the index is not lost')
  return found
}
const folderOf = async (library: Library, ref: LibraryRef = image): Promise<string> =>
  (await library.inspectImage(ref)).folder
const verify: JobRequest = { kind: 'verify', what: { kind: 'image', image: imageRef(image) } }

async function contents(library: Library, ref: LibraryRef, index: ImageIndex): Promise<readonly string[]> {
  const sums: string[] = []
  for (const point of [...index.snapshots.map(({ name }) => name), null]) {
    sums.push(sha256(await contentOf(await library.openRange(ref, null, point, options))))
  }
  return sums
}

/** An image of the fixtures: `s1`, `s2`, `s3` and a head. */
async function fixture(): Promise<{ readonly library: Library; readonly folder: string; readonly links: string }> {
  const library = await newLibrary()
  await importDiffFiles(
    library,
    image,
    fixtureChain('img').map(({ path }) => path),
  )
  const folder = await folderOf(library)
  return { library, folder, links: join(folder, 'links') }
}

const lose = (folder: string): void => rmSync(join(folder, 'image.json'))

/** An index without what no file knows: the exact times of links and of the image, generations, and what only an index ever says. */
function known(index: ImageIndex): object {
  const hex = (name: Uint8Array): string => Buffer.from(name).toString('hex')
  return {
    ...index,
    generation: null,
    createdAt: null,
    foldedBelowId: null,
    version: null,
    name: hex(index.name),
    links: index.links.map((link) => ({ ...link, addedAt: null, restores: null })),
    snapshots: index.snapshots.map((snapshot) => ({ ...snapshot, name: hex(snapshot.name) })),
    meta: index.meta.map(({ key, value }) => [hex(key), hex(value)]),
  }
}

describe('an index that was lost', () => {
  it.each(FIXTURES.filter(({ kind, file }) => kind === 'export2' && file.endsWith('.v2')).map(({ file }) => file))(
    'is made again as it was, of an export of format 2: %s',
    async (file) => {
      const library = await newLibrary()
      await runJob(library, { kind: 'import', format: 'v2', paths: [fixturePath(file)], target: imageRef(image) })
      const before = await library.readImage(image)
      const sums = await contents(library, image, before)
      lose(await folderOf(library))
      await rebuild(library)
      const after = await library.readImage(image)
      expect(known(after)).toEqual(known(before))
      expect(await contents(library, image, after)).toEqual(sums)
      expect((await runJob(library, verify)).report.verification).toMatchObject({ ok: true, problemCount: 0 })
    },
  )

  it('is made again as it was, of diffs, seals, resizes, protection by a file of its own, and a name that is no text', async () => {
    const library = await newLibrary()
    const odd = ref(Uint8Array.of(0xff, 0x2f, 0x00, 0x41), 'ns')
    await importDiffFiles(
      library,
      odd,
      fixtureChain('odd').map(({ path }) => path),
    )
    await library.createSnapshot(odd, Uint8Array.of(0xfe, 0x01), options)
    await library.resizeImage(odd, { ...options, sizeBytes: 12345, allowShrink: true })
    await library.resizeImage(odd, { ...options, sizeBytes: 99999, allowShrink: true })
    await library.resizeImage(odd, { ...options, sizeBytes: 12345, allowShrink: true })
    await library.resizeImage(odd, { ...options, sizeBytes: 99999, allowShrink: true })
    const before = await library.readImage(odd)
    const sums = await contents(library, odd, before)
    const folder = await folderOf(library, odd)
    lose(folder)
    // Namespace and name are lost with the index, so it is listed under its folder's name.
    const [entry] = await library.listImages(odd.pool)
    expect([entry?.state, Buffer.from(entry?.name ?? []).toString()]).toEqual(['unproven', basename(folder)])
    const listed = ref(entry?.name ?? '')
    expect(await propose(library, listed)).toMatchObject({ name: nameFromBytes(odd.image), nameProof: 'proven' })
    const { report } = await rebuild(library, listed)
    expect(report.target).toEqual(imageRef(odd))
    const after = await library.readImage(odd)
    expect(known(after)).toEqual(known(before))
    expect(await contents(library, odd, after)).toEqual(sums)
  })

  it('is only proposed until somebody agrees, and what changed since is not what was agreed to', async () => {
    const { library, folder, links } = await fixture()
    lose(folder)
    const { agreement } = await propose(library)
    await expect(imageDetails(library, imageRef(image))).rejects.toMatchObject({ code: 'E_LIBRARY_DAMAGED' })
    expect(existsSync(join(folder, 'image.json'))).toBe(false)
    rmSync(join(links, '000004.diff'))
    rmSync(join(links, '000004.diff.rbdm.json'))
    await expect(rebuild(library, image, { agreed: agreement })).rejects.toMatchObject({
      code: 'E_LIBRARY_INDEX_CHANGED',
    })
    // What is agreed to is held against what is found under the lock, too.
    await expect(library.rebuildIndex(image, { ...options, agreed: agreement })).rejects.toMatchObject({
      code: 'E_LIBRARY_INDEX_CHANGED',
    })
    expect(existsSync(join(folder, 'image.json'))).toBe(false)
    expect(existsSync(join(folder, 'lock'))).toBe(false)
    await rebuild(library, image, { agreed: (await propose(library)).agreement })
    expect((await library.readImage(image)).links).toHaveLength(3)
    // Once it is there, there is nothing to do.
    expect((await rebuild(library)).report.warnings).toEqual([expect.stringContaining('is not lost')])
    expect(await lostIndex(library, imageRef(image), neverAborted)).toBeNull()
  })

  it('goes to the trash where it is torn, and one of a later version is left alone', async () => {
    const { library, folder } = await fixture()
    const index = join(folder, 'image.json')
    const text = readFileSync(index, 'utf8')
    const torn = text.slice(0, 500)
    writeFileSync(index, torn)
    expect(await library.listImages(image.pool)).toMatchObject([{ state: 'unproven', name: image.image }])
    await rebuild(library)
    const [kept = ''] = readdirSync(join(library.folder, 'trash'))
    expect(readFileSync(join(library.folder, 'trash', kept), 'utf8')).toBe(torn)
    expect(kept).toContain('image.json')
    writeFileSync(index, JSON.stringify({ format: 'rbd-studio-image', version: 99 }))
    expect(await library.listImages(image.pool)).toMatchObject([{ state: 'newer' }])
    await expect(rebuild(library)).rejects.toMatchObject({ code: 'E_LIBRARY_NEWER' })
  })

  it('names a file that is missing though its manifest is there, and it can be put back', async () => {
    const { library, folder, links } = await fixture()
    const before = await library.readImage(image)
    const sums = await contents(library, image, before)
    const copy = join(tempDir(), 'copy')
    renameSync(join(links, '000002.diff'), copy)
    lose(folder)
    const found = await propose(library)
    expect(found).toMatchObject({ linkCount: 4, troubledCount: 1, leftOutCount: 0 })
    expect(found.findings).toContainEqual(
      expect.objectContaining({
        what: 'File',
        found: '000002.diff',
        why: expect.stringContaining('is not here') as string,
      }),
    )
    await rebuild(library)
    expect((await library.inspectImage(image)).entry).toMatchObject({ state: 'gap', gapFile: '000002.diff' })
    await runJob(library, { kind: 'mend', target: imageRef(image), paths: [copy] })
    expect(await contents(library, image, await library.readImage(image))).toEqual(sums)
  })

  it('ends at a gap, and keeps what is behind it', async () => {
    const { library, folder, links } = await fixture()
    const sums = await contents(library, image, await library.readImage(image))
    for (const file of ['000002.diff', '000002.diff.rbdm.json']) rmSync(join(links, file))
    lose(folder)
    const found = await propose(library)
    expect(found).toMatchObject({ linkCount: 1, snapshotCount: 1, leftOutCount: 2 })
    expect(found.findings.filter(({ proof }) => proof === 'left-out')).toEqual([
      expect.objectContaining({
        found: '000003.diff',
        why: expect.stringContaining('a file that is not here') as string,
      }),
      expect.objectContaining({ found: '000004.diff', why: expect.stringContaining('left out itself') as string }),
    ])
    await rebuild(library)
    expect(await contents(library, image, await library.readImage(image))).toEqual([sums[0], sums[0]])
    // The next writer sweeps what no index names; these it does not meet.
    await library.createSnapshot(image, bytesOf('x'), options)
    expect(readdirSync(join(folder, 'left-out')).toSorted()).toEqual([
      '000003.diff',
      '000003.diff.rbdm.json',
      '000004.diff',
      '000004.diff.rbdm.json',
    ])
  })

  it('is worked out without manifests by names and numbers, and says so', async () => {
    const { library, folder, links } = await fixture()
    const before = await library.readImage(image)
    const sums = await contents(library, image, before)
    for (const file of readdirSync(links)) if (file.endsWith('.json')) rmSync(join(links, file))
    lose(folder)
    const found = await propose(library)
    expect(found.findings.find(({ what }) => what === 'Order')).toMatchObject({ proof: 'likely' })
    expect(found.findings.find(({ what }) => what === 'Id')).toMatchObject({ proof: 'assumed' })
    await rebuild(library)
    const after = await library.readImage(image)
    expect(after.snapshots.map(({ name }) => name)).toEqual(before.snapshots.map(({ name }) => name))
    expect(await contents(library, image, after)).toEqual(sums)
  })

  it('takes a file whose manifest is broken where the next one proves it', async () => {
    const { library, folder, links } = await fixture()
    const before = await library.readImage(image)
    const manifest = join(links, '000002.diff.rbdm.json')
    const bytes = readFileSync(manifest)
    bytes[40] = (bytes[40] ?? 0) ^ 1
    writeFileSync(manifest, bytes)
    lose(folder)
    await rebuild(library)
    const after = await library.readImage(image)
    expect(after.links.map(({ digest }) => digest)).toEqual(before.links.map(({ digest }) => digest))
    expect(after.links.map(({ records, dataBytes }) => [records, dataBytes])).toEqual(
      before.links.map(({ records, dataBytes }) => [records, dataBytes]),
    )
  })

  it('takes nothing that is not the image’s own, and loses none of it', async () => {
    const { library, folder, links } = await fixture()
    const before = await library.readImage(image)
    await importDiffFiles(
      library,
      ref('other'),
      fixtureChain('small').map(({ path }) => path),
    )
    const other = join(await folderOf(library, ref('other')), 'links')
    copyFileSync(join(other, '000002.diff'), join(links, '000007.diff'))
    copyFileSync(join(other, '000002.diff.rbdm.json'), join(links, '000007.diff.rbdm.json'))
    writeFileSync(join(links, 'notes.txt'), 'mine')
    writeFileSync(join(links, '000005.diff'), 'no diff at all')
    writeFileSync(join(links, '000006.diff.rbdm.json'), 'no manifest')
    mkdirSync(join(links, '000008.diff'))
    // A second diff from s1: nobody can say which was meant, but one of them leads on.
    const fork = makeDiff({ from: 's3', to: 'fork', sizeBytes: 4096 })
    writeFileSync(join(links, '000009.diff'), fork)
    writeFileSync(join(links, '.000010.diff.01234567.part'), 'half')
    lose(folder)
    const found = await propose(library)
    const left = found.findings.filter(({ proof }) => proof === 'left-out')
    expect(left.map(({ found, why }) => [found, why.replace(/;[^;]*$/, '')])).toEqual([
      ['000005.diff', expect.stringContaining('cannot be read')],
      ['000006.diff.rbdm.json', expect.stringContaining('000006.diff is not here')],
      ['000007.diff', expect.stringContaining('of another image, “other”')],
      ['000008.diff', 'is no file'],
      ['000009.diff', expect.stringContaining('does not say what it continues')],
      ['notes.txt', 'is called as no link file is'],
    ])
    await rebuild(library)
    expect(known(await library.readImage(image))).toMatchObject({ links: (known(before) as { links: unknown }).links })
    await library.createSnapshot(image, bytesOf('x'), options)
    expect(readFileSync(join(folder, 'left-out', 'notes.txt'), 'utf8')).toBe('mine')
    expect(readdirSync(join(folder, 'left-out'))).toHaveLength(7)
  })

  it('makes nothing of files of which none begins an image', async () => {
    const { library, folder, links } = await fixture()
    for (const file of ['000001.diff', '000001.diff.rbdm.json']) rmSync(join(links, file))
    lose(folder)
    expect(await propose(library)).toMatchObject({ linkCount: 0, leftOutCount: 3 })
    await expect(rebuild(library)).rejects.toMatchObject({ code: 'E_LIBRARY_DAMAGED' })
    expect(readdirSync(links)).toHaveLength(6)
  })

  it('knows a name from before a rename only as likely, takes the one that is given, and moves the folder', async () => {
    const { library, folder: old } = await fixture()
    await library.renameImage(image, bytesOf('Not A'), options)
    const renamed = await folderOf(library, ref('Not A'))
    expect(renamed).not.toBe(old)
    lose(renamed)
    const listed = ref(basename(renamed))
    expect(await library.listImages(image.pool)).toMatchObject([{ state: 'unproven', name: listed.image }])
    expect(await propose(library, listed)).toMatchObject({ name: nameFromText('a'), nameProof: 'likely' })
    await library.createImage(ref('taken'), { ...options, sizeBytes: 1 })
    await expect(rebuild(library, listed, { name: nameFromText('taken') })).rejects.toMatchObject({
      code: 'E_IMAGE_EXISTS',
    })
    const { report } = await rebuild(library, listed, { name: nameFromText('Ours') })
    expect(report.target?.image).toEqual(nameFromText('Ours'))
    expect(sha256(await contentAt(library, ref('Ours'), 's1'))).toBe(fixtureChain('img')[0]?.contentSha256)
    expect(existsSync(renamed)).toBe(false)
    // Renamed to what its folder says by itself, the name is proven.
    await library.renameImage(ref('Ours'), bytesOf('plain'), options)
    lose(await folderOf(library, ref('plain')))
    expect(await propose(library, ref('plain'))).toMatchObject({ name: nameFromText('plain'), nameProof: 'proven' })
  })

  it('finds its way where a fold kept a link and took away the file it continued', async () => {
    const library = await newLibrary()
    await library.createImage(image, { ...options, sizeBytes: 65536 })
    for (const [name, fill] of [
      ['s1', 1],
      ['s2', 2],
      ['s3', 3],
    ] as const) {
      await library.createSnapshot(image, bytesOf(name), options)
      const path = join(tempDir(), `${name}.diff`)
      writeFileSync(
        path,
        makeDiff({ from: name, to: `${name}b`, sizeBytes: 65536 }, [[4096 * fill, new Uint8Array(4096).fill(fill)]]),
      )
      await runJob(library, { kind: 'import-diff', paths: [path], target: imageRef(image), overlay: false })
    }
    for (const name of ['s1', 's2', 's3']) await library.removeSnapshot(image, bytesOf(name), options)
    await runJob(library, { kind: 'fold', target: imageRef(image) })
    const before = await library.readImage(image)
    expect(before.links.map(({ file }) => file)).toEqual(['000003.diff', '000005.diff', '000007.diff'])
    const sums = await contents(library, image, before)
    lose(await folderOf(library))
    await rebuild(library)
    const after = await library.readImage(image)
    expect(after.links.map(({ file }) => file)).toEqual(['000003.diff', '000005.diff', '000007.diff'])
    const named = after.snapshots.filter(({ name }) =>
      before.snapshots.some((one) => Buffer.compare(one.name, name) === 0),
    )
    expect(await contents(library, image, { ...after, snapshots: named })).toEqual(sums)
  })

  it('takes a mended file in its place, though its number is the highest', async () => {
    const { library, folder, links } = await fixture()
    const before = await library.readImage(image)
    const sums = await contents(library, image, before)
    const copy = join(tempDir(), 'copy')
    copyFileSync(join(links, '000002.diff'), copy)
    writeFileSync(join(links, '000002.diff'), 'x')
    await runJob(library, { kind: 'mend', target: imageRef(image), paths: [copy] })
    // As if the writer had died before the bad file went.
    writeFileSync(join(links, '000002.diff'), 'x')
    copyFileSync(join(links, '000005.diff.rbdm.json'), join(links, '000002.diff.rbdm.json'))
    lose(folder)
    await rebuild(library)
    const after = await library.readImage(image)
    expect(after.links.map(({ file }) => file)).toEqual(['000001.diff', '000005.diff', '000003.diff', '000004.diff'])
    expect(await contents(library, image, after)).toEqual(sums)
    expect(existsSync(join(links, '000002.diff'))).toBe(false)
  })

  it('takes what a fold wrote, where it was stopped before the old files went', async () => {
    const { library, folder, links } = await fixture()
    await library.removeSnapshot(image, bytesOf('s2'), options)
    const sums = await contents(library, image, await library.readImage(image))
    const copies = tempDir()
    for (const file of readdirSync(links)) copyFileSync(join(links, file), join(copies, file))
    await runJob(library, { kind: 'fold', target: imageRef(image) })
    for (const file of readdirSync(copies))
      if (!existsSync(join(links, file))) copyFileSync(join(copies, file), join(links, file))
    lose(folder)
    const { plan } = await rebuild(library)
    expect(plan.checks.filter(({ label }) => label.includes('was joined into'))).toHaveLength(2)
    const after = await library.readImage(image)
    expect(after.snapshots.map(({ name }) => Buffer.from(name).toString())).toEqual(['s1', 's3'])
    expect(await contents(library, image, after)).toEqual(sums)
    expect(existsSync(join(folder, 'left-out'))).toBe(false)
    expect(readdirSync(links)).toHaveLength(2 * after.links.length)
  })

  it('holds no more than it must of very many links and files of somebody else', async () => {
    const library = await newLibrary()
    await library.createImage(image, { ...options, sizeBytes: 4096 })
    const folder = await folderOf(library)
    const links = join(folder, 'links')
    const diff = readFileSync(join(links, '000001.diff'))
    for (let number = 2; number <= COUNT; number++) {
      writeFileSync(join(links, `${String(number).padStart(6, '0')}.diff`), diff)
      writeFileSync(join(links, `${String(number)}.txt`), '')
    }
    lose(folder)
    const found = await propose(library)
    expect(found).toMatchObject({ linkCount: COUNT, leftOutCount: COUNT - 1 })
    expect([found.findings.length, found.findingCount > COUNT]).toEqual([1000, true])
    await rebuild(library, image, { agreed: found.agreement })
    expect((await library.readImage(image)).links).toHaveLength(COUNT)
    expect(statSync(join(folder, 'left-out')).isDirectory()).toBe(true)
  }, 120_000)

  it.each([
    [
      'each says what it continues',
      (at: number) => ({ digest: digestOf(at), parent: at === 0 ? null : digestOf(at - 1) }),
    ],
    ['none says anything', () => ({ digest: null, parent: null, hasManifest: false })],
    ['all are the same', (at: number) => ({ digest: digestOf(0), parent: at === 0 ? null : digestOf(0) })],
    ['all continue the first', (at: number) => ({ digest: digestOf(at), parent: at === 0 ? null : digestOf(0) })],
  ])('puts fifty thousand files in order: %s', (_, facts) => {
    const parts = Array.from({ length: 50_000 }, (_, at) => ({ ...partOf(at), ...facts(at) }))
    const { chain, leftOut } = orderParts(parts)
    expect(chain.length + leftOut.length).toBe(parts.length)
    expect(chain.map(({ part }) => part.number)).toEqual(chain.map((_, at) => at + 1))
  })
})

const digestOf = (at: number): string => `sha256:${String(at).padStart(64, '0')}`

function partOf(at: number): LostPart {
  const delta = { from: null, to: null, isProtected: false, sizeBytes: 4096, records: 0, dataBytes: 0, zeroBytes: 0 }
  return {
    file: `${String(at + 1).padStart(6, '0')}.diff`,
    number: at + 1,
    kind: 'diff',
    fileBytes: 30,
    hasManifest: true,
    digest: null,
    parent: null,
    replaces: [],
    source: null,
    madeFrom: undefined,
    deltas: [delta],
    header: null,
    addedAt: '2026-01-01T00:00:00.000Z',
    trouble: null,
  }
}

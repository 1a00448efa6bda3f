import { copyFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { createConnections } from '../../electron/engine/ceph/connections.ts'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { JobReport, JobRequest } from '../../shared/jobs.ts'
import { nameFromText } from '../../shared/names.ts'
import { createMeter } from '../../electron/engine/io/meter.ts'
import type { Library } from '../../electron/engine/library/library.ts'
import { readManifest } from '../../electron/engine/manifest/manifestFile.ts'
import { prepare } from '../../electron/engine/ops/prepare.ts'
import { checkManifests } from '../support/checkManifest.ts'
import { fixtureChain, importDiffFiles, newLibrary } from '../support/libraries.ts'
import { bytesOf } from '../support/libraryParts.ts'
import { neverAborted } from '../support/signal.ts'
import { tempDir } from '../support/tempDir.ts'

const IMG = { pool: bytesOf('rbd'), namespace: '', image: bytesOf('img') }
const POINT = { connection: 'library', pool: nameFromText('rbd'), namespace: '', image: nameFromText('img') }

async function run(library: Library, request: JobRequest): Promise<JobReport> {
  const prepared = await prepare(request, {
    library,
    connections: createConnections(),
    meter: createMeter(),
    signal: neverAborted,
    onProgress: () => undefined,
    streams: {},
  })
  try {
    return await prepared.run()
  } finally {
    await prepared.close()
  }
}

/** A library with the image `img` of the fixtures, and a folder for files. */
async function begin(): Promise<{ readonly library: Library; readonly folder: string }> {
  const library = await newLibrary()
  await importDiffFiles(
    library,
    IMG,
    fixtureChain('img').map(({ path }) => path),
  )
  return { library, folder: tempDir() }
}

const requests = (folder: string): readonly (JobRequest & { readonly path: string })[] => [
  { kind: 'export', source: { ...POINT, snapshot: nameFromText('s2') }, path: join(folder, 's2.raw') },
  {
    kind: 'export-diff',
    source: { ...POINT, snapshot: nameFromText('s2') },
    fromSnapshot: nameFromText('s1'),
    path: join(folder, 's1-s2.diff'),
  },
  {
    kind: 'merge',
    inputs: fixtureChain('img').map(({ path }) => ({ kind: 'file' as const, path })),
    path: join(folder, 'all.diff'),
  },
]

describe('every file that is written', () => {
  it('gets a manifest that an outsider finds right', async () => {
    const { library, folder } = await begin()
    for (const request of requests(folder)) {
      const { digest } = await run(library, request)
      expect(checkManifests(request.path)).toEqual({ lines: [`ok ${request.path} ${digest ?? ''}`], code: 0 })
      expect((await readManifest(request.path))?.file.digest).toBe(digest)
    }
    expect(readdirSync(folder).toSorted()).toEqual(
      ['all.diff', 's1-s2.diff', 's2.raw'].flatMap((name) => [name, `${name}.rbdm.json`]),
    )
  })

  it('gets none where none is wanted, and no digest', async () => {
    const { library, folder } = await begin()
    for (const request of requests(folder)) {
      const report = await run(library, { ...request, output: { manifest: false } } as JobRequest)
      expect(report.digest).toBeUndefined()
    }
    expect(readdirSync(folder).toSorted()).toEqual(['all.diff', 's1-s2.diff', 's2.raw'])
  })

  it('is not begun where the name of its manifest is taken', async () => {
    const { library, folder } = await begin()
    for (const request of requests(folder)) {
      writeFileSync(`${request.path}.rbdm.json`, 'mine')
      await expect(run(library, request)).rejects.toMatchObject({ code: 'E_FILE_EXISTS' })
      expect(readFileSync(`${request.path}.rbdm.json`, 'utf8')).toBe('mine')
    }
    expect(readdirSync(folder).toSorted()).toEqual(['all.diff.rbdm.json', 's1-s2.diff.rbdm.json', 's2.raw.rbdm.json'])
  })
})

describe('every link of a library', () => {
  it('has a manifest that an outsider finds right, its digest in the index, and the link before as its parent', async () => {
    const { library, folder } = await begin()
    await library.createSnapshot(IMG, bytesOf('sealed'), { signal: neverAborted })
    const raw = { ...POINT, image: nameFromText('raw') }
    await run(library, { kind: 'export', source: { ...POINT, snapshot: null }, path: join(folder, 'head.raw') })
    await run(library, { kind: 'import', format: 'raw', paths: [join(folder, 'head.raw')], target: raw })
    for (const image of [IMG, { ...IMG, image: bytesOf('raw') }]) {
      const { folder: home } = await library.inspectImage(image)
      const index = await library.readImage(image)
      let parent: string | null = null
      for (const [number, link] of index.links.entries()) {
        const path = join(home, 'links', link.file)
        expect(checkManifests(path).lines).toEqual([`ok ${path} ${link.digest ?? ''}`])
        const manifest = await readManifest(path)
        expect(manifest?.parent).toBe(parent)
        expect(manifest?.source).toMatchObject({ imageId: index.id, image: index.name, pool: IMG.pool })
        const snapshot = index.snapshots.find(({ afterLink }) => afterLink === number + 1)
        expect(manifest?.deltas).toEqual([
          expect.objectContaining({
            records: link.records,
            dataBytes: link.dataBytes,
            ...(snapshot === undefined ? {} : { toId: snapshot.id, toCreatedAt: snapshot.createdAt }),
          }),
        ])
        expect(manifest?.deltas[0]?.header.to ?? null).toEqual(snapshot?.name ?? null)
        parent = link.digest ?? null
      }
    }
  })

  it('loses its manifest with itself', async () => {
    const { library } = await begin()
    const { folder } = await library.inspectImage(IMG)
    const transaction = await library.begin(IMG, { what: 'a test', signal: neverAborted })
    const { index } = transaction
    const kept = index.links.slice(0, 2)
    const folded = await transaction.newLinkFile('diff', { replaces: index.links.at(-1) })
    const last = readFileSync(join(folder, 'links', index.links.at(-1)?.file ?? ''))
    await folded.write(last)
    const link = { ...(index.links.at(-1) as (typeof index.links)[0]), file: folded.file }
    await transaction.commit({ ...index, links: [...kept, link], snapshots: index.snapshots.slice(0, 2) })
    const names = [...kept.map(({ file }) => file), folded.file]
    expect(readdirSync(join(folder, 'links')).toSorted()).toEqual(
      names.flatMap((name) => [name, `${name}.rbdm.json`]).toSorted(),
    )
    const manifest = await readManifest(join(folder, 'links', folded.file))
    expect([manifest?.parent, manifest?.replaces]).toEqual([kept.at(-1)?.digest, [index.links.at(-1)?.digest]])
  })
})

describe('what a manifest says of where a file comes from', () => {
  it('are image and snapshots of an export, and both ends of a merge', async () => {
    const { library, folder } = await begin()
    const { id, snapshots } = await library.readImage(IMG)
    const [s1, s2, s3] = snapshots
    const step = async (from: string, to: string): Promise<string> => {
      const path = join(folder, `${from}-${to}.diff`)
      const source = { ...POINT, snapshot: nameFromText(to) }
      await run(library, { kind: 'export-diff', source, fromSnapshot: nameFromText(from), path })
      return path
    }
    const paths = [await step('s1', 's2'), await step('s2', 's3')]
    const inputs = paths.map((path) => ({ kind: 'file' as const, path }))
    await run(library, { kind: 'merge', inputs, path: join(folder, 'merged.diff') })
    const [first, second] = await Promise.all(paths.map((path) => readManifest(path)))
    expect(first).toMatchObject({ source: { imageId: id }, deltas: [{ fromId: s1?.id, toId: s2?.id }] })
    expect(await readManifest(join(folder, 'merged.diff'))).toMatchObject({
      source: { imageId: id },
      deltas: [{ fromId: s1?.id, toId: s3?.id, toCreatedAt: s3?.createdAt }],
      replaces: [second?.file.digest],
    })
  })
})

describe('the outside checker', () => {
  it('finds what is not as it was', async () => {
    const { library, folder } = await begin()
    const [, request] = requests(folder)
    if (request === undefined) throw new Error('there is no request')
    await run(library, request)
    const good = readFileSync(request.path)
    const text = readFileSync(`${request.path}.rbdm.json`, 'utf8')
    const other = (name: string, change: (path: string) => void): string => {
      const path = join(folder, name)
      copyFileSync(request.path, path)
      writeFileSync(`${path}.rbdm.json`, text)
      change(path)
      return path
    }
    const bad = [
      other('flipped', (path) =>
        writeFileSync(path, good.with(good.length >> 1, 0x5a ^ (good[good.length >> 1] as number))),
      ),
      other('cut', (path) => truncateSync(path, good.length - 1)),
      other('longer', (path) => writeFileSync(path, Buffer.concat([good, Buffer.of(0)]))),
      other('changed', (path) => writeFileSync(`${path}.rbdm.json`, text.replace('rbd-studio"', 'rbd-studiO"'))),
      other('ended', (path) => writeFileSync(`${path}.rbdm.json`, text.slice(0, -1))),
    ]
    const { lines, code } = checkManifests(request.path, ...bad)
    expect(code).toBe(1)
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['ok', 'BAD', 'BAD', 'BAD', 'BAD', 'BAD'])
  })

  it('is left out where the name of the file leaves no room for it', async () => {
    const { library } = await begin()
    for (const [length, entries] of [
      [245, 2],
      [246, 1],
      [255, 1],
    ] as const) {
      const place = tempDir()
      const path = join(place, 'x'.repeat(length))
      const report = await run(library, { kind: 'export', source: { ...POINT, snapshot: null }, path })
      expect([length, readdirSync(place).length]).toEqual([length, entries])
      expect(report.digest === undefined).toBe(entries === 1)
    }
  })
})

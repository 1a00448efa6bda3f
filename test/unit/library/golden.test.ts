import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Library, openLibrary } from '../../../electron/engine/library/library.ts'
import { sha256 } from '../../support/fixtures.ts'
import { appendDiff, contentAt, fixtureChain } from '../../support/libraries.ts'
import { bytesOf, ref } from '../../support/libraryParts.ts'
import { neverAborted } from '../../support/signal.ts'
import { tempDir } from '../../support/tempDir.ts'

/** A library as version 1 of the format wrote it, with keys no version knows in `web-01`: every later version must open it. */
const GOLDEN = join(import.meta.dirname, '..', '..', 'fixtures', 'library', 'v1')
const LATIN = Uint8Array.of(0x67, 0x72, 0xf6, 0xdf, 0x65)

/** A library with an index of version 2: links in a file of format 2, a roll back, and a fold behind them. */
const GOLDEN_TWO = join(GOLDEN, '..', 'v2')

async function openCopy(golden = GOLDEN): Promise<Library> {
  const folder = join(tempDir(), 'copy')
  cpSync(golden, folder, { recursive: true })
  return openLibrary(folder, { create: false })
}

describe('the library of version 1', () => {
  it('lists its pools and images', async () => {
    const library = await openCopy()
    const pools = await library.listPools()
    expect(pools.map(({ name, imageCount }) => [Buffer.from(name).toString(), imageCount])).toEqual([
      ['bup', 0],
      ['rbd', 3],
    ])
    const images = await library.listImages(bytesOf('rbd'))
    expect(
      images.map(({ name, namespace, state }) => [Buffer.from(name).toString('latin1'), namespace, state]),
    ).toEqual([
      ['empty', '', 'ok'],
      ['web-01', '', 'ok'],
      ['größe', 'team', 'ok'],
    ])
  })

  it('reads at every point as it did', async () => {
    const library = await openCopy()
    for (const { to, contentSha256 } of fixtureChain('small').slice(0, 4)) {
      expect([to, sha256(await contentAt(library, ref('web-01'), to))]).toEqual([to, contentSha256])
    }
    expect(await contentAt(library, ref('web-01'), 'größe')).toEqual(await contentAt(library, ref('web-01'), 'd'))
    const raw = new Uint8Array(20480)
    raw.fill(5, 4096, 8192)
    raw.fill(6, 16384, 16385)
    expect(await contentAt(library, ref(LATIN, 'team'), null)).toEqual(raw)
    expect(await contentAt(library, ref('empty'), null)).toEqual(new Uint8Array(1048576))
  })

  it('says every fact of an image', async () => {
    const library = await openCopy()
    expect(await library.readImage(ref(LATIN, 'team'))).toEqual({
      version: 1,
      generation: 1,
      id: '0000000000000003',
      name: LATIN,
      namespace: 'team',
      order: 16,
      features: 61,
      stripeUnit: 65536,
      stripeCount: 1,
      v2Dialect: 8,
      meta: [{ key: bytesOf('owner'), value: LATIN }],
      createdAt: '2026-01-02T03:04:05.678Z',
      nextLink: 2,
      links: [
        {
          file: '000001.raw',
          part: 0,
          kind: 'raw',
          sizeBytes: 20480,
          fileBytes: 20480,
          dataBytes: 8192,
          zeroBytes: 0,
          records: 2,
          addedAt: '2026-01-02T03:04:05.678Z',
        },
      ],
      nextSnapshotId: 2,
      snapshots: [{ id: 1, name: LATIN, afterLink: 1, protected: true, createdAt: '2026-01-02T03:04:05.678Z' }],
    })
  })

  it('keeps what it does not know when it is changed', async () => {
    const library = await openCopy()
    const { folder } = await library.inspectImage(ref('web-01'))
    const json = (): Record<string, unknown> =>
      JSON.parse(readFileSync(join(folder, 'image.json'), 'utf8')) as Record<string, unknown>
    const before = json()
    await appendDiff(library, ref('web-01'), { sizeBytes: 1048576, to: 'next', records: [[0, bytesOf('new')]] })
    await library.renameSnapshot(ref('web-01'), bytesOf('a'), LATIN, { signal: neverAborted })
    const after = json()
    const [first, ...others] = before['snapshots'] as Record<string, unknown>[]
    const { name: _, ...rest } = first ?? {}
    expect([after['colour'], rest['note']]).toEqual(['green', 'kept'])
    expect(after).toEqual({
      ...before,
      generation: 4,
      nextLink: 7,
      nextSnapshotId: 7,
      links: [...(before['links'] as unknown[]), expect.objectContaining({ file: '000006.diff', fileBytes: 51 })],
      snapshots: [
        { ...rest, nameBase64: 'Z3L232U=' },
        ...others,
        expect.objectContaining({ id: 6, name: 'next', afterLink: 6 }),
      ],
    })
  })
})

describe('an index of version 2', () => {
  const image = ref('odd')

  it('reads at every point as it did', async () => {
    const library = await openCopy(GOLDEN_TWO)
    const [first, second] = fixtureChain('odd')
    expect(sha256(await contentAt(library, image, 'n 1'))).toBe(first?.contentSha256)
    expect(sha256(await contentAt(library, image, 'ünï-2'))).toBe(second?.contentSha256)
    expect(sha256(await contentAt(library, image, null))).toBe(first?.contentSha256)
  })

  it('says what it said', async () => {
    const library = await openCopy(GOLDEN_TWO)
    const index = await library.readImage(image)
    expect(index).toMatchObject({ version: 2, generation: 5, order: 15, features: 1, v2Dialect: 8, foldedBelowId: 4 })
    expect(index.links.map(({ file, part, kind, restores }) => [file, part, kind, restores])).toEqual([
      ['000001.v2', 0, 'v2', undefined],
      ['000001.v2', 1, 'v2', undefined],
      ['000004.diff', 0, 'diff', 1],
    ])
    expect((await library.listImages(bytesOf('rbd')))[0]?.state).toBe('ok')
  })

  it('is changed without losing anything', async () => {
    const library = await openCopy(GOLDEN_TWO)
    const before = await library.readImage(image)
    const after = await library.createSnapshot(image, bytesOf('next'), { signal: neverAborted })
    expect(after).toMatchObject({ version: 2, generation: 6, nextSnapshotId: 5, foldedBelowId: 4 })
    expect(after.links.slice(0, 3)).toEqual(before.links)
  })
})

import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { type Library, openLibrary } from '../../electron/engine/library/library.ts'
import type { JobRequest } from '../../shared/jobs.ts'
import { nameFromText } from '../../shared/names.ts'
import { disorder, diskAfter, type FoundDisk, DiskRecord, type Matters, type Survival } from '../support/diskRecord.ts'
import { streamOf } from '../support/byteStreams.ts'
import { fixtureBytes, fixturePath } from '../support/fixtures.ts'
import { appendDiff, newLibrary } from '../support/libraries.ts'
import { imageRef, runJob } from '../support/libraryJobs.ts'
import { bytesOf, makeDiff, ref } from '../support/libraryParts.ts'
import { restoreDisk, stateOf, strayLinks } from '../support/libraryState.ts'
import { runs, seed } from '../support/propertyRuns.ts'
import { recording } from '../support/recordingFs.ts'
import { neverAborted } from '../support/signal.ts'
import { tempDir } from '../support/tempDir.ts'

vi.mock('../../electron/engine/io/fs.ts', async (importOriginal) => {
  const { recordingFs } = await import('../support/recordingFs.ts')
  return recordingFs(await importOriginal<typeof import('../../electron/engine/io/fs.ts')>())
})

const options = { signal: neverAborted }
const image = ref('a')
const target = imageRef(image)
const SIZE = 65536
const block = (fill: number): Uint8Array => new Uint8Array(4096).fill(fill)

/** An image with points to remove, to go back to and to fold, and a head that differs from them. */
async function prepare(library: Library): Promise<void> {
  await library.createImage(image, { ...options, sizeBytes: SIZE })
  await appendDiff(library, image, { sizeBytes: SIZE, to: 's1', records: [[0, block(1)]] })
  await appendDiff(library, image, { sizeBytes: SIZE, to: 's2', records: [[2048, block(2)]] })
  await library.createSnapshot(image, bytesOf('s3'), options)
  await library.protectSnapshot(image, bytesOf('s3'), true, options)
  await library.removeSnapshot(image, bytesOf('s1'), options)
  await appendDiff(library, image, { sizeBytes: 2 * SIZE, records: [[SIZE, block(3)]] })
}

/** A file for an operation to read, outside the library. */
function input(name: string, bytes: Uint8Array): string {
  const path = join(tempDir(), name)
  writeFileSync(path, bytes)
  return path
}

/** An image whose second link is damaged, which is known. */
const torn = ref('torn')
const TORN = makeDiff({ to: 's1', sizeBytes: SIZE }, [[0, block(1)]])

async function prepareTorn(library: Library): Promise<void> {
  await library.createImage(torn, { ...options, sizeBytes: SIZE })
  await appendDiff(library, torn, { sizeBytes: SIZE, to: 's1', records: [[0, block(1)]] })
  const { folder } = await library.inspectImage(torn)
  const damaged = TORN.slice()
  damaged[damaged.length - 9] = 0
  writeFileSync(join(folder, 'links', '000002.diff'), damaged)
  await runJob(library, { kind: 'verify', what: { kind: 'image', image: imageRef(torn) } })
}

const diffOf = (from: string | undefined, to: string, sizeBytes: number): Uint8Array =>
  makeDiff({ ...(from === undefined ? {} : { from }), to, sizeBytes }, [[8192, block(9)]])

/** Every way a library is changed. */
const OPERATIONS: readonly (readonly [string, (library: Library) => Promise<unknown>])[] = [
  ['create of a pool', (library) => library.createPool(bytesOf('more'))],
  ['create of an image', (library) => library.createImage(ref('new'), { ...options, sizeBytes: SIZE })],
  ['resize', (library) => library.resizeImage(image, { ...options, sizeBytes: 4096, allowShrink: true })],
  ['rename', (library) => library.renameImage(image, bytesOf('b'), options)],
  [
    'removal of an image',
    async (library) => {
      await library.removeImage(ref('bare'), options)
    },
  ],
  [
    'return of an image',
    async (library) => {
      for (const { ref, index } of await library.listTrash()) {
        await library.restoreImage({ pool: ref.pool, namespace: '', id: index.id }, null, options)
      }
    },
  ],
  [
    'return of an image under another name',
    async (library) => {
      for (const { ref, index } of await library.listTrash()) {
        await library.restoreImage({ pool: ref.pool, namespace: '', id: index.id }, bytesOf('back'), options)
      }
    },
  ],
  ['create of a snapshot', (library) => library.createSnapshot(image, bytesOf('s4'), options)],
  ['removal of a snapshot', (library) => library.removeSnapshot(image, bytesOf('s2'), options)],
  ['rename of a snapshot', (library) => library.renameSnapshot(image, bytesOf('s2'), bytesOf('x'), options)],
  ['end of protection', (library) => library.protectSnapshot(image, bytesOf('s3'), false, options)],
  [
    'return of a snapshot',
    (library) =>
      library.restoreSnapshot(
        image,
        { id: 1, name: bytesOf('s1'), afterLink: 2, protected: false, createdAt: '2026-01-01T00:00:00.000Z' },
        options,
      ),
  ],
  [
    'import of a raw image',
    (library) => {
      const content = new Uint8Array(SIZE)
      content.set(block(7), 12288)
      const paths = [input('disk.raw', content)]
      return runJob(library, { kind: 'import', format: 'raw', paths, target: imageRef(ref('new')) })
    },
  ],
  [
    'import of format 2',
    (library) => {
      const paths = [fixturePath('empty.v2')]
      return runJob(library, { kind: 'import', format: 'auto', paths, target: imageRef(ref('new')) })
    },
  ],
  [
    'import of format 2 over a pipe',
    (library) => {
      const request: JobRequest = { kind: 'import', format: 'v2', paths: ['-'], target: imageRef(ref('new')) }
      return runJob(library, request, { input: streamOf([fixtureBytes('empty.v2')]) })
    },
  ],
  [
    'import-diff over a pipe',
    (library) => {
      const paths = ['-']
      const request: JobRequest = { kind: 'import-diff', paths, target: imageRef(ref('based')), overlay: false }
      return runJob(library, request, { input: streamOf([diffOf('base', 'a', SIZE)]) })
    },
  ],
  [
    'pipe into a new image',
    (library) => {
      const source = { ...target, snapshot: nameFromText('s2') }
      return runJob(library, { kind: 'pipe', source, fromSnapshot: null, target: imageRef(ref('new')), create: true })
    },
  ],
  [
    'import of diffs',
    (library) => {
      const paths = [input('1.diff', diffOf(undefined, 'a', SIZE)), input('2.diff', diffOf('a', 'b', SIZE))]
      return runJob(library, { kind: 'import', format: 'diffs', paths, target: imageRef(ref('new')) })
    },
  ],
  [
    'import-diff',
    async (library) => {
      const paths = [input('1.diff', diffOf('base', 'a', SIZE)), input('2.diff', diffOf('a', 'b', SIZE))]
      return runJob(library, { kind: 'import-diff', paths, target: imageRef(ref('based')), overlay: false })
    },
  ],
  ['mend', (library) => runJob(library, { kind: 'mend', target: imageRef(torn), paths: [input('copy', TORN)] })],
  ['giving up', (library) => runJob(library, { kind: 'mend', target: imageRef(torn), paths: [], giveUp: true })],
  ['roll back', (library) => runJob(library, { kind: 'rollback', target, snapshot: nameFromText('s2') })],
  ['fold', (library) => runJob(library, { kind: 'fold', target })],
  ['adoption of a folder', (library) => library.adoptFolder('/', options)],
  [
    'end of an adoption',
    async (library) => {
      for (const { id } of await library.listAdopted()) await library.forgetFolder(id, options)
    },
  ],
]

/**
 * What need not outlive a power cut is written without a flush: locks, caches, link files in the trash. Nor need a name be gone for good that the next
 * writer clears away.
 */
const matters: Matters = (path, step) => {
  if (
    /(^|\/)(cache|tmp)(\/|$)/.test(path) ||
    /(^|\/)trash\/[0-9a-f-]+\d{6}\.(diff|raw|v2)/.test(path) ||
    /(^|\/)\.?(adopted\.)?lock/.test(path)
  )
    return false
  return step !== 'remove' || !/(\/links\/|\.part$|\/creating$)/.test(path)
}

function random(start: number): () => number {
  let state = start >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** What no flush covered is gone, is there, is there by name alone, or by content alone; then as chance will have it. */
function survivals(next: () => number): readonly Survival[] {
  const all = (count: number): number => count
  const chance: Survival = { names: (count) => Math.floor(next() * (count + 1)), data: () => next() < 0.5 }
  return [
    { names: () => 0, data: () => false },
    { names: all, data: () => true },
    { names: all, data: () => false },
    ...Array.from({ length: runs(40) / 10 }, () => chance),
  ]
}

function keyOf(disk: FoundDisk): string {
  const hash = createHash('sha256')
  for (const path of [...disk.keys()].sort()) hash.update(path).update(disk.get(path) ?? 'folder')
  return hash.digest('hex')
}

/** Does a thing with every step on the disk written down. */
async function recorded(folder: string, work: () => Promise<unknown>): Promise<DiskRecord> {
  const record = new DiskRecord(folder)
  recording.record = record
  try {
    await work()
  } finally {
    recording.record = null
  }
  return record
}

/** Behind which steps the next writer is tried too: all in the long run. */
const NEXT_WRITER_EVERY = runs(100) === 100 ? 1 : 5

/** Opens what every possible power cut left; gives how many different disks there were. */
async function replay(
  record: DiskRecord,
  check: (folder: string, isAll: boolean, at: number) => Promise<void>,
): Promise<number> {
  const seen = new Set<string>()
  const next = random(seed)
  const scratch = join(tempDir(), 'found')
  for (let count = 0; count <= record.steps.length; count++) {
    for (const survival of survivals(next)) {
      const disk = diskAfter(record, count, survival)
      const isAll = count === record.steps.length
      const key = `${keyOf(disk)} ${String(isAll)}`
      if (seen.has(key)) continue
      seen.add(key)
      rmSync(scratch, { recursive: true, force: true })
      mkdirSync(scratch)
      restoreDisk(disk, scratch)
      await check(scratch, isAll, count)
    }
  }
  return seen.size
}

describe('a power cut', () => {
  it.each(OPERATIONS)(
    'at any moment of the %s leaves the old state or the new',
    { timeout: 600_000 },
    async (name, work) => {
      const library = await newLibrary()
      await prepare(library)
      if (['mend', 'giving up'].includes(name)) await prepareTorn(library)
      await library.adoptFolder('/usr', options)
      await library.createImage(ref('bare'), { ...options, sizeBytes: SIZE })
      await library.createImage(ref('based'), { ...options, sizeBytes: SIZE })
      if (name.startsWith('return of an image')) {
        await library.createImage(ref('gone'), { ...options, sizeBytes: SIZE })
        await appendDiff(library, ref('gone'), { sizeBytes: SIZE, records: [[0, block(5)]] })
        await library.removeImage(ref('gone'), options)
      }
      await library.createSnapshot(ref('based'), bytesOf('base'), options)
      const before = join(tempDir(), 'before')
      cpSync(library.folder, before, { recursive: true })
      const old = await stateOf(before)

      const record = await recorded(library.folder, () => work(library))
      const after = await stateOf(library.folder)
      expect(after).not.toBe(old)
      expect(record.steps.length).toBeGreaterThan(5)
      expect(disorder(record, matters)).toEqual([])

      const disks = await replay(record, async (folder, isAll, at) => {
        const found = await stateOf(folder)
        // What was reported done stays done.
        expect([at, isAll ? [after] : [old, after]]).toEqual([at, expect.arrayContaining([found])])
        if (at % NEXT_WRITER_EVERY !== 0) return
        const again = await openLibrary(folder, { create: false })
        // The next writer meets no lock of the dead and clears away what is nobody's.
        for (const { name } of await again.listImages(bytesOf('rbd'))) {
          await again.createSnapshot({ ...image, image: name }, bytesOf('next'), options)
        }
        expect(strayLinks(folder)).toEqual([])
        // What was known to be damaged before is until it was mended.
        const isTorn = found === old && old.includes('image torn gap')
        const states = (await again.listImages(bytesOf('rbd'))).map(({ state }) => state)
        expect(states.filter((state) => state !== 'ok')).toEqual(isTorn ? ['gap'] : [])
      })
      expect(disks).toBeGreaterThan(3)
    },
  )

  it('at any moment of the rebuild of a lost index leaves it lost, as it was, or there', {
    timeout: 600_000,
  }, async () => {
    const library = await newLibrary()
    await prepare(library)
    const { folder: at } = await library.inspectImage(image)
    writeFileSync(join(at, 'links', 'notes.txt'), 'mine')
    writeFileSync(join(at, 'image.json'), '{"format": "rbd-studio-im')
    const old = await stateOf(library.folder)
    const request: JobRequest = { kind: 'mend', target, paths: [], index: {} }
    const record = await recorded(library.folder, () => runJob(library, request))
    const after = await stateOf(library.folder)
    expect([old.includes('image a unproven'), after.includes('image a ok')]).toEqual([true, true])
    expect(disorder(record, matters)).toEqual([])
    const disks = await replay(record, async (folder, isAll, step) => {
      const found = await stateOf(folder)
      expect([step, isAll ? [after] : [old, after]]).toEqual([step, expect.arrayContaining([found])])
      const again = await openLibrary(folder, { create: false })
      if (found === old) await runJob(again, request)
      expect(await stateOf(folder)).toBe(after)
      await again.createSnapshot(image, bytesOf('next'), options)
      expect(strayLinks(folder)).toEqual([])
    })
    expect(disks).toBeGreaterThan(3)
    expect(readdirSync(join(at, 'left-out'))).toEqual(['notes.txt'])
  })

  it('while a library is made leaves a folder in which it can be made', { timeout: 600_000 }, async () => {
    const parent = tempDir()
    const folder = join(parent, 'deep', 'library')
    const record = await recorded(parent, () => openLibrary(folder, { create: true }))
    const after = await stateOf(folder)
    expect(after).toBe('')
    await replay(record, async (found, isAll) => {
      const at = join(found, 'deep', 'library')
      const state = await stateOf(at)
      expect(isAll ? [''] : ['', 'no library']).toContain(state)
      await (await openLibrary(at, { create: true })).createPool(bytesOf('rbd'))
    })
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ImageRef } from '../../shared/imageSpec.ts'
import { LIBRARY } from '../../shared/imageSpec.ts'
import { nameFromText } from '../../shared/names.ts'
import { newLibrary } from '../support/libraries.ts'
import { runJob } from '../support/jobs.ts'
import { tempDir } from '../support/tempDir.ts'
import { fileHash, freshName, live, livePoint, namespaceMade, rbd, writeRandom } from './support/live.ts'

const quiet = '--no-progress'
const POINTS = ['a', 'b c', '-d'] as const

interface Snapshot {
  readonly name: string
  readonly size: number
  readonly protected: string
}

/** What there is of a live image: its snapshots as `rbd snap ls` lists them, and its metadata. */
async function factsOf(spec: string): Promise<{ readonly snapshots: readonly object[]; readonly meta: object }> {
  const snapshots = JSON.parse(await rbd('snap', 'ls', spec, '--format=json')) as Snapshot[]
  const meta = (await rbd('image-meta', 'ls', spec, '--format=json')) || '{}'
  return {
    snapshots: snapshots.map(({ name, size, protected: isProtected }) => ({ name, size, isProtected })),
    meta: JSON.parse(meta) as object,
  }
}

/** SHA-256 of a live image at a point, as the real tool reads it. */
async function contentOf(spec: string, snapshot: string): Promise<string> {
  const path = join(tempDir(), 'content.raw')
  await rbd('export', `--snap=${snapshot}`, spec, path, quiet)
  return fileHash(path)
}

/** An image with three points: the second bigger and protected, the third smaller than the second. */
async function makeSource(prefix = 'source'): Promise<string> {
  const source = freshName(prefix)
  await rbd('create', source, '--size', '20M', '--object-size', '1M')
  for (const [at, point] of POINTS.entries()) {
    if (at > 0) await rbd('resize', source, '--size', at === 1 ? '28M' : '24M', '--allow-shrink', quiet)
    await writeRandom(source, { size: '16K', total: '160K' })
    await rbd('snap', 'create', source, `--snap=${point}`, quiet)
  }
  await rbd('snap', 'protect', source, '--snap=b c')
  await rbd('image-meta', 'set', source, 'owner', 'kim ü')
  await rbd('image-meta', 'set', source, 'conf_rbd_cache', 'false')
  await writeRandom(source)
  return source
}

describe('a live image replicated', () => {
  let source = ''
  beforeAll(async () => {
    source = await makeSource()
  })

  async function expectSame(target: string): Promise<void> {
    const [ours, theirs] = [await factsOf(target), await factsOf(source)]
    expect(ours.snapshots).toEqual(theirs.snapshots)
    expect(ours.meta).toEqual({ owner: 'kim ü' })
    for (const point of POINTS) expect(await contentOf(target, point)).toBe(await contentOf(source, point))
  }

  it('into another pool: every point with its size, protection and content, and the metadata but for settings', async () => {
    const target = freshName('replica')
    const { report, plan } = await runJob({
      kind: 'replicate',
      source: live(source),
      target: live(target, { pool: 'bup' }),
    })
    expect(report.snapshots?.map(({ text }) => text)).toEqual(POINTS)
    expect(report.warnings).toEqual(['Metadata that overrides settings of the cluster was left out: conf_rbd_cache'])
    expect(plan.checks.every(({ state }) => state === 'ok')).toBe(true)
    await expectSame(`bup/${target}`)
  })

  it('again, when there is more, sends only that, and then nothing', async () => {
    const target = live(freshName('replica'), { pool: 'bup' })
    const mine = await makeSource('growing')
    const request = { kind: 'replicate', source: live(mine), target } as const
    await runJob(request)
    await writeRandom(mine, { size: '4K', total: '16K' })
    await rbd('snap', 'create', `${mine}@e`, quiet)
    const second = await runJob(request)
    expect(second.report.snapshots?.map(({ text }) => text)).toEqual(['e'])
    expect(second.plan.checks.map(({ label }) => label).join('\n')).toMatch(/“-d” is the same on both sides/)
    const spec = `bup/${target.image.text}`
    expect(await contentOf(spec, 'e')).toBe(await contentOf(mine, 'e'))
    const third = await runJob(request)
    expect(third.report).toMatchObject({ snapshots: [], dataBytes: 0, zeroBytes: 0 })
  })

  it('into the library and from there to a cluster again', async () => {
    const library = await newLibrary()
    const inLibrary: ImageRef = {
      connection: LIBRARY,
      pool: nameFromText('rbd'),
      namespace: '',
      image: nameFromText('copy'),
    }
    await runJob({ kind: 'replicate', source: live(source), target: inLibrary }, { library })
    const back = live(freshName('back'), { pool: 'bup' })
    await runJob({ kind: 'replicate', source: inLibrary, target: back }, { library })
    await expectSame(`bup/${back.image.text}`)
  })

  it('into a namespace', async () => {
    await namespaceMade('bup', 'away')
    const target = live(freshName('replica'), { pool: 'bup', namespace: 'away' })
    await runJob({ kind: 'replicate', source: live(source), target })
    await expectSame(`bup/away/${target.image.text}`)
  })

  it('lets a new image follow the history of its source, and shrinks one that is there only when asked', async () => {
    const target = live(freshName('replica'), { pool: 'bup' })
    await runJob({ kind: 'pipe', source: livePoint(source, 'b c'), fromSnapshot: null, target, create: true })
    const request = { kind: 'replicate', source: live(source), target } as const
    await expect(runJob(request)).rejects.toMatchObject({ code: 'E_IMAGE_SHRINKS' })
    await runJob({ ...request, allowShrink: true })
    expect(await contentOf(`bup/${target.image.text}`, '-d')).toBe(await contentOf(source, '-d'))
  })

  it('is refused without a point in common, with another point in between, and where the images differ', async () => {
    const target = freshName('other')
    await rbd('create', `bup/${target}`, '--size', '20M')
    await writeRandom(`bup/${target}`)
    await rbd('snap', 'create', `bup/${target}@own`, quiet)
    const request = {
      kind: 'replicate',
      source: live(source),
      target: live(target, { pool: 'bup' }),
      allowShrink: true,
    } as const
    await expect(runJob(request)).rejects.toMatchObject({ code: 'E_DIFF_START_SNAPSHOT_MISSING' })
    await rbd('snap', 'rename', `bup/${target}@own`, `bup/${target}@a`)
    await expect(runJob(request)).rejects.toMatchObject({ code: 'E_CHAIN_WRONG_PARENT' })
    const replica = live(freshName('replica'), { pool: 'bup' })
    await runJob({ kind: 'pipe', source: livePoint(source, 'a'), fromSnapshot: null, target: replica, create: true })
    await rbd('snap', 'create', `bup/${replica.image.text}@mine`, quiet)
    await expect(runJob({ ...request, target: replica })).rejects.toMatchObject({ code: 'E_DIFF_DRIFTED' })
  })

  it('is refused without any snapshot', async () => {
    const empty = freshName('empty')
    await rbd('create', empty, '--size', '4M')
    const target = live(freshName('replica'), { pool: 'bup' })
    const job = runJob({ kind: 'replicate', source: live(empty), target })
    await expect(job).rejects.toMatchObject({ code: 'E_SNAPSHOT_NOT_FOUND' })
  })
})

describe('a pipe between images', () => {
  let source = ''
  beforeAll(async () => {
    source = await makeSource('piped')
  })
  const increment = { kind: 'pipe', fromSnapshot: nameFromText('a'), create: false } as const

  it('from cluster to cluster: a copy, then an increment, then the head', async () => {
    const target = live(freshName('target'), { pool: 'bup' })
    const spec = `bup/${target.image.text}`
    await runJob({ kind: 'pipe', source: livePoint(source, 'a'), fromSnapshot: null, target, create: true })
    await runJob({ ...increment, source: livePoint(source, 'b c'), target })
    expect(await contentOf(spec, 'b c')).toBe(await contentOf(source, 'b c'))
    // An increment leaves protection to the target, as export-diff into import-diff does.
    expect((await factsOf(spec)).snapshots).toMatchObject([{ name: 'a' }, { name: 'b c', isProtected: 'false' }])
    const head = {
      kind: 'pipe',
      source: livePoint(source, null),
      fromSnapshot: nameFromText('b c'),
      target,
      create: false,
    } as const
    await expect(runJob(head)).rejects.toMatchObject({ code: 'E_IMAGE_SHRINKS' })
    await runJob({ ...head, allowShrink: true })
    const [ours, theirs] = [join(tempDir(), 'ours'), join(tempDir(), 'theirs')]
    await rbd('export', spec, ours, quiet)
    await rbd('export', source, theirs, quiet)
    expect(readFileSync(ours).equals(readFileSync(theirs))).toBe(true)
  })

  it('is refused into another image with a snapshot of that name, and leaves it alone', async () => {
    const target = freshName('stranger')
    await rbd('create', `bup/${target}`, '--size', '20M')
    await writeRandom(`bup/${target}`)
    await rbd('snap', 'create', `bup/${target}@a`, quiet)
    const before = await contentOf(`bup/${target}`, 'a')
    const job = runJob({ ...increment, source: livePoint(source, 'b c'), target: live(target, { pool: 'bup' }) })
    await expect(job).rejects.toMatchObject({ code: 'E_CHAIN_WRONG_PARENT', message: /differ at byte \d+/ })
    expect((await factsOf(`bup/${target}`)).snapshots).toHaveLength(1)
    expect(await contentOf(`bup/${target}`, 'a')).toBe(before)
  })

  it('into an image that is there already, or from a point that is not, makes nothing', async () => {
    const target = live(freshName('target'), { pool: 'bup' })
    const copy = { kind: 'pipe', fromSnapshot: null, target, create: true } as const
    const missing = runJob({ ...copy, source: livePoint(source, 'none') })
    await expect(missing).rejects.toMatchObject({ code: 'E_SNAPSHOT_NOT_FOUND' })
    expect(await rbd('ls', 'bup')).not.toContain(target.image.text)
    const taken = runJob({ ...copy, source: livePoint(source, 'a'), target: live(source) })
    await expect(taken).rejects.toMatchObject({ code: 'E_IMAGE_EXISTS' })
  })
})

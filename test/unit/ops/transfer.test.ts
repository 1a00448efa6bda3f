import { describe, expect, it } from 'vitest'
import type { Library } from '../../../electron/engine/library/library.ts'
import type { JobReport } from '../../../shared/jobs.ts'
import { nameFromText } from '../../../shared/names.ts'
import { runJob } from '../../support/jobs.ts'
import { appendDiff, contentAt, fixtureChain, importDiffFiles, newLibrary } from '../../support/libraries.ts'
import { imageRef } from '../../support/libraryJobs.ts'
import { bytesOf, ref } from '../../support/libraryParts.ts'
import { neverAborted } from '../../support/signal.ts'

const CHAIN = fixtureChain('small')
const POINTS = CHAIN.flatMap(({ to }) => (to === null ? [] : [to]))

/** A library with an image of the fixtures in it. */
async function withSource(): Promise<Library> {
  const library = await newLibrary()
  await importDiffFiles(
    library,
    ref('small'),
    CHAIN.map(({ path }) => path),
  )
  return library
}

async function replicate(library: Library, target = 'copy', source = 'small'): Promise<JobReport> {
  const request = { kind: 'replicate', source: imageRef(ref(source)), target: imageRef(ref(target)) } as const
  return (await runJob(request, { library })).report
}

async function names(library: Library, image: string) {
  return (await library.readImage(ref(image))).snapshots.map(({ name, protected: isProtected }) => [
    Buffer.from(name).toString(),
    isProtected,
  ])
}

describe('a replication within the library', () => {
  it('makes the image with every point, its content, size and protection', async () => {
    const library = await withSource()
    await library.protectSnapshot(ref('small'), bytesOf(POINTS[1] ?? ''), true, { signal: neverAborted })
    const report = await replicate(library)
    expect(report.snapshots?.map(({ text }) => text)).toEqual(POINTS)
    expect(await names(library, 'copy')).toEqual(await names(library, 'small'))
    for (const point of POINTS) {
      expect(await contentAt(library, ref('copy'), point)).toEqual(await contentAt(library, ref('small'), point))
    }
    const [source, copy] = [await library.readImage(ref('small')), await library.readImage(ref('copy'))]
    expect(copy).toMatchObject({ order: source.order, features: source.features, meta: source.meta })
  })

  it('sends what is missing, and nothing when nothing is', async () => {
    const library = await withSource()
    const [first = ''] = POINTS
    await runJob(
      {
        kind: 'pipe',
        source: { ...imageRef(ref('small')), snapshot: nameFromText(first) },
        fromSnapshot: null,
        target: imageRef(ref('copy')),
        create: true,
      },
      { library },
    )
    expect((await replicate(library)).snapshots?.map(({ text }) => text)).toEqual(POINTS.slice(1))
    expect(await replicate(library)).toMatchObject({ snapshots: [], dataBytes: 0, zeroBytes: 0 })
    const last = POINTS.at(-1) ?? ''
    expect(await contentAt(library, ref('copy'), last)).toEqual(await contentAt(library, ref('small'), last))
  })

  it('is refused into another image with a point of that name, and leaves it as it was', async () => {
    const library = await withSource()
    const size = CHAIN[0]?.sizeBytes ?? 0
    await library.createImage(ref('stranger'), { sizeBytes: size, signal: neverAborted })
    const records = [[0, new Uint8Array(512).fill(0x55)]] as const
    await appendDiff(library, ref('stranger'), { to: POINTS[0] ?? '', sizeBytes: size, records })
    const before = await library.readImage(ref('stranger'))
    await expect(replicate(library, 'stranger')).rejects.toMatchObject({ code: 'E_CHAIN_WRONG_PARENT' })
    expect(await library.readImage(ref('stranger'))).toEqual(before)
  })

  it('is refused where the target went on by itself, or has nothing in common', async () => {
    const library = await withSource()
    await replicate(library)
    await library.createSnapshot(ref('copy'), bytesOf('own'), { signal: neverAborted })
    // Behind the newest point of both there is nothing to send, so nothing stands in its way.
    expect(await replicate(library)).toMatchObject({ snapshots: [] })
    await library.createSnapshot(ref('small'), bytesOf('later'), { signal: neverAborted })
    await expect(replicate(library)).rejects.toMatchObject({ code: 'E_DIFF_DRIFTED', message: /“own”/ })
    await library.createImage(ref('other'), { sizeBytes: 4096, signal: neverAborted })
    await library.createSnapshot(ref('other'), bytesOf('x'), { signal: neverAborted })
    await expect(replicate(library, 'other')).rejects.toMatchObject({ code: 'E_DIFF_START_SNAPSHOT_MISSING' })
    await library.createImage(ref('none'), { sizeBytes: 4096, signal: neverAborted })
    await expect(replicate(library, 'copy2', 'none')).rejects.toMatchObject({ code: 'E_SNAPSHOT_NOT_FOUND' })
  })
})

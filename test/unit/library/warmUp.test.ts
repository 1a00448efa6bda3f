import { beforeEach, expect, it, vi } from 'vitest'
import type * as Door from '../../../electron/engine/io/fs.ts'
import { createEngine } from '../../../electron/engine/handlers.ts'
import { newLibrary } from '../../support/libraries.ts'
import { bytesOf, ref } from '../../support/libraryParts.ts'
import { neverAborted } from '../../support/signal.ts'

/** Indexes that were read from the disk since it was last emptied. */
const read: string[] = []

vi.mock('../../../electron/engine/io/fs.ts', async (importOriginal) => {
  const door = await importOriginal<typeof Door>()
  const readFileSync = (path: string, encoding: 'utf8') => {
    if (path.endsWith('image.json')) read.push(path)
    return door.readFileSync(path, encoding)
  }
  return { ...door, readFileSync }
})

const IMAGES = ['a', 'b', 'c']

/** An engine on a library of three images that were made a while ago: what is only just written is not held. */
async function openedEngine() {
  const library = await newLibrary()
  for (const image of IMAGES) await library.createImage(ref(image), { sizeBytes: 4096, signal: neverAborted })
  vi.useFakeTimers({ now: Date.now() + 60_000, toFake: ['Date'] })
  const { handlers } = createEngine(() => undefined)
  await handlers['work.open']({ libraryPath: library.folder, samplePath: null }, { signal: neverAborted })
  read.length = 0
  return { library, handlers }
}

beforeEach(() => () => {
  vi.useRealTimers()
})

it('what was read ahead is not read again for the list', async () => {
  const { handlers } = await openedEngine()
  await handlers['work.warmUp']({}, { signal: neverAborted })
  expect(read).toHaveLength(IMAGES.length)
  const listed = await handlers['image.list']({ pool: { text: 'rbd' } }, { signal: neverAborted })
  expect(listed.map((image) => image.ref.image.text)).toEqual(IMAGES)
  expect(read).toHaveLength(IMAGES.length)
})

it('an image that was changed since it was read ahead is listed as it is now', async () => {
  const { library, handlers } = await openedEngine()
  await handlers['work.warmUp']({}, { signal: neverAborted })
  await library.createSnapshot(ref('b'), bytesOf('s'), { signal: neverAborted })
  const listed = await handlers['image.list']({ pool: { text: 'rbd' } }, { signal: neverAborted })
  expect(listed.map(({ snapshotCount }) => snapshotCount)).toEqual([0, 1, 0])
})

it('reading ahead ends when it is called off', async () => {
  const { handlers } = await openedEngine()
  const gone = new Error('called off')
  await expect(handlers['work.warmUp']({}, { signal: AbortSignal.abort(gone) })).rejects.toBe(gone)
})

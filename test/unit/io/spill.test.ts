import { readdirSync, readlinkSync, statSync } from 'node:fs'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createMeter } from '../../../electron/engine/io/meter.ts'
import { createSpill } from '../../../electron/engine/io/spill.ts'
import { mixedBytes } from '../../support/packed.ts'
import { tempDir } from '../../support/tempDir.ts'

/** What the file system answers instead of its own answer. */
const world = vi.hoisted(() => ({ freeBytes: Number.POSITIVE_INFINITY, unlinkFails: false, writeFailsAfter: -1 }))

vi.mock('../../../electron/engine/io/fs.ts', async (original) => {
  const real = await original<typeof import('../../../electron/engine/io/fs.ts')>()
  return {
    ...real,
    statfs: () => Promise.resolve({ bavail: Math.floor(world.freeBytes / 4096), blocks: 2 ** 40, bsize: 4096 }),
    unlink: (path: string) =>
      world.unlinkFails ? Promise.reject(Object.assign(new Error('busy'), { code: 'EBUSY' })) : real.unlink(path),
    open: async (...args: Parameters<typeof real.open>) => {
      const handle = await real.open(...args)
      const write = handle.write.bind(handle) as (...more: unknown[]) => Promise<unknown>
      handle.write = ((...more: unknown[]) =>
        world.writeFailsAfter-- === 0
          ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
          : write(...more)) as typeof handle.write
      return handle
    },
  }
})

beforeEach(() => {
  Object.assign(world, { freeBytes: 2 ** 40, unlinkFails: false, writeFailsAfter: -1 })
})

const options = () => ({ meter: createMeter(), folder: tempDir(), name: '/in/packed.gz' })

/** The descriptors of this process that are files of a folder, with or without a name. */
function openIn(folder: string): readonly string[] {
  return readdirSync('/proc/self/fd')
    .map((fd) => `/proc/self/fd/${fd}`)
    .filter((path) => {
      try {
        return readlinkSync(path).startsWith(folder)
      } catch {
        return false
      }
    })
}

describe('a spill', () => {
  it('has no name, holds what it was given at every position, and takes no room for zeros', async () => {
    const given = options()
    const spill = await createSpill(given)
    expect(readdirSync(given.folder)).toEqual([])
    const content = mixedBytes(5_000_000)
    for (let at = 0; at < content.length; at += 77_777) await spill.write(content.subarray(at, at + 77_777))
    const file = await spill.finish()
    expect(file.sizeBytes).toBe(content.length)
    const into = new Uint8Array(content.length + 5)
    expect(await file.readAt(0, into)).toBe(content.length)
    expect(Buffer.compare(into.subarray(0, content.length), content)).toBe(0)
    expect(file.readAtSync(4_999_990, into.subarray(0, 100))).toBe(10)
    const [opened = ''] = openIn(given.folder)
    expect(statSync(opened).blocks * 512).toBeLessThan(content.length * 0.75)
    expect(openIn(given.folder)).toHaveLength(1)
    await spill.close()
    await spill.close()
    expect(openIn(given.folder)).toEqual([])
  })

  it('goes with its close where a file that is open keeps its name', async () => {
    world.unlinkFails = true
    const given = options()
    const listeners = process.listenerCount('exit')
    const spill = await createSpill(given)
    expect(readdirSync(given.folder)).toEqual([expect.stringMatching(/^\.spill\.[0-9a-f]{8}\.part$/)])
    expect(process.listenerCount('exit')).toBe(listeners + 1)
    await spill.close()
    expect(readdirSync(given.folder)).toEqual([])
    expect(process.listenerCount('exit')).toBe(listeners)
  })

  it('is not begun where its content would leave too little room', async () => {
    world.freeBytes = 1024 * 1024 * 1024
    const given = options()
    await expect(createSpill({ ...given, expectedBytes: 900 * 1024 * 1024 })).rejects.toMatchObject({
      code: 'E_FILE_NO_SPACE',
      message: `/in/packed.gz unpacks to 900 MiB, and there is not that much room in ${given.folder}`,
    })
    expect(openIn(given.folder)).toEqual([])
    await (await createSpill({ ...given, expectedBytes: 700 * 1024 * 1024 })).close()
  })

  it('stops before it has filled the disk', async () => {
    const given = options()
    const spill = await createSpill(given)
    world.freeBytes = 200 * 1024 * 1024
    const chunk = new Uint8Array(1024 * 1024).fill(1)
    const flood = async (): Promise<void> => {
      for (let count = 0; count < 200; count++) await spill.write(chunk)
    }
    await expect(flood()).rejects.toMatchObject({ code: 'E_FILE_NO_SPACE', detail: { folder: given.folder } })
    await spill.close()
    expect(openIn(given.folder)).toEqual([])
  })

  it('says that the disk is full, with the name of the packed file', async () => {
    const given = options()
    const spill = await createSpill(given)
    world.writeFailsAfter = 1
    const flood = async (): Promise<void> => {
      for (let count = 0; count < 8; count++) await spill.write(new Uint8Array(1024 * 1024).fill(1))
      await spill.finish()
    }
    await expect(flood()).rejects.toMatchObject({
      code: 'E_FILE_NO_SPACE',
      message: `/in/packed.gz could not be unpacked: there is no room for it in ${given.folder}`,
    })
    await spill.close()
  })
})

import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createMeter } from '../../../electron/engine/io/meter.ts'
import { checkFree, createPartFile, findLeftovers, publish, removePart } from '../../../electron/engine/io/partFile.ts'
import { tempDir } from '../../support/tempDir.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('a part file', () => {
  it('shows nothing under the final name before commit, and all of it after', async () => {
    const path = join(tempDir(), 'out.diff')
    const meter = createMeter()
    const part = await createPartFile(path, { meter })
    await Promise.all([part.write(bytes('one ')), part.write(bytes('two ')), part.write(bytes('three'))])
    expect(existsSync(path)).toBe(false)
    expect(readdirSync(join(path, '..'))).toEqual([expect.stringMatching(/^\.out\.diff\.[0-9a-f]{8}\.part$/)])
    await part.commit()
    expect(readFileSync(path, 'utf8')).toBe('one two three')
    expect(readdirSync(join(path, '..'))).toEqual(['out.diff'])
    expect(statSync(path).mode & 0o777).toBe(0o644 & ~process.umask())
    expect(meter.writtenBytes).toBe(13)
  })

  it('leaves nothing behind after discard, with a write under way', async () => {
    const folder = tempDir()
    const part = await createPartFile(join(folder, 'out'))
    const writing = part.write(new Uint8Array(4 * 1024 * 1024))
    await part.discard()
    await writing
    expect(readdirSync(folder)).toEqual([])
    await expect(part.commit()).rejects.toThrow('discarded')
  })

  it('refuses a name that is taken by a file, a folder or a dangling link, at once', async () => {
    const folder = tempDir()
    writeFileSync(join(folder, 'file'), 'mine')
    mkdirSync(join(folder, 'folder'))
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'))
    for (const name of ['file', 'folder', 'dangling']) {
      await expect(createPartFile(join(folder, name))).rejects.toMatchObject({
        code: 'E_FILE_EXISTS',
        message: expect.stringContaining(join(folder, name)) as string,
      })
    }
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('mine')
    expect(readdirSync(folder)).toHaveLength(3)
  })

  it('does not overwrite what took the name while it was being written', async () => {
    const path = join(tempDir(), 'out')
    const part = await createPartFile(path)
    await part.write(bytes('ours'))
    writeFileSync(path, 'theirs')
    await expect(part.commit()).rejects.toMatchObject({ code: 'E_FILE_EXISTS' })
    expect(readFileSync(path, 'utf8')).toBe('theirs')
    expect(readdirSync(join(path, '..'))).toEqual(['out'])
  })

  it('can be known beforehand to have no place, without making anything', async () => {
    const folder = tempDir()
    writeFileSync(join(folder, 'there'), 'mine')
    await checkFree(join(folder, 'free'))
    await expect(checkFree(join(folder, 'there'))).rejects.toMatchObject({ code: 'E_FILE_EXISTS' })
    await expect(checkFree(join(folder, 'none', 'a'))).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' })
    expect(readdirSync(folder)).toEqual(['there'])
  })

  it('says which folder is missing', async () => {
    const path = join(tempDir(), 'no', 'out')
    await expect(createPartFile(path)).rejects.toMatchObject({
      code: 'E_FILE_NOT_FOUND',
      detail: { path, errno: 'ENOENT', action: 'write' },
    })
  })

  it.each(['x'.repeat(255), '日'.repeat(85)])('takes a name as long as the disk allows (%#)', async (name) => {
    const path = join(tempDir(), name)
    const part = await createPartFile(path)
    await part.write(bytes('long'))
    await part.commit()
    expect(readFileSync(path, 'utf8')).toBe('long')
  })

  it('writes at positions and keeps a hole at the end', async () => {
    const path = join(tempDir(), 'sparse')
    const part = await createPartFile(path)
    await Promise.all([part.writeAt(8192, bytes('b')), part.writeAt(0, bytes('a'))])
    await part.truncate(1024 * 1024)
    await part.commit()
    const content = readFileSync(path)
    expect([content.length, content[0], content[8192]]).toEqual([1024 * 1024, 97, 98])
    expect(statSync(path).blocks * 512).toBeLessThan(64 * 1024)
  })
})

describe('removing the part of a writer that is gone', () => {
  it('takes the part beside its output, and nothing else', async () => {
    const folder = tempDir()
    const path = join(folder, 'out')
    const part = await createPartFile(path)
    for (const name of ['mine', '.mine.part']) writeFileSync(join(folder, name), '')
    mkdirSync(join(folder, 'below'))
    writeFileSync(join(folder, 'below', '.out.01234567.part'), '')
    for (const other of ['mine', '.mine.part', 'below/.out.01234567.part']) await removePart(path, join(folder, other))
    await removePart(path, part.partPath)
    expect(readdirSync(folder).toSorted()).toEqual(['.mine.part', 'below', 'mine'])
    expect(readdirSync(join(folder, 'below'))).toHaveLength(1)
    await part.discard()
  })
})

describe('publishing where the disk has no hard links', () => {
  const noLinks = (): Promise<void> => Promise.reject(Object.assign(new Error('no links'), { code: 'ENOTSUP' }))

  it('moves the part to a reserved name', async () => {
    const folder = tempDir()
    writeFileSync(join(folder, 'part'), 'whole')
    await publish(join(folder, 'part'), join(folder, 'final'), noLinks)
    expect(readdirSync(folder)).toEqual(['final'])
    expect(readFileSync(join(folder, 'final'), 'utf8')).toBe('whole')
  })

  it('overwrites nothing', async () => {
    const folder = tempDir()
    writeFileSync(join(folder, 'part'), 'ours')
    writeFileSync(join(folder, 'final'), 'theirs')
    await expect(publish(join(folder, 'part'), join(folder, 'final'), noLinks)).rejects.toMatchObject({
      code: 'E_FILE_EXISTS',
    })
    expect(readFileSync(join(folder, 'final'), 'utf8')).toBe('theirs')
  })
})

it('finds what was begun and never finished, and nothing else', async () => {
  const folder = tempDir()
  writeFileSync(join(folder, '.a.diff.0123abcd.part'), 'half')
  for (const name of ['a.part', '.hidden', '.a.diff.0123ABCD.part', 'b.0123abcd.part'])
    writeFileSync(join(folder, name), '')
  linkSync(join(folder, 'a.part'), join(folder, 'c'))
  expect(await findLeftovers(folder)).toEqual([
    { path: join(folder, '.a.diff.0123abcd.part'), sizeBytes: 4, modifiedAtMs: expect.any(Number) as number },
  ])
})

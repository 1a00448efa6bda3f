import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, constants, openSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { BufferedOutput } from '../../../electron/engine/io/bufferedOutput.ts'
import { fileError } from '../../../electron/engine/io/fileError.ts'
import { createMeter } from '../../../electron/engine/io/meter.ts'
import { openDescriptorOutput, writableOutput } from '../../../electron/engine/io/outputStream.ts'
import { createPartFile } from '../../../electron/engine/io/partFile.ts'
import { sparseFileTarget } from '../../../electron/engine/io/sparseFile.ts'
import { neverAborted } from '../../support/signal.ts'
import { tempDir } from '../../support/tempDir.ts'

describe('a failure of the file system', () => {
  const errno = (code: string): Error => Object.assign(new Error(code), { code })

  it.each([
    ['ENOENT', 'E_FILE_NOT_FOUND'],
    ['ENOTDIR', 'E_FILE_NOT_FOUND'],
    ['EISDIR', 'E_FILE_IS_DIRECTORY'],
    ['EACCES', 'E_FILE_PERMISSION'],
    ['EPERM', 'E_FILE_PERMISSION'],
    ['EROFS', 'E_FILE_PERMISSION'],
    ['ENOSPC', 'E_FILE_NO_SPACE'],
    ['EDQUOT', 'E_FILE_NO_SPACE'],
    ['EEXIST', 'E_FILE_EXISTS'],
    ['EPIPE', 'E_PIPE_CLOSED'],
    ['EIO', 'E_FILE_WRITE'],
  ])('%s is %s, with the path in its sentence', (name, code) => {
    const error = fileError(errno(name), '/some/file', 'write')
    expect(error).toMatchObject({ code, detail: { path: '/some/file', errno: name } })
    expect(error.message).toContain('/some/file')
  })

  it('is told from what is no failure of the file system', () => {
    const abort = new DOMException('stop', 'AbortError')
    expect(fileError(abort, '/x', 'read')).toBe(abort)
    const bug = new TypeError('bug')
    expect(fileError(bug, '/x', 'read')).toBe(bug)
    expect(fileError(errno('EIO'), '/x', 'read')).toMatchObject({ code: 'E_FILE_READ' })
  })
})

describe('a buffered output', () => {
  it('gives its sink everything in order, however small the pieces, and never more than its buffers', async () => {
    const written: number[] = []
    let underWay = 0
    let most = 0
    const output = new BufferedOutput(
      {
        async write(bytes) {
          most = Math.max(most, ++underWay)
          const copy = [...bytes]
          await new Promise((resolve) => setImmediate(resolve))
          // The sink still owns the piece here.
          expect([...bytes]).toEqual(copy)
          written.push(...copy)
          underWay--
        },
      },
      { bufferBytes: 7, buffers: 3 },
    )
    const expected: number[] = []
    const piece = new Uint8Array(50)
    for (let length = 0; length < 50; length++) {
      piece.fill(length)
      await output.write(piece.subarray(0, length))
      piece.fill(255)
      for (let i = 0; i < length; i++) expected.push(length)
    }
    await output.flush()
    expect(written).toEqual(expected)
    expect(most).toBe(3)
  })

  it('tells of a failed write, at the latest when flushed', async () => {
    const output = new BufferedOutput({ write: () => Promise.reject(new Error('disk gone')) }, { bufferBytes: 4 })
    await output.write(new Uint8Array(2))
    await expect(output.flush()).rejects.toThrow('disk gone')
  })
})

describe('a sparse file', () => {
  it('reads as the image and holds no aligned block of zeros, whatever the offsets', async () => {
    const path = join(tempDir(), 'image')
    const meter = createMeter()
    const part = await createPartFile(path, { meter })
    const target = sparseFileTarget(part)
    const image = new Uint8Array(1_000_001)
    await target.resize(image.length)
    // Data, then more than two blocks of zeros, then data, beginning inside a block.
    const record = new Uint8Array(30_000)
    record.fill(1, 0, 10)
    record.fill(2, 29_000, 30_000)
    image.set(record, 5000)
    await target.write(5000, record)
    await target.zero(100_000, 50_000)
    image.fill(3, 999_999)
    await target.write(999_999, image.subarray(999_999))
    await target.finish()
    await part.commit()
    expect(Buffer.compare(readFileSync(path), image)).toBe(0)
    // 5000 lies in block 1, its data end in block 8, the tail in block 244.
    expect(statSync(path).blocks * 512).toBeLessThanOrEqual(4096 * 5)
    expect(meter.writtenBytes).toBeLessThan(4096 * 5)
  })

  it('keeps a hole at its end, and an image of nothing', async () => {
    for (const sizeBytes of [0, 4097]) {
      const path = join(tempDir(), 'image')
      const part = await createPartFile(path)
      const target = sparseFileTarget(part)
      await target.resize(sizeBytes)
      await target.finish()
      await part.commit()
      expect([statSync(path).size, statSync(path).blocks]).toEqual([sizeBytes, 0])
    }
  })

  it("takes no more of the disk than the real tool's file of the same image", async () => {
    const content = readFileSync(new URL('../../fixtures/rbd/img.head.raw', import.meta.url))
    const folder = tempDir()
    const part = await createPartFile(join(folder, 'ours'))
    const target = sparseFileTarget(part)
    await target.resize(content.length)
    await target.write(0, content)
    await target.finish()
    await part.commit()
    // The real tool leaves out objects that are all zero and writes the others whole (FORMATS §2); this image has order 16.
    const theirs = await open(join(folder, 'theirs'), 'wx')
    for (let at = 0; at < content.length; at += 65536) {
      const object = content.subarray(at, at + 65536)
      if (object.some((byte) => byte !== 0)) await theirs.write(object, 0, object.length, at)
    }
    await theirs.truncate(content.length)
    await theirs.sync()
    await theirs.close()
    expect(Buffer.compare(readFileSync(join(folder, 'ours')), content)).toBe(0)
    expect(statSync(join(folder, 'ours')).blocks).toBeLessThanOrEqual(statSync(join(folder, 'theirs')).blocks)
  })
})

describe('an output stream', () => {
  it('says so when the reader of a pipe goes away', async () => {
    const child = spawn('true', { stdio: ['pipe', 'ignore', 'ignore'] })
    await once(child, 'exit')
    const output = writableOutput(child.stdin, { signal: neverAborted })
    const flood = async (): Promise<void> => {
      for (;;) await output.write(new Uint8Array(65536))
    }
    await expect(flood()).rejects.toMatchObject({ code: 'E_PIPE_CLOSED' })
    output.abandon()
  })

  it('hears an abort while the reader does not read', async () => {
    const abort = new AbortController()
    const output = writableOutput(new PassThrough({ highWaterMark: 1 }), { signal: abort.signal })
    // Taken, but handed on only when somebody reads.
    const writing = output.write(new Uint8Array(1024 * 1024))
    abort.abort()
    await expect(writing).rejects.toThrow('aborted')
  })

  it('writes into a file in order, from where it stands', async () => {
    const path = join(tempDir(), 'out')
    writeFileSync(path, 'begun ')
    const descriptor = openSync(path, constants.O_WRONLY | constants.O_APPEND)
    const meter = createMeter()
    const output = await openDescriptorOutput(descriptor, { signal: neverAborted, meter })
    await Promise.all(['a', 'b', 'c'].map((text) => output.write(new TextEncoder().encode(text))))
    await output.finish()
    closeSync(descriptor)
    expect(readFileSync(path, 'utf8')).toBe('begun abc')
    expect(meter.writtenBytes).toBe(3)
  })

  it('says when the disk is full', async () => {
    const descriptor = openSync('/dev/full', 'w')
    const output = await openDescriptorOutput(descriptor, { signal: neverAborted })
    await expect(output.write(new Uint8Array(10))).rejects.toMatchObject({ code: 'E_FILE_NO_SPACE' })
    closeSync(descriptor)
  })
})

import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, openSync, closeSync, writeFileSync, writeSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openByteStream, READ_AHEAD } from '../../../electron/engine/io/byteStream.ts'
import { FileCache } from '../../../electron/engine/io/fileCache.ts'
import { openFileSource } from '../../../electron/engine/io/fileSource.ts'
import { createMeter } from '../../../electron/engine/io/meter.ts'
import { readableByteStream } from '../../../electron/engine/io/readableByteStream.ts'
import type { ByteStream } from '../../../electron/engine/delta.ts'
import { neverAborted } from '../../support/signal.ts'
import { tempDir } from '../../support/tempDir.ts'

async function digest(stream: ByteStream): Promise<string> {
  const hash = createHash('sha256')
  for (let chunk = await stream.read(); chunk !== null; chunk = await stream.read()) hash.update(chunk)
  return hash.digest('hex')
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe('a file source', () => {
  it('reads at any position, with and without a promise, and counts what it read', async () => {
    const path = join(tempDir(), 'file')
    writeFileSync(path, '0123456789')
    const meter = createMeter()
    const source = await openFileSource(path, { meter })
    const into = new Uint8Array(4)
    expect(await source.readAt(3, into)).toBe(4)
    expect(Buffer.from(into).toString()).toBe('3456')
    expect(source.readAtSync(8, into)).toBe(2)
    expect(Buffer.from(into).toString()).toBe('8956')
    expect(await source.readAt(10, into)).toBe(0)
    expect([source.sizeBytes, meter.readBytes]).toEqual([10, 6])
    await source.close()
    await source.close()
  })

  it('refuses a folder, a missing file, and what cannot be read out of order', async () => {
    const folder = tempDir()
    const fifo = join(folder, 'fifo')
    execFileSync('mkfifo', [fifo])
    await expect(openFileSource(folder)).rejects.toMatchObject({ code: 'E_FILE_IS_DIRECTORY' })
    await expect(openFileSource(fifo)).rejects.toMatchObject({ code: 'E_UNSUPPORTED' })
    await expect(openFileSource(join(folder, 'none'))).rejects.toMatchObject({
      code: 'E_FILE_NOT_FOUND',
      message: `There is no file ${join(folder, 'none')}`,
    })
    await expect(openFileSource(join(fifo, 'below'))).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' })
  })
})

describe('a stream over a file', () => {
  it.each([0, 1, 4096, 4097, READ_AHEAD * 4096, 100_001])('gives all of %i bytes, in order', async (length) => {
    const path = join(tempDir(), 'file')
    const content = randomBytes(length)
    writeFileSync(path, content)
    const meter = createMeter()
    const stream = await openByteStream(path, { signal: neverAborted, meter, chunkBytes: 4096 })
    expect(stream.sizeBytes).toBe(length)
    expect(await digest(stream)).toBe(sha256(content))
    expect(await stream.read()).toBe(null)
    expect(meter.readBytes).toBe(length)
    await stream.close()
  })

  it('leaves the chunk in hand alone while it reads ahead', async () => {
    const path = join(tempDir(), 'file')
    const content = randomBytes(64 * 1024)
    writeFileSync(path, content)
    const stream = await openByteStream(path, { signal: neverAborted, chunkBytes: 1024 })
    for (let at = 0; at < content.length; at += 1024) {
      const chunk = await stream.read()
      await turn()
      expect(Buffer.compare(chunk ?? new Uint8Array(0), content.subarray(at, at + 1024))).toBe(0)
    }
    await stream.close()
  })

  it('reads a device that has no positions', async () => {
    const stream = await openByteStream('/dev/zero', { signal: neverAborted, chunkBytes: 512 })
    expect(await stream.read()).toEqual(new Uint8Array(512))
    await stream.close()
  })

  it('refuses a folder and a missing file', async () => {
    const folder = tempDir()
    mkdirSync(join(folder, 'sub'))
    await expect(openByteStream(join(folder, 'sub'), { signal: neverAborted })).rejects.toMatchObject({
      code: 'E_FILE_IS_DIRECTORY',
    })
    await expect(openByteStream(join(folder, 'none'), { signal: neverAborted })).rejects.toMatchObject({
      code: 'E_FILE_NOT_FOUND',
    })
  })
})

describe('a FIFO', () => {
  const makeFifo = (): string => {
    const path = join(tempDir(), 'fifo')
    execFileSync('mkfifo', [path])
    return path
  }

  it('gives what is written into it', async () => {
    const path = makeFifo()
    const opening = openByteStream(path, { signal: neverAborted })
    // Opened for both ends, so that this thread does not wait for the reader.
    const writer = openSync(path, 'r+')
    const stream = await opening
    writeSync(writer, 'through the pipe')
    closeSync(writer)
    expect(await digest(stream)).toBe(sha256(Buffer.from('through the pipe')))
    await stream.close()
  })

  it('hears an abort while it waits for a writer', async () => {
    const path = makeFifo()
    const abort = new AbortController()
    const opening = openByteStream(path, { signal: abort.signal })
    // Behind its own look at the path, so that the open is under way.
    await stat(path)
    await turn()
    abort.abort()
    await expect(opening).rejects.toThrow('aborted')
  })

  it('hears an abort before it is opened', async () => {
    const abort = new AbortController()
    const opening = openByteStream(makeFifo(), { signal: abort.signal })
    abort.abort()
    await expect(opening).rejects.toThrow('aborted')
  })

  it('hears an abort while its writer says nothing', async () => {
    const path = makeFifo()
    const abort = new AbortController()
    const opening = openByteStream(path, { signal: abort.signal })
    const writer = openSync(path, 'r+')
    const stream = await opening
    const reading = stream.read()
    await turn()
    abort.abort()
    await expect(reading).rejects.toThrow('aborted')
    await stream.close()
    closeSync(writer)
  })
})

describe('a stream over a readable', () => {
  it('gives everything, pieces that came together in one', async () => {
    const readable = new PassThrough()
    readable.write('a')
    readable.write('b')
    const meter = createMeter()
    const stream = readableByteStream(readable, { signal: neverAborted, meter })
    expect(Buffer.from((await stream.read()) ?? []).toString()).toBe('ab')
    const next = stream.read()
    readable.end('c')
    expect(Buffer.from((await next) ?? []).toString()).toBe('c')
    expect(await stream.read()).toBe(null)
    expect(meter.readBytes).toBe(3)
  })

  it('is empty when its readable is', async () => {
    expect(await readableByteStream(Readable.from([]), { signal: neverAborted }).read()).toBe(null)
  })

  it('never takes a broken readable for its end', async () => {
    const readable = new PassThrough()
    const stream = readableByteStream(readable, { signal: neverAborted })
    const reading = stream.read()
    readable.destroy()
    await expect(reading).rejects.toMatchObject({ code: 'E_FILE_READ' })
  })
})

describe('a file cache', () => {
  it('reads more files than it may have open, several at once', async () => {
    const folder = tempDir()
    const cache = new FileCache({ max: 4 })
    const sources = Array.from({ length: 20 }, (_, number) => {
      writeFileSync(join(folder, String(number)), Buffer.alloc(1000, number))
      return cache.source(join(folder, String(number)), 1000)
    })
    for (let round = 0; round < 3; round++) {
      const read = await Promise.all(
        sources.map(async (source) => {
          const into = new Uint8Array(1000)
          return [await source.readAt(0, into), into[0], into[999]]
        }),
      )
      expect(read).toEqual(sources.map((_, number) => [1000, number, number]))
      for (const [number, source] of sources.entries()) {
        const into = new Uint8Array(1)
        source.readAtSync(5, into)
        expect(into[0]).toBe(number)
      }
      expect(cache.openCount).toBeLessThanOrEqual(4)
    }
    await cache.close()
    expect(cache.openCount).toBe(0)
  })

  it('gives a missing file its name', () => {
    const path = join(tempDir(), 'none')
    expect(() => new FileCache().source(path, 1)).toThrow(`There is no file ${path}`)
  })
})

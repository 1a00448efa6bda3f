import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { type BytePipe, openBytePipe } from '../../../electron/engine/io/bytePipe.ts'
import { createMeter } from '../../../electron/engine/io/meter.ts'
import { neverAborted } from '../../support/signal.ts'
import { tempDir } from '../../support/tempDir.ts'

/** Gives a child the end that is written to, and closes it here. */
function startInto({ into }: BytePipe, source: string): ReturnType<typeof spawn> {
  const child = spawn(process.execPath, ['--eval', source], { stdio: ['ignore', into, 'ignore'] })
  into.destroy()
  return child
}

const exitOf = (child: ReturnType<typeof spawn>) => new Promise((resolve) => child.once('exit', resolve))

describe('a pipe that is read into one buffer', () => {
  it('gives every byte once and in order, and counts them, however they come', async () => {
    const meter = createMeter()
    const pipe = await openBytePipe({ signal: neverAborted, meter })
    // Pieces of a byte and of 3 MiB, made of a seed that both sides know.
    const source = `
      const { createHash } = require('node:crypto'), { writeSync } = require('node:fs')
      let seed = createHash('sha512').update('seed').digest()
      for (let i = 0; i < 60; i++) {
        seed = createHash('sha512').update(seed).digest()
        const piece = Buffer.alloc([1, 17, 64 * 1024, 3 * 1024 * 1024][i % 4], seed)
        for (let at = 0; at < piece.length; ) at += writeSync(1, piece, at)
      }`
    startInto(pipe, source)
    const wanted = createHash('sha256')
    let seed = createHash('sha512').update('seed').digest()
    let bytes = 0
    for (let i = 0; i < 60; i++) {
      seed = createHash('sha512').update(seed).digest()
      const piece = Buffer.alloc([1, 17, 64 * 1024, 3 * 1024 * 1024][i % 4] as number, seed)
      wanted.update(piece)
      bytes += piece.length
    }
    const found = createHash('sha256')
    for (let chunk = await pipe.stream.read(); chunk !== null; chunk = await pipe.stream.read()) {
      found.update(chunk)
      // What is in hand stays as it is while it is in hand, whatever comes meanwhile.
      const before = Buffer.from(chunk)
      await new Promise((resolve) => setImmediate(resolve))
      expect(Buffer.compare(before, chunk)).toBe(0)
    }
    expect(found.digest('hex')).toBe(wanted.digest('hex'))
    expect(meter.readBytes).toBe(bytes)
    await pipe.stream.close()
  })

  it('is read no further than it is pulled', async () => {
    const meter = createMeter()
    const pipe = await openBytePipe({ signal: neverAborted, meter })
    const child = startInto(pipe, `require('node:fs').writeSync(1, Buffer.alloc(64 * 1024 * 1024))`)
    const first = (await pipe.stream.read())?.length ?? 0
    const ended = exitOf(child)
    await new Promise((resolve) => setImmediate(resolve))
    expect([meter.readBytes, first > 0, first <= 1024 * 1024]).toEqual([first, true, true])
    // A pipe that nobody reads any more ends its writer.
    await pipe.stream.close()
    await ended
  })

  it('ends with its writer', async () => {
    const pipe = await openBytePipe({ signal: neverAborted })
    startInto(pipe, '')
    expect(await pipe.stream.read()).toBeNull()
    await pipe.stream.close()
  })

  it('hears an abort while its writer says nothing', async () => {
    const abort = new AbortController()
    const pipe = await openBytePipe({ signal: abort.signal })
    const child = startInto(pipe, 'setInterval(() => {}, 1000)')
    const reading = pipe.stream.read()
    abort.abort()
    await expect(reading).rejects.toThrow('aborted')
    await pipe.stream.close()
    child.kill()
    await exitOf(child)
  })

  it('leaves no name behind, and says where it cannot be made', async () => {
    const folder = tempDir()
    vi.stubEnv('TMPDIR', folder)
    const pipe = await openBytePipe({ signal: neverAborted })
    expect(readdirSync(folder)).toEqual([])
    pipe.into.destroy()
    await pipe.stream.close()
    vi.stubEnv('TMPDIR', join(folder, randomBytes(60).toString('hex'), 'none'))
    await expect(openBytePipe({ signal: neverAborted })).rejects.toThrow()
    vi.unstubAllEnvs()
  })
})

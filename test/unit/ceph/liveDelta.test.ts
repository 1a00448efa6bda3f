import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readLive } from '../../../electron/engine/ceph/liveDelta.ts'
import { createMeter } from '../../../electron/engine/io/meter.ts'
import type { Connection } from '../../../shared/connections.ts'
import { nameFromText } from '../../../shared/names.ts'
import { neverAborted } from '../../support/signal.ts'
import { tempDir } from '../../support/tempDir.ts'

/** A program in the place of `rbd` that writes its header by itself, and then what it is told, and waits where it is not read. */
function programThat(writes: string): Connection {
  const path = join(tempDir(), 'program.cjs')
  const head = `
    const { writeSync } = require('node:fs')
    const put = (bytes) => { for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at) }
    const u64 = (value) => { const bytes = Buffer.alloc(8); bytes.writeBigUInt64LE(BigInt(value)); return bytes }
    const header = (size) => put(Buffer.concat([Buffer.from('rbd diff v1\\nt\\x04\\0\\0\\0snaps'), u64(size)]))
    const data = (offset, byte) => put(Buffer.concat([Buffer.from('w'), u64(offset), u64(4194304), Buffer.alloc(4194304, byte)]))
    const pause = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
  `
  writeFileSync(path, head + writes)
  return { name: 'lab', reach: { kind: 'prefix', words: [process.execPath, path] }, pace: 'normal' }
}

const SIZE = 64 * 1024 * 1024

function reading(connection: Connection, signal = neverAborted) {
  const image = { connection: 'lab', pool: nameFromText('rbd'), namespace: '', image: nameFromText('img') }
  const stretch = { connection, image, from: null, to: nameFromText('snap'), sizeBytes: SIZE, wholeObject: true }
  return readLive(stretch, { signal, meter: createMeter() })
}

describe('a live image that is read', () => {
  it('is known by a header that came before all else, whatever came behind it', async () => {
    const reader = reading(
      programThat(`header(${SIZE}); pause(); data(0, 0x61); data(8388608, 0x62); put(Buffer.from('e'))`),
    )
    const found: string[] = []
    for (let record = await reader.next(); record !== null; record = await reader.next()) {
      const bytes = new Set<number>()
      for (let slice = await reader.payload(1 << 20); slice !== null; slice = await reader.payload(1 << 20)) {
        for (const byte of slice) bytes.add(byte)
      }
      found.push(`${record.kind} ${record.offset}+${record.length}: ${[...bytes].join(',')}`)
    }
    expect(found).toEqual(['data 0+4194304: 97', 'data 8388608+4194304: 98'])
    await reader.close()
  })

  it('that became another is told at once, though there is more to come than anybody reads', async () => {
    const reader = reading(
      programThat(`header(${SIZE * 2}); for (let i = 0; i < 16; i++) data(i * 4194304, 1); put(Buffer.from('e'))`),
    )
    await expect(reader.next()).rejects.toMatchObject({ code: 'E_DIFF_DRIFTED' })
    await reader.close()
  })

  it('that is no diff is told at once', async () => {
    const reader = reading(programThat(`for (;;) put(Buffer.alloc(4194304, 1))`))
    await expect(reader.next()).rejects.toMatchObject({ code: 'E_STREAM_BAD_MAGIC' })
    await reader.close()
  })

  it('whose reading breaks off is explained by the program', async () => {
    const broken = `header(${SIZE}); data(0, 1); console.error('rbd: error reading'); process.exitCode = 5`
    const reader = reading(programThat(broken))
    await reader.next()
    const rest = async () => {
      while ((await reader.payload(1 << 20)) !== null);
      await reader.next()
    }
    await expect(rest()).rejects.toMatchObject({ code: expect.stringMatching(/^E_CLUSTER_/) as string })
    await reader.close()
  })

  it('is told as what it is where there is no such program', async () => {
    const reader = reading({ name: 'lab', reach: { kind: 'prefix', words: ['/nowhere/rbd'] }, pace: 'normal' })
    await expect(reader.next()).rejects.toMatchObject({ code: 'E_CLUSTER_PROGRAM' })
    await reader.close()
  })
})

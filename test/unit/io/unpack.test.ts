import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Packing, unpack } from '../../../electron/engine/io/unpack.ts'
import { chunked, joined, streamOf } from '../../support/byteStreams.ts'
import { mixedBytes, packed, packedByTool, skippableFrame } from '../../support/packed.ts'
import { runs, seed } from '../../support/propertyRuns.ts'
import { neverAborted } from '../../support/signal.ts'

const PACKINGS: readonly Packing[] = ['gzip', 'zstd']
const content = mixedBytes(300_000)
const text = (value: string): Uint8Array => new TextEncoder().encode(value)

async function unpacked(packing: Packing, bytes: Uint8Array, sizes: readonly number[] = [bytes.length]) {
  const stream = unpack(streamOf(chunked(bytes, sizes), { isAsync: true }), packing, {
    signal: neverAborted,
    name: 'FILE',
  })
  const parts: Uint8Array[] = []
  try {
    for (;;) {
      const chunk = await stream.read()
      if (chunk === null) return joined(parts)
      parts.push(chunk.slice())
    }
  } finally {
    await stream.close()
  }
}

describe.each(PACKINGS)('a stream packed with %s', (packing) => {
  const one = packed(packing, content)

  it('is read as what it holds, of any number of members or frames, however it is chunked', async () => {
    const member = fc.tuple(fc.nat({ max: 3000 }), fc.nat(), fc.boolean())
    await fc.assert(
      fc.asyncProperty(
        fc.array(member, { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 }),
        async (members, sizes) => {
          const contents = members.map(([length, start]) => content.subarray(start % 1000, (start % 1000) + length))
          const bytes = members.flatMap(([, , isSkipped], i) => [
            ...(packing === 'zstd' && isSkipped ? [skippableFrame(text('anything'))] : []),
            packed(packing, contents[i] as Uint8Array),
          ])
          expect(Buffer.compare(await unpacked(packing, joined(bytes), sizes), joined(contents))).toBe(0)
        },
      ),
      { seed, numRuns: runs(200) },
    )
  })

  it('is read as the tool of that name packed it', async () => {
    for (const args of [[], packing === 'zstd' ? ['-T2', '-19', '--long=27'] : ['-9']]) {
      const bytes = packedByTool(packing, content, args)
      if (bytes !== null) expect(Buffer.compare(await unpacked(packing, bytes, [70_000]), content)).toBe(0)
    }
  })

  it('holds nothing when it packs nothing', async () => {
    expect(await unpacked(packing, packed(packing, new Uint8Array(0)))).toHaveLength(0)
  })

  it('is damaged when it is cut, wherever that is', async () => {
    const small = packed(packing, content.subarray(0, 700))
    for (let cut = 1; cut < small.length; cut++) {
      const reading = unpacked(packing, joined([small, small.subarray(0, cut)]), [97])
      await expect(reading, `cut to ${cut}`).rejects.toMatchObject({
        code: 'E_FORMAT_PACKING_DAMAGED',
        detail: { offset: small.length + cut },
      })
    }
  })

  it('is damaged when a bit of what it packs is flipped, and says nearly where', async () => {
    for (const at of [20, one.length >> 1, one.length - 3]) {
      const bytes = Uint8Array.from(one)
      bytes[at] = (bytes[at] as number) ^ 0x10
      const error = await unpacked(packing, bytes, [4096]).catch((reason: unknown) => reason)
      expect(error).toMatchObject({ code: 'E_FORMAT_PACKING_DAMAGED' })
      expect((error as { message: string }).message).toMatch(/^FILE is (damaged|cut off)/)
    }
  })

  it('is damaged when something else stands behind its end', async () => {
    for (const sizes of [[1_000_000], [100]]) {
      await expect(unpacked(packing, joined([one, text('rbd diff v1\n')]), sizes)).rejects.toMatchObject({
        code: 'E_FORMAT_PACKING_DAMAGED',
      })
    }
  })

  it('is read no further than it is asked for', async () => {
    const bytes = packed(packing, new Uint8Array(64 * 1024 * 1024))
    const source = streamOf(chunked(bytes, [200]))
    const stream = unpack(source, packing, { signal: neverAborted, name: 'FILE' })
    await stream.read()
    await stream.close()
    expect(source.pulls * 200).toBeLessThan(bytes.length / 2)
  })

  it('hears an abort while its source has nothing to give', async () => {
    const abort = new AbortController()
    const stream = unpack({ read: () => new Promise(() => {}) }, packing, { signal: abort.signal, name: 'FILE' })
    const reading = stream.read()
    abort.abort(new Error('stop'))
    await expect(reading).rejects.toThrow('stop')
    await stream.close()
  })

  it('gives the failure of its source on as it is', async () => {
    const failure = Object.assign(new Error('gone'), { code: 'EIO' })
    let isFirst = true
    const read = (): Promise<Uint8Array> => {
      if (!isFirst) return Promise.reject(failure)
      isFirst = false
      return Promise.resolve(one.subarray(0, 50))
    }
    const stream = unpack({ read }, packing, { signal: neverAborted, name: 'FILE' })
    await expect(
      (async () => {
        while ((await stream.read()) !== null);
      })(),
    ).rejects.toBe(failure)
    await stream.close()
  })
})

describe('gzip', () => {
  it('may be followed by zeros, as on tapes', async () => {
    const bytes = joined([packed('gzip', content), new Uint8Array(5000)])
    expect(await unpacked('gzip', bytes, [1000])).toHaveLength(content.length)
    await expect(unpacked('gzip', joined([bytes, text('x')]), [1000])).rejects.toMatchObject({
      code: 'E_FORMAT_PACKING_DAMAGED',
      detail: { offset: bytes.length },
    })
  })
})

describe('zstd', () => {
  it('that wants more memory than 128 MiB is refused with the command that unpacks it', async () => {
    // A frame whose window is 2^31 bytes, as `zstd --long=31` makes them.
    const frame = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 1, 0, 0)
    await expect(unpacked('zstd', frame)).rejects.toMatchObject({
      code: 'E_FORMAT_COMPRESSED',
      hint: 'Unpack it first: zstd -d --long=31 FILE',
    })
  })
})

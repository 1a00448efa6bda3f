import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { packZstd } from '../../../electron/engine/io/pack.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { nameFromBytes } from '../../../shared/names.ts'
import { fixtureBytes, fixturePath } from '../../support/fixtures.ts'
import { runJob } from '../../support/jobs.ts'
import { importDiffFiles, newLibrary } from '../../support/libraries.ts'
import { bytesOf, ref } from '../../support/libraryParts.ts'
import { mixedBytes } from '../../support/packed.ts'
import { tempDir } from '../../support/tempDir.ts'

const MERGED = fixtureBytes('img.s1-s2+s2-s3.merged.diff')

const merge = (path: string, manifest = false): JobRequest => ({
  kind: 'merge',
  inputs: ['img.s1-s2.diff', 'img.s2-s3.diff'].map((file) => ({ kind: 'file' as const, path: fixturePath(file) })),
  path,
  output: { compress: 'zstd', manifest },
})

describe('an output packed with zstd', () => {
  it('unpacks to the bytes of one that is not, here and with the tool', async () => {
    const path = join(tempDir(), 'merged.zst')
    const { plan } = await runJob(merge(path))
    const bytes = readFileSync(path)
    expect(plan).toMatchObject({ outputBytes: null, warnings: [] })
    expect(Buffer.compare(zstdDecompressSync(bytes), MERGED)).toBe(0)
    // The frame bears a checksum, so that a flipped bit is met when it is unpacked.
    expect((bytes[4] ?? 0) & 0x04).toBe(0x04)
    const run = spawnSync('zstd', ['-dc', path])
    if (run.error === undefined) expect(run.stdout.equals(MERGED)).toBe(true)
  })

  it('is taken as an input again', async () => {
    const path = join(tempDir(), 'merged.zst')
    await runJob(merge(path))
    const library = await newLibrary()
    await importDiffFiles(library, ref('web'), [fixturePath('img.begin-s1.diff'), path])
    const { links } = await library.readImage(ref('web'))
    expect(links.map(({ fileBytes }) => fileBytes)).toEqual([fixtureBytes('img.begin-s1.diff').length, MERGED.length])
  })

  it('has a manifest that says so, of the bytes as they lie there', async () => {
    const path = join(tempDir(), 'merged.zst')
    const { report } = await runJob(merge(path, true))
    expect(JSON.parse(readFileSync(`${path}.rbdm.json`, 'utf8'))).toMatchObject({
      packing: 'zstd',
      lengthBytes: readFileSync(path).length,
      digest: report.digest,
    })
  })

  it('goes to standard output too', async () => {
    const chunks: Uint8Array[] = []
    await runJob(merge('-'), { streams: { output: (chunk) => void chunks.push(chunk.slice()) } })
    expect(Buffer.compare(zstdDecompressSync(Buffer.concat(chunks)), MERGED)).toBe(0)
  })

  it('of a raw image is a stream of its whole size, and the plan says that', async () => {
    const library = await newLibrary()
    await importDiffFiles(
      library,
      ref('web'),
      ['img.begin-s3.diff', 'img.s3-head.diff'].map((file) => fixturePath(file)),
    )
    const image = {
      connection: 'library',
      pool: nameFromBytes(bytesOf('rbd')),
      namespace: '',
      image: nameFromBytes(bytesOf('web')),
    }
    const path = join(tempDir(), 'web.raw.zst')
    const request: JobRequest = {
      kind: 'export',
      source: { ...image, snapshot: null },
      path,
      output: { compress: 'zstd' },
    }
    const { plan } = await runJob(request, { library })
    expect(plan.warnings).toEqual(['Packed, a raw image is a stream: it has no holes, and unpacks to its whole size'])
    expect(Buffer.compare(zstdDecompressSync(readFileSync(path)), fixtureBytes('img.head.raw'))).toBe(0)
  })

  it('leaves nothing behind when it is cancelled', async () => {
    const folder = tempDir()
    const abort = new AbortController()
    const running = runJob(merge(join(folder, 'merged.zst'), true), {
      signal: abort.signal,
      onProgress: ({ phase }) => {
        if (phase === 'copying') abort.abort(new Error('enough'))
      },
    })
    await expect(running).rejects.toThrow('enough')
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('the packer', () => {
  it('packs what it is given in order, and takes pieces that are used again', async () => {
    const written: Uint8Array[] = []
    const packer = packZstd({
      write: (bytes) => {
        written.push(bytes.slice())
        return Promise.resolve()
      },
    })
    const content = mixedBytes(3_000_000)
    const piece = new Uint8Array(70_000)
    for (let at = 0; at < content.length; at += piece.length) {
      const part = content.subarray(at, at + piece.length)
      piece.set(part)
      await packer.write(piece.subarray(0, part.length))
      piece.fill(0xee)
    }
    await packer.finish()
    expect(Buffer.compare(zstdDecompressSync(Buffer.concat(written)), content)).toBe(0)
  })

  it('tells of a failed write, at the latest at its end', async () => {
    const packer = packZstd({ write: vi.fn().mockRejectedValue(new Error('disk gone')) })
    const flood = async (): Promise<void> => {
      for (let count = 0; count < 40; count++) await packer.write(mixedBytes(100_000, count + 1))
      await packer.finish()
    }
    await expect(flood()).rejects.toThrow('disk gone')
    packer.close()
  })
})

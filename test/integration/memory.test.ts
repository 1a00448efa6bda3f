import { spawn } from 'node:child_process'
import { createWriteStream, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { ImageRef } from '../../shared/imageSpec.ts'
import { nameFromText } from '../../shared/names.ts'
import { writeDiff, writeRaw } from '../bench/files.ts'
import { BAD_STREAMS_FOLDER } from '../fixtures/makeBadStreams.ts'
import type { CappedAnswer, CappedRequest } from '../support/cappedChild.ts'
import { tempDir } from '../support/tempDir.ts'

const MIB = 1024 * 1024
/** The heap of the child. What it reads and writes lies outside of it, and is seen in its resident memory. */
const HEAP_MIB = 64
/** What hostile heads may cost above an idle process, and what any job may (DESIGN §7 allows 300). */
const HOSTILE_MIB = 96
const JOB_MIB = 150

const image = (name: string): ImageRef => ({
  connection: 'library',
  pool: nameFromText('rbd'),
  namespace: '',
  image: nameFromText(name),
})

/** Has a capped child do everything, in order. Gives its answers, the first for being idle. */
async function capped(folder: string, requests: readonly CappedRequest[]): Promise<readonly CappedAnswer[]> {
  const script = join(import.meta.dirname, '../support/cappedChild.ts')
  const args = [`--max-old-space-size=${HEAP_MIB}`, script, join(folder, 'library')]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(requests.map((request) => `${JSON.stringify(request)}\n`).join(''))
  const answers: CappedAnswer[] = []
  for await (const line of createInterface({ input: child.stdout })) answers.push(JSON.parse(line) as CappedAnswer)
  expect(answers, 'the child came to its end').toHaveLength(requests.length + 1)
  return answers
}

/** The most that was used above an idle process. */
function usedMiB(answers: readonly CappedAnswer[]): number {
  return (answers.at(-1)?.memoryMiB ?? Number.POSITIVE_INFINITY) - (answers[0]?.memoryMiB ?? 0)
}

const le64 = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(value)
  return bytes
}

/** A file of some head, and one piece over and over. */
function flood(path: string, head: Buffer, piece: Buffer, count: number): string {
  writeFileSync(path, Buffer.concat([head, ...Array<Buffer>(count).fill(piece)]))
  return path
}

/** Files whose heads promise, or repeat, what would fill any memory. */
function floods(folder: string): readonly string[] {
  const v1 = Buffer.from('rbd diff v1\n')
  const v2 = Buffer.from('rbd image v2\n')
  const name = Buffer.concat([Buffer.from('f'), Buffer.of(0, 16, 0, 0), Buffer.alloc(4096, 'x')])
  const meta = (length: bigint, body: Buffer): Buffer => Buffer.concat([Buffer.from('M'), le64(length), body])
  const key = Buffer.concat([
    Buffer.of(3, 0, 0, 0),
    Buffer.from('key'),
    Buffer.of(0, 0, 1, 0),
    Buffer.alloc(65_536, 'v'),
  ])
  const start = Buffer.concat([v2, Buffer.from('E'), Buffer.from('rbd image diffs v2\n')])
  return [
    flood(join(folder, 'names'), v1, name, 30_000),
    flood(join(folder, 'data of 2^62'), v1, Buffer.concat([Buffer.from('w'), le64(0n), le64(1n << 62n)]), 1),
    flood(join(folder, 'data of 8 GiB'), v1, Buffer.concat([Buffer.from('w'), le64(0n), le64(1n << 33n)]), 1),
    flood(join(folder, 'meta of 2^40'), v2, meta(1n << 40n, Buffer.alloc(100)), 1),
    flood(join(folder, 'meta records'), v2, meta(BigInt(key.length), key), 2000),
    flood(join(folder, 'unknown records'), v2, Buffer.concat([Buffer.from('Q'), le64(0n)]), 3_000_000),
    flood(join(folder, 'count of 2^60'), start, le64(1n << 60n), 1),
    flood(join(folder, 'count of 2^50'), start, le64(1n << 50n), 1),
  ]
}

describe('memory, with a heap of 64 MiB', () => {
  it('is not had by streams that promise or repeat what would fill it', { timeout: 300_000 }, async () => {
    const folder = tempDir()
    const bad = readdirSync(BAD_STREAMS_FOLDER).map((file) => join(BAD_STREAMS_FOLDER, file))
    const promised = floods(folder)
    const files = [...promised, ...bad]
    const requests = files.flatMap((path, i): CappedRequest[] => {
      const inputs = [path, path].map((input) => ({ kind: 'file' as const, path: input }))
      return [
        { kind: 'inspect', paths: [path] },
        { kind: 'merge', inputs, path: join(folder, `merged-${i}`) },
        { kind: 'convert', inputs: inputs.slice(0, 1), to: 'diff', path: join(folder, `diff-${i}`) },
        { kind: 'import', format: 'diffs', paths: [path], target: image(`i${i}`) },
      ]
    })
    const answers = await capped(folder, requests)
    for (const [i, { outcome }] of answers.slice(1).entries()) {
      const said = `${requests[i]?.kind} of ${files[i >> 2]}`
      expect(outcome, said).toMatch(/^(done|E_[A-Z0-9_]+)$/)
      expect(outcome, said).not.toBe('E_INTERNAL')
      // What promises too much is refused by whoever takes diffs alone.
      if (i >> 2 < promised.length && (requests[i]?.kind === 'merge' || requests[i]?.kind === 'import')) {
        expect(outcome, said).toMatch(/^E_(STREAM|FORMAT)_/)
      }
    }

    expect(usedMiB(answers)).toBeLessThan(HOSTILE_MIB)
  })

  it('is not had by large jobs, packed ones among them', { timeout: 300_000 }, async () => {
    const folder = tempDir()
    const path = (name: string): string => join(folder, name)
    const sizeBytes = 256 * MIB
    writeRaw(path('base.raw'), sizeBytes)
    const increments = Array.from({ length: 10 }, (_, i) => path(`${i}.diff`))
    for (const [i, increment] of increments.entries()) {
      const from = i === 0 ? null : `s${i - 1}`
      // 10,000 records of 512 bytes, which lie apart in every other one.
      const common = { recordBytes: 512, count: 10_000, strideBytes: 16_384, sizeBytes }
      writeDiff(increment, { ...common, from, to: `s${i}`, firstOffset: i * 256 })
    }
    // A bomb: 2 GiB of zeros in 2 MiB.
    const zeros = Readable.from(Array<Buffer>(512).fill(Buffer.alloc(4 * MIB)), { objectMode: false })
    await pipeline(zeros, createGzip({ level: 1 }), createWriteStream(path('zeros.gz')))
    const inputs = increments.map((input) => ({ kind: 'file' as const, path: input }))
    const requests: readonly CappedRequest[] = [
      { kind: 'inspect', paths: increments },
      { kind: 'inspect', paths: [path('zeros.gz')] },
      { kind: 'merge', inputs, path: path('merged.diff') },
      { kind: 'merge', inputs, path: path('merged.zst'), output: { compress: 'zstd' } },
      {
        kind: 'convert',
        inputs: [{ kind: 'file', path: path('base.raw') }, ...inputs],
        to: 'raw',
        path: path('new.raw'),
      },
      { kind: 'import', format: 'raw', paths: [path('new.raw')], target: image('big') },
      { kind: 'import', format: 'raw', paths: [path('zeros.gz')], target: image('zeros') },
      { kind: 'import-diff', paths: [path('0.diff')], target: image('big'), overlay: true },
      { kind: 'export', source: { ...image('big'), snapshot: null }, path: path('out.raw') },
      { kind: 'export', source: { ...image('big'), snapshot: null }, path: path('out.v2'), format: 'v2' },
    ]
    const answers = await capped(folder, requests)
    expect(answers.slice(1).map(({ outcome }) => outcome)).toEqual(requests.map(() => 'done'))

    expect(usedMiB(answers)).toBeLessThan(JOB_MIB)
  })
})

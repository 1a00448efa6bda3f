import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { JobRequest } from '../../../shared/jobs.ts'
import { nameFromText } from '../../../shared/names.ts'
import { readableByteStream } from '../../../electron/engine/io/readableByteStream.ts'
import type { Streams, WorkProgress } from '../../../electron/engine/ops/context.ts'
import { prepare } from '../../../electron/engine/ops/prepare.ts'
import { joined, streamOf } from '../../support/byteStreams.ts'
import { fileInputs, nameOf, opContext, runRequest, writeFiles } from '../../support/convert.ts'
import { fixtureBytes, fixturePath, sha256 } from '../../support/fixtures.ts'
import { fixtureChain } from '../../support/libraries.ts'
import { makeDiff } from '../../support/libraryParts.ts'
import { neverAborted } from '../../support/signal.ts'
import { tempDir } from '../../support/tempDir.ts'

type Convert = Extract<JobRequest, { kind: 'convert' }>
const hashOf = (path: string): string => sha256(new Uint8Array(readFileSync(path)))
const fromPipe = (to: Convert['to'], path: string, more: Partial<Convert> = {}): Convert => ({
  kind: 'convert',
  inputs: fileInputs('-'),
  to,
  path,
  output: { manifest: false },
  ...more,
})

/** Standard streams of a test: a file as input, memory as output. */
function streams(input: string | null): Streams & { readonly written: () => Uint8Array } {
  const parts: Uint8Array[] = []
  return {
    ...(input === null
      ? {}
      : { input: readableByteStream(createReadStream(input, { highWaterMark: 5000 }), { signal: neverAborted }) }),
    output: (chunk) => {
      parts.push(chunk.slice())
    },
    written: () => joined(parts),
  }
}

describe('a conversion from standard input', () => {
  it.each(['small.v2', 'img.begin-s1.diff', 'img.head.raw'])('of %s gives what the file gives', async (file) => {
    const folder = tempDir()
    for (const to of ['raw', 'v2', 'diff'] as const) {
      const [piped, direct] = [join(folder, `piped.${to}`), join(folder, `direct.${to}`)]
      await runRequest(fromPipe(to, piped), opContext({ streams: streams(fixturePath(file)) }))
      await runRequest({ ...fromPipe(to, direct), inputs: fileInputs(fixturePath(file)) })
      expect(hashOf(piped)).toBe(hashOf(direct))
    }
    expect(readdirSync(folder)).toHaveLength(6)
  })

  it('applies a diff to a raw image while it comes, holding nothing of it', async () => {
    const folder = tempDir()
    const path = join(folder, 'a.raw')
    const seen: WorkProgress[] = []
    const context = opContext({
      streams: streams(fixturePath('small.begin-a.diff')),
      onProgress: (progress) => void seen.push(progress),
    })
    const prepared = await prepare(fromPipe('raw', path), context)
    // Only the header has been asked for.
    expect(context.meter.readBytes).toBeLessThan(statSync(fixturePath('small.begin-a.diff')).size / 2)
    const report = await prepared.run()
    await prepared.close()
    expect(hashOf(path)).toBe(fixtureChain('small')[0]?.contentSha256)
    expect(report.dataBytes).toBeGreaterThan(0)
    expect(seen.some(({ phase }) => phase === 'unpacking')).toBe(false)
    expect(seen.at(-1)).toMatchObject({ phase: 'finishing', totalBytes: null })
  })

  it('refuses what cannot be made of it, and leaves nothing', async () => {
    const folder = tempDir()
    const [sizeless = ''] = writeFiles(folder, [makeDiff({ sizeBytes: null })])
    const cut = join(folder, '1.bin')
    writeFiles(folder, [new Uint8Array(0), fixtureBytes('small.begin-a.diff').slice(0, 50_000)])
    const out = join(folder, 'out')
    for (const [input, request, code] of [
      [fixturePath('small.a-b.diff'), fromPipe('raw', out), 'E_DIFF_START_SNAPSHOT_MISSING'],
      [fixturePath('small.a-b.diff'), fromPipe('v2', out), 'E_DIFF_START_SNAPSHOT_MISSING'],
      [fixturePath('small.begin-a.diff'), fromPipe('raw', out, { at: nameOf('b') }), 'E_SNAPSHOT_NOT_FOUND'],
      [fixturePath('small.begin-a.diff'), fromPipe('raw', cut), 'E_FILE_EXISTS'],
      [join(folder, '0.bin'), fromPipe('raw', out), 'E_FILE_EMPTY'],
      [cut, fromPipe('raw', out), 'E_STREAM_TRUNCATED'],
      [cut, fromPipe('diff', out), 'E_STREAM_TRUNCATED'],
      [null, fromPipe('raw', out), 'E_UNSUPPORTED'],
      [cut, { ...fromPipe('raw', out), inputs: fileInputs('-', sizeless) }, 'E_UNSUPPORTED'],
      [cut, { ...fromPipe('raw', out), inputs: fileInputs(sizeless, '-') }, 'E_UNSUPPORTED'],
      [cut, fromPipe('diffs', '-'), 'E_UNSUPPORTED'],
    ] as const) {
      await expect(runRequest(request, opContext({ streams: streams(input) }))).rejects.toMatchObject({ code })
    }
    const empty = streamOf([makeDiff({ sizeBytes: null })])
    await expect(runRequest(fromPipe('raw', out), opContext({ streams: { input: empty } }))).rejects.toMatchObject({
      code: 'E_UNSUPPORTED',
    })
    expect([existsSync(out), readdirSync(folder).sort()]).toEqual([false, ['0.bin', '1.bin']])
  })
})

describe('standard output', () => {
  it('gets the very bytes a file would: of a conversion, a difference, whole files and pipes', async () => {
    const folder = tempDir()
    const v2 = fixturePath('small.v2')
    const a = { kind: 'files' as const, paths: [v2], at: nameFromText('a') }
    const b = { kind: 'files' as const, paths: [v2], at: nameFromText('d') }
    for (const request of [
      ...(['raw', 'v2', 'diff'] as const).map((to) => ({ ...fromPipe(to, ''), inputs: fileInputs(v2) })),
      { kind: 'diff' as const, a, b, path: '', output: { manifest: false } },
    ]) {
      const path = join(folder, `${readdirSync(folder).length}`)
      await runRequest({ ...request, path })
      const out = streams(null)
      const report = await runRequest({ ...request, path: '-' }, opContext({ streams: out }))
      expect(sha256(out.written())).toBe(hashOf(path))
      expect([report.path, report.writtenBytes]).toEqual([null, out.written().length])
    }
    const both = streams(v2)
    await runRequest(fromPipe('diff', '-'), opContext({ streams: both }))
    const direct = join(folder, 'direct')
    await runRequest({ ...fromPipe('diff', direct), inputs: fileInputs(v2) })
    expect(sha256(both.written())).toBe(hashOf(direct))
  })
})

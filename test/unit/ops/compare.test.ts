import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ContentRef } from '../../../shared/jobs.ts'
import { nameFromText } from '../../../shared/names.ts'
import { prepare } from '../../../electron/engine/ops/prepare.ts'
import { fileInputs, nameOf, opContext, runRequest, writeFiles } from '../../support/convert.ts'
import { fixturePath, sha256 } from '../../support/fixtures.ts'
import { fixtureChain, importDiffFiles, newLibrary } from '../../support/libraries.ts'
import { makeDiff, ref } from '../../support/libraryParts.ts'
import { tempDir } from '../../support/tempDir.ts'

const files = (paths: readonly string[], at: string | null = null): ContentRef => ({
  kind: 'files',
  paths: [...paths],
  at: nameOf(at),
})
const point = (image: string, snapshot: string | null): ContentRef => ({
  kind: 'point',
  point: {
    connection: 'library',
    pool: nameFromText('rbd'),
    namespace: '',
    image: nameFromText(image),
    snapshot: nameOf(snapshot),
  },
})
const small = fixtureChain('small').map(({ path }) => path)

describe('compare', () => {
  it('finds equal what is equal, whatever it is made of', async () => {
    const folder = tempDir()
    const raw = join(folder, 'b.raw')
    const output = { manifest: false }
    await runRequest({ kind: 'convert', inputs: fileInputs(...small), to: 'raw', path: raw, at: nameOf('b'), output })
    const library = await newLibrary()
    await importDiffFiles(library, ref('small'), small)
    for (const [a, b] of [
      [files([raw]), files(small, 'b')],
      [files(small, 'b'), point('small', 'b')],
      [point('small', 'b'), files([raw])],
    ] as const) {
      const { comparison, writtenBytes } = await runRequest({ kind: 'compare', a, b }, opContext({ library }))
      expect(comparison).toMatchObject({ equal: true, differingBytes: 0, differenceCount: 0, differences: [] })
      expect(writtenBytes).toBe(0)
    }
  })

  it('says where contents differ, neighbours joined, and counts what it does not list', async () => {
    const folder = tempDir()
    const bytes = new Uint8Array(3 * 1024 * 1024)
    writeFileSync(join(folder, 'a'), bytes.fill(1))
    for (let at = 0; at < bytes.length; at += 8192) bytes[at] = 2
    bytes.fill(0, 16_384, 32_768)
    bytes.fill(3, 1024 * 1024 - 8192, 1024 * 1024 + 8192)
    writeFileSync(join(folder, 'b'), bytes)
    const same = files([join(folder, 'a')])
    const { comparison } = await runRequest({ kind: 'compare', a: same, b: files([join(folder, 'b')]) })
    expect(comparison?.differences.slice(0, 3)).toEqual([
      { offset: 0, length: 4096, kind: 'data' },
      { offset: 8192, length: 4096, kind: 'data' },
      { offset: 16_384, length: 16_384, kind: 'zero' },
    ])
    expect(comparison?.differences).toContainEqual({ offset: 1024 * 1024 - 8192, length: 20_480, kind: 'data' })
    expect(comparison?.equal).toBe(false)
    expect(comparison?.differenceCount).toBe(384 - 1 - 2)
    const sparse = makeDiff(
      { sizeBytes: 20_000_000 },
      Array.from({ length: 1500 }, (_, i) => [i * 12_288, Uint8Array.of(1)] as const),
    )
    const [many = '', none = ''] = writeFiles(folder, [sparse, makeDiff({ sizeBytes: 20_000_001 })])
    const report = await runRequest({ kind: 'compare', a: files([none]), b: files([many]) })
    expect(report.comparison?.differences).toHaveLength(1000)
    expect(report.comparison).toMatchObject({ differenceCount: 1500, aSizeBytes: 20_000_001, bSizeBytes: 20_000_000 })
  })

  it('tells sizes apart where bytes are the same', async () => {
    const [a = '', b = ''] = writeFiles(tempDir(), [makeDiff({ sizeBytes: 5000 }), makeDiff({ sizeBytes: 6000 })])
    const { comparison } = await runRequest({ kind: 'compare', a: files([a]), b: files([b]) })
    expect(comparison).toMatchObject({ equal: false, differenceCount: 0, aSizeBytes: 5000, bSizeBytes: 6000 })
  })

  it('refuses what is no whole image', async () => {
    const whole = files(small)
    const increment = files([fixturePath('small.a-b.diff')])
    for (const [a, b, code] of [
      [whole, increment, 'E_DIFF_START_SNAPSHOT_MISSING'],
      [files(small, 'no'), whole, 'E_SNAPSHOT_NOT_FOUND'],
      [whole, files([join(tempDir(), 'none')]), 'E_FILE_NOT_FOUND'],
    ] as const) {
      await expect(runRequest({ kind: 'compare', a, b })).rejects.toMatchObject({ code })
    }
  })
})

describe('diff', () => {
  it('of any two contents turns the one into the other', async () => {
    const folder = tempDir()
    const output = { manifest: false }
    const library = await newLibrary()
    await importDiffFiles(
      library,
      ref('img'),
      fixtureChain('img').map(({ path }) => path),
    )
    const context = (): ReturnType<typeof opContext> => opContext({ library })
    for (const [number, [a, b]] of [
      [files(small, 'a'), files(small, 'e')],
      [files(small, 'e'), files(small, 'a')],
      [files(small, 'c'), point('img', 's2')],
      [point('img', 's3'), point('img', 's1')],
    ].entries() as Iterable<[number, [ContentRef, ContentRef]]>) {
      const [before, after, diff, made] = ['before', 'after', 'diff', 'made'].map((name) =>
        join(folder, `${name}${number}`),
      ) as [string, string, string, string]
      for (const [content, path] of [
        [a, before],
        [b, after],
      ] as const) {
        const inputs =
          content.kind === 'files'
            ? fileInputs(...content.paths)
            : [{ kind: 'range' as const, image: content.point, from: null, to: content.point.snapshot }]
        if (content.kind === 'files')
          await runRequest({ kind: 'convert', inputs, to: 'raw', path, at: content.at, output }, context())
        else await runRequest({ kind: 'export', source: content.point, path, output }, context())
      }
      const report = await runRequest(
        { kind: 'diff', a, b, path: diff, from: nameOf('x'), to: nameOf('y'), output },
        context(),
      )
      expect(report.path).toBe(diff)
      await runRequest({ kind: 'convert', inputs: fileInputs(before, diff), to: 'raw', path: made, output })
      expect(sha256(readFileSync(made))).toBe(sha256(readFileSync(after)))
    }
  })

  it('bears the names of its two points, or those that are asked for', async () => {
    const folder = tempDir()
    const named = async (more: object): Promise<string> => {
      const path = join(folder, `${readdirSync(folder).length}`)
      await runRequest({
        kind: 'diff',
        a: files(small, 'a'),
        b: files(small, 'b'),
        path,
        output: { manifest: false },
        ...more,
      })
      return readFileSync(path).subarray(12, 30).toString('latin1')
    }
    expect(await named({})).toContain('f\u0001\0\0\0at\u0001\0\0\0bs')
    expect(await named({ from: nameOf('z'), to: null })).toContain('f\u0001\0\0\0zs')
    const path = join(folder, 'nameless')
    const { warnings } = await runRequest({ kind: 'diff', a: files(small), b: files(small, 'b'), path })
    expect(warnings).toEqual([expect.stringContaining('names no start')])
    expect(existsSync(`${path}.rbdm.json`)).toBe(true)
  })

  it('of equal contents is an empty diff, and reads nothing of what lies in the same files', async () => {
    const path = join(tempDir(), 'none.diff')
    const request = { kind: 'diff', a: files(small, 'a'), b: files(small, 'a'), path } as const
    const context = opContext()
    const prepared = await prepare(request, context)
    const before = context.meter.readBytes
    expect(prepared.plan).toMatchObject({ outputBytes: null, reads: expect.any(Array) })
    expect(await prepared.run()).toMatchObject({ records: 0, dataBytes: 0 })
    expect(context.meter.readBytes - before).toBe(0)
    await prepared.close()
  })
})

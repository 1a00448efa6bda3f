import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { JobRequest } from '../../../shared/jobs.ts'
import { prepare } from '../../../electron/engine/ops/prepare.ts'
import { fileInputs, nameOf, opContext, runRequest, writeFiles } from '../../support/convert.ts'
import { fixtureBytes, fixturePath, sha256 } from '../../support/fixtures.ts'
import { FIXTURE_IMAGES, fixtureChain } from '../../support/libraries.ts'
import { makeDiff } from '../../support/libraryParts.ts'
import { tempDir } from '../../support/tempDir.ts'

type Convert = Extract<JobRequest, { kind: 'convert' }>
const hashOf = (path: string): string => sha256(new Uint8Array(readFileSync(path)))
const out = { output: { manifest: false } }
const convert = (paths: readonly string[], to: Convert['to'], path: string, more: Partial<Convert> = {}): Convert => ({
  kind: 'convert',
  inputs: fileInputs(...paths),
  to,
  path,
  ...out,
  ...more,
})

describe('a chain of the real tool', () => {
  it.each(FIXTURE_IMAGES)('%s rebuilds every point as raw', async (image) => {
    const folder = tempDir()
    const chain = fixtureChain(image)
    const paths = chain.map(({ path }) => path)
    for (const [number, { to, contentSha256, sizeBytes }] of chain.entries()) {
      const path = join(folder, `${number}.raw`)
      const report = await runRequest(convert(paths, 'raw', path, { at: nameOf(to) }))
      expect([hashOf(path), statSync(path).size, report.sizeBytes]).toEqual([contentSha256, sizeBytes, sizeBytes])
    }
  })

  it.each(FIXTURE_IMAGES)('%s is split into the very files it was made of', async (image) => {
    const folder = join(tempDir(), 'out')
    const paths = fixtureChain(image).map(({ path }) => path)
    const { paths: made = [] } = await runRequest(convert(paths, 'diffs', folder))
    expect(made.map(hashOf)).toEqual(paths.map(hashOf))
    expect(readdirSync(folder)).toHaveLength(paths.length)
  })

  it('as one diff from nothing has the content of its last point', async () => {
    const folder = tempDir()
    const paths = fixtureChain('small').map(({ path }) => path)
    const [full, raw] = [join(folder, 'full.diff'), join(folder, 'full.raw')]
    await runRequest(convert(paths, 'diff', full, { at: nameOf('e') }))
    await runRequest(convert([full], 'raw', raw, { at: nameOf('e') }))
    expect(hashOf(raw)).toBe(fixtureChain('small').find(({ to }) => to === 'e')?.contentSha256)
  })

  it('between two of its points is a merge of what lies between', async () => {
    const folder = tempDir()
    const paths = fixtureChain('img').map(({ path }) => path)
    const path = join(folder, 's1-s3.diff')
    const { records } = await runRequest(convert(paths, 'diff', path, { fromSnapshot: nameOf('s1'), at: nameOf('s3') }))
    expect(hashOf(path)).toBe(sha256(fixtureBytes('img.s1-s2+s2-s3.merged.diff')))
    expect(records).toBeGreaterThan(0)
  })
})

describe('a raw image with increments', () => {
  it('is a new raw image, a diff, and single diffs', async () => {
    const folder = tempDir()
    const chain = fixtureChain('img')
    const [base, ...steps] = chain
    const raw = join(folder, 's1.raw')
    await runRequest(convert([base?.path ?? ''], 'raw', raw, { at: nameOf('s1') }))
    const paths = [raw, ...steps.map(({ path }) => path)]
    for (const { to, contentSha256 } of steps) {
      const [again, full, fromFull] = ['again', 'full', 'fromFull'].map((name) => join(folder, `${name}-${to}`)) as [
        string,
        string,
        string,
      ]
      await runRequest(convert(paths, 'raw', again, { at: nameOf(to) }))
      expect(hashOf(again)).toBe(contentSha256)
      const report = await runRequest(convert(paths, 'diff', full, { at: nameOf(to) }))
      expect(report.dataBytes).toBeLessThan(statSync(full).size)
      await runRequest(convert([full], 'raw', fromFull, { at: nameOf(to) }))
      expect(hashOf(fromFull)).toBe(contentSha256)
    }
    const split = join(folder, 'split')
    const { paths: made = [] } = await runRequest(convert(paths, 'diffs', split))
    expect(made.map((path) => path.slice(split.length + 1))).toEqual([
      '001.begin-s1.diff',
      '002.s1-s2.diff',
      '003.s2-s3.diff',
      '004.s3-head.diff',
    ])
    // Blocks of zeros have become holes, all else is the files as they were.
    expect(made.slice(1).map(hashOf)).toEqual(steps.map(({ path }) => hashOf(path)))
  })

  it('says before it runs what it can know: sizes of a raw image, not those of a diff', async () => {
    const folder = tempDir()
    const path = fixturePath('img.head.raw')
    const raw = await prepare(convert([path], 'raw', join(folder, 'a')), opContext())
    expect(raw.plan).toMatchObject({ outputBytes: statSync(path).size })
    // One, or as many as its file system says there are stretches.
    expect(raw.plan.records).toBeGreaterThan(0)
    expect(raw.plan.reads).toEqual([{ called: path, bytes: statSync(path).size }])
    await raw.close()
    const diff = await prepare(convert([path], 'diff', join(folder, 'b')), opContext())
    expect(diff.plan.outputBytes).toBeNull()
    await diff.close()
  })
})

describe('names', () => {
  const steps = [
    makeDiff({ to: 'a', sizeBytes: 100 }, [[0, Uint8Array.of(1, 2, 3)]]),
    makeDiff({ from: 'a', to: 'b', sizeBytes: 100 }, [[2, Uint8Array.of(4)]]),
    makeDiff({ from: 'b', to: 'c', sizeBytes: 80 }, [[50, Uint8Array.of(5)]]),
    makeDiff({ from: 'c', sizeBytes: 120 }, [[100, Uint8Array.of(6)]]),
  ]
  const split = async (edits: Convert['edits'], more: Partial<Convert> = {}): Promise<string[]> => {
    const folder = tempDir()
    const report = await runRequest(
      convert(writeFiles(folder, steps), 'diffs', join(folder, 'out'), { edits, ...more }),
    )
    return (report.paths ?? []).map((path) => path.slice(path.lastIndexOf('/') + 1))
  }

  it('are dropped, changed and given; drops are told beforehand', async () => {
    const name = (text: string) => ({ text })
    expect(await split({ dropSnapshots: [name('b')] })).toEqual(['001.begin-a.diff', '002.a-c.diff', '003.c-head.diff'])
    expect(await split({ dropSnapshots: [name('c')], nameHead: name('now') })).toEqual([
      '001.begin-a.diff',
      '002.a-b.diff',
      '003.b-now.diff',
    ])
    expect(await split({ renameSnapshots: [{ from: name('a'), to: name('x/y z') }] })).toEqual([
      '001.begin-x_y_z.diff',
      '002.x_y_z-b.diff',
      '003.b-c.diff',
      '004.c-head.diff',
    ])
    expect(await split({ nameHead: name('again') }, { at: name('b') })).toEqual([
      '001.begin-a.diff',
      '002.a-b.diff',
      '003.b-again.diff',
    ])
    expect(await split({}, { fromSnapshot: name('b'), at: name('c') })).toEqual(['001.b-c.diff'])
    const folder = tempDir()
    const request = convert(writeFiles(folder, steps), 'diff', join(folder, 'out'), { at: name('c') })
    const prepared = await prepare(request, opContext())
    expect(prepared.plan.drops).toEqual(['a', 'b'])
    await prepared.close()
  })

  it('that are not there, or would be there twice, are refused', async () => {
    const name = (text: string) => ({ text })
    for (const [edits, code] of [
      [{ dropSnapshots: [name('no')] }, 'E_SNAPSHOT_NOT_FOUND'],
      [{ renameSnapshots: [{ from: name('no'), to: name('x') }] }, 'E_SNAPSHOT_NOT_FOUND'],
      [{ renameSnapshots: [{ from: name('a'), to: name('b') }] }, 'E_SNAPSHOT_EXISTS'],
      [{ nameHead: name('a') }, 'E_SNAPSHOT_EXISTS'],
      [{ from: name('x') }, 'E_OPTION_BAD_VALUE'],
    ] as const) {
      await expect(split(edits as Convert['edits'])).rejects.toMatchObject({ code })
    }
    await expect(split({}, { at: name('no') })).rejects.toMatchObject({ code: 'E_SNAPSHOT_NOT_FOUND' })
    await expect(split({}, { fromSnapshot: name('c'), at: name('a') })).rejects.toMatchObject({
      code: 'E_DIFF_SNAPSHOT_ORDER',
    })
  })

  it('of one diff are rewritten without touching anything else', async () => {
    const folder = tempDir()
    const [path] = writeFiles(folder, [steps[1] as Uint8Array])
    const made = join(folder, 'made')
    const edits = { from: null, to: { text: 'z' } }
    await runRequest(convert([path ?? ''], 'diff', made, { edits }))
    expect(new Uint8Array(readFileSync(made))).toEqual(makeDiff({ to: 'z', sizeBytes: 100 }, [[2, Uint8Array.of(4)]]))
  })
})

describe('a chain that is none', () => {
  const diff = (from: string | undefined, to: string | undefined, sizeBytes: number | null = 10): Uint8Array =>
    makeDiff({ ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), sizeBytes })
  it.each<[string, readonly Uint8Array[], string]>([
    ['a missing file', [diff(undefined, 'a'), diff('b', 'c')], 'E_CHAIN_GAP'],
    ['two files of one step', [diff(undefined, 'a'), diff('a', 'b'), diff('a', 'c')], 'E_CHAIN_FORK'],
    ['two from nothing', [diff(undefined, 'a'), diff(undefined, 'b')], 'E_CHAIN_FORK'],
    ['the wrong order', [diff(undefined, 'a'), diff('b', 'c'), diff('a', 'b')], 'E_MERGE_NOT_CONTINUOUS'],
    ['a head in between', [diff(undefined, undefined), diff('b', 'c')], 'E_MERGE_NOT_CONTINUOUS'],
    ['a circle', [diff(undefined, 'a'), diff('a', 'b'), diff('b', 'a')], 'E_DIFF_END_SNAPSHOT_EXISTS'],
    ['a missing beginning', [diff('a', 'b')], 'E_DIFF_START_SNAPSHOT_MISSING'],
    ['a raw file behind', [diff(undefined, 'a'), new Uint8Array(5000)], 'E_CHAIN_FORK'],
    ['a record beyond the size', [makeDiff({ sizeBytes: null }, [[0, Uint8Array.of(1)]])], 'E_MERGE_RECORD'],
    ['a cut file', [diff(undefined, 'a').slice(0, -1)], 'E_STREAM_TRUNCATED'],
  ])('%s is refused, and nothing stays', async (_, files, code) => {
    const folder = tempDir()
    const paths = writeFiles(folder, files)
    await expect(runRequest(convert(paths, 'raw', join(folder, 'out')))).rejects.toMatchObject({ code })
    expect(readdirSync(folder)).toHaveLength(files.length)
  })

  it('may lack names: then only the order says so, and that is said', async () => {
    const folder = tempDir()
    const paths = writeFiles(folder, [diff(undefined, undefined), diff(undefined, 'a', null)])
    const { warnings, sizeBytes } = await runRequest(convert(paths, 'raw', join(folder, 'out')))
    expect(warnings).toEqual([expect.stringContaining('Nothing but their order')])
    expect(sizeBytes).toBe(10)
  })
})

describe('sort', () => {
  it('puts records in order, the later one winning, and refuses them without', async () => {
    const folder = tempDir()
    const bytes = (byte: number, length: number): Uint8Array => new Uint8Array(length).fill(byte)
    const [path = ''] = writeFiles(folder, [
      makeDiff({ sizeBytes: 30 }, [
        [20, bytes(1, 5)],
        [0, bytes(2, 10)],
        [8, bytes(3, 4)],
      ]),
    ])
    const out = join(folder, 'out.raw')
    await expect(runRequest(convert([path], 'raw', out))).rejects.toMatchObject({ code: 'E_STREAM_BAD_RECORD' })
    const { warnings } = await runRequest(convert([path], 'raw', out, { sort: true }))
    expect([...readFileSync(out)]).toEqual([
      ...bytes(2, 8),
      ...bytes(3, 4),
      ...bytes(0, 8),
      ...bytes(1, 5),
      ...bytes(0, 5),
    ])
    expect(warnings).toEqual([expect.stringContaining('out of order')])
    const merged = join(folder, 'merged.diff')
    const sorted = await runRequest({
      kind: 'merge',
      inputs: fileInputs(path),
      path: merged,
      sort: true,
      output: { manifest: false },
    })
    expect(sorted.records).toBe(3)
  })
})

describe('a range', () => {
  it('is all that is written of an image', async () => {
    const folder = tempDir()
    const chain = fixtureChain('small')
    const paths = chain.map(({ path }) => path)
    const [whole, part] = [join(folder, 'whole'), join(folder, 'part')]
    await runRequest(convert(paths, 'raw', whole, { at: nameOf('a') }))
    await runRequest(
      convert(paths, 'raw', part, { at: nameOf('a'), edits: { range: { offset: 10_000, length: 200_000 } } }),
    )
    const expected = readFileSync(whole)
    expected.fill(0, 0, 10_000).fill(0, 210_000)
    expect(Buffer.compare(readFileSync(part), expected)).toBe(0)
  })
})

describe('files in a folder', () => {
  const paths = fixtureChain('empty').map(({ path }) => path)

  it('are put beside what is there, with manifests, and take their place in an empty one', async () => {
    const folder = tempDir()
    const full = join(folder, 'full')
    mkdirSync(full)
    writeFileSync(join(full, 'other'), 'x')
    await runRequest(convert(paths, 'diffs', full, { output: {} }))
    expect(readdirSync(full).sort()).toEqual([
      '001.begin-e1.diff',
      '001.begin-e1.diff.rbdm.json',
      '002.e1-e2.diff',
      '002.e1-e2.diff.rbdm.json',
      '003.e2-head.diff',
      '003.e2-head.diff.rbdm.json',
      'other',
    ])
    const manifest = (name: string): Record<string, unknown> =>
      JSON.parse(readFileSync(join(full, `${name}.rbdm.json`), 'utf8')) as Record<string, unknown>
    expect(manifest('002.e1-e2.diff')['parent']).toBe(manifest('001.begin-e1.diff')['digest'])
    const empty = join(folder, 'empty')
    mkdirSync(empty)
    await runRequest(convert(paths, 'diffs', empty))
    expect(readdirSync(empty)).toHaveLength(3)
    expect(readdirSync(folder).sort()).toEqual(['empty', 'full'])
  })

  it('all appear or none', async () => {
    const folder = tempDir()
    const full = join(folder, 'full')
    mkdirSync(full)
    writeFileSync(join(full, '002.e1-e2.diff'), 'mine')
    await expect(runRequest(convert(paths, 'diffs', full))).rejects.toMatchObject({ code: 'E_FILE_EXISTS' })
    expect(readdirSync(full)).toEqual(['002.e1-e2.diff'])
    // Somebody takes the last name between the look and the end.
    const late = join(folder, 'late')
    mkdirSync(late)
    writeFileSync(join(late, 'other'), 'x')
    const prepared = await prepare(convert(paths, 'diffs', late), opContext())
    writeFileSync(join(late, '003.e2-head.diff'), 'mine')
    await expect(prepared.run()).rejects.toMatchObject({ code: 'E_FILE_EXISTS' })
    await prepared.close()
    expect(readdirSync(late).sort()).toEqual(['003.e2-head.diff', 'other'])
    expect(readFileSync(join(late, '003.e2-head.diff'), 'utf8')).toBe('mine')
    expect(readdirSync(folder).sort()).toEqual(['full', 'late'])
  })

  it('leave nothing when they are cancelled or an input goes bad under the hand', async () => {
    const folder = tempDir()
    const abort = new AbortController()
    const out = join(folder, 'out')
    const context = opContext({ signal: abort.signal, onProgress: ({ phase }) => phase === 'copying' && abort.abort() })
    await expect(
      runRequest(
        convert(
          fixtureChain('small').map(({ path }) => path),
          'diffs',
          out,
        ),
        context,
      ),
    ).rejects.toThrow()
    expect([existsSync(out), readdirSync(folder)]).toEqual([false, []])
  })
})

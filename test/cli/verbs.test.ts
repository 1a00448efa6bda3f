import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { fixtureBytes, fixturePath } from '../support/fixtures.ts'
import { copyWorld, makeWorld, prepare, removeWorld, sha256, treeOf, type World } from './runCli.ts'
import { type Ran, runMain, type RunOptions } from './runMain.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

/** Real images of the real tool: `rbd/img` with s1 and s2, made of its export-diff files. */
let template: World
let world: World

beforeAll(async () => {
  template = makeWorld()
  for (const file of ['img.begin-s1.diff', 'img.s1-s2.diff', 'img.s2-s3.diff', 'img.head.raw']) {
    cpSync(fixturePath(file), path.join(template.work, file))
  }
  await prepare(template, 'pool', 'create', 'rbd')
  await prepare(template, 'create', '-s4', 'rbd/img')
  await prepare(template, 'import-diff', 'img.begin-s1.diff', 'rbd/img')
  await prepare(template, 'import-diff', 'img.s1-s2.diff', 'rbd/img')
})
afterAll(() => removeWorld(template))
afterEach(() => removeWorld(world))

function enter(): void {
  world = copyWorld(template)
}

const run = (line: string, options: RunOptions = {}): Promise<Ran> => runMain(world, line.split(' '), options)

/** What a line gave, as text. */
async function said(line: string, options: RunOptions = {}): Promise<readonly [number, string, string]> {
  const { exitCode, stdout, stderr } = await run(line, options)
  return [exitCode, stdout.toString(), stderr.toString()]
}

async function json(line: string): Promise<unknown> {
  const [exitCode, stdout, stderr] = await said(line)
  expect([exitCode, stderr]).toEqual([0, ''])
  return JSON.parse(stdout)
}

const file = (name: string): Buffer => readFileSync(path.join(world.work, name))

describe('diff of an image', () => {
  it('lists the extents of export-diff, in all three forms', async () => {
    enter()
    const extents = (await json('diff --from-snap s1 rbd/img@s2 --format json')) as {
      offset: number
      length: number
      exists: string
    }[]
    expect(await json('export-diff --from-snap s1 rbd/img@s2 d --json --no-manifest')).toMatchObject({
      records: extents.length,
    })
    const inspected = (await json('inspect --json d')) as { files: readonly { records: number; dataBytes: number }[] }
    const data = extents.filter(({ exists }) => exists === 'true').reduce((sum, { length }) => sum + length, 0)
    expect(inspected.files[0]).toMatchObject({ records: extents.length, dataBytes: data })
    const [first] = extents
    const plain = (await said('diff --from-snap s1 rbd/img@s2'))[1].split('\n')
    expect(plain[0]).toMatch(/^Offset +Length +Type *$/)
    expect(plain[1]?.trim().split(/ +/)).toEqual([
      String(first?.offset),
      String(first?.length),
      first?.exists === 'true' ? 'data' : 'zero',
    ])
    expect((await said('diff --from-snap s1 rbd/img@s2 --format xml'))[1]).toMatch(
      /^<extents><extent><offset>\d+<\/offset><length>\d+<\/length><exists>(true|false)<\/exists><\/extent>.*<\/extents>\n$/,
    )
  })

  it('prints nothing at all where nothing changed, and [] in JSON', async () => {
    enter()
    expect(await said('diff --from-snap s2 rbd/img@s2')).toEqual([0, '', ''])
    expect(await said('diff --from-snap s2 rbd/img@s2 --format json')).toEqual([0, '[]\n', ''])
  })

  it('rounds to whole objects', async () => {
    enter()
    const extents = (await json('diff --whole-object --from-snap s1 rbd/img@s2 --format json')) as object[]
    expect(extents).toEqual([
      { offset: 0, length: 4194304, exists: 'true' },
      { offset: 4194304, length: 2097152, exists: 'true' },
    ])
  })

  it("refuses in rbd's words", async () => {
    enter()
    expect(await said('diff --from-snap none rbd/img')).toEqual([
      2,
      '',
      'rbd: diff error: (2) No such file or directory\n',
    ])
    expect(await said('diff --from-snap s2 rbd/img@s1')).toEqual([22, '', 'rbd: diff error: (22) Invalid argument\n'])
    expect(await said('diff rbd/img@none')).toEqual([
      2,
      '',
      'error setting snapshot context: (2) No such file or directory\n',
    ])
    expect(await said('diff a b')).toEqual([1, '', 'rbd: too many arguments\n'])
    expect((await said('diff rbd/img --pretty-format'))[2]).toBe(
      'rbd: --pretty-format only works when --format is json or xml\n',
    )
  })
})

describe('du', () => {
  it('sums what was written in each interval, in whole objects or exactly', async () => {
    enter()
    const [, plain] = await said('du rbd/img')
    const lines = plain.split('\n').map((line) => line.trimEnd())
    expect(lines).toEqual(
      [
        'NAME     PROVISIONED  USED',
        'img@s1         4 MiB  4 MiB',
        'img@s2         6 MiB  6 MiB',
        'img            6 MiB    0 B',
        '<TOTAL>        6 MiB  10 MiB',
        '',
      ].map((line) => (line === '' ? line : expect.stringMatching(new RegExp(`^${line.replaceAll(/ +/g, ' +')}$`)))),
    )
    const whole = (await json('du --format json')) as { images: { used_size: number }[]; total_used_size: number }
    expect(whole).toMatchObject({ total_provisioned_size: 6291456, total_used_size: 10485760 })
    expect(Object.keys((await json('du rbd/img --format json')) as object)).toEqual(['images'])
    const exact = (await json('du --exact rbd/img --format json')) as { images: { used_size: number }[] }
    const diff = (await json('diff rbd/img@s1 --format json')) as { length: number; exists: string }[]
    const written = diff.filter(({ exists }) => exists === 'true').reduce((sum, { length }) => sum + length, 0)
    expect(exact.images[0]).toMatchObject({ name: 'img', snapshot: 's1', snapshot_id: 1, used_size: written })
    const merged = (await json('du --merge-snapshots rbd/img --format json')) as { images: object[] }
    expect(merged.images).toMatchObject([{ name: 'img', provisioned_size: 6291456, used_size: 10485760 }])
  })

  it('ends at a snapshot, and begins behind one', async () => {
    enter()
    expect(await json('du rbd/img@s1 --format json')).toMatchObject({ images: [{ snapshot: 's1' }] })
    expect(await json('du --from-snap s1 rbd/img --format json')).toMatchObject({
      images: [{ snapshot: 's2' }, { used_size: 0 }],
    })
    expect(await said('du --from-snap s1 rbd/img@s1')).toEqual([0, '', ''])
    expect(await said('du --from-snap s2 rbd/img@s1')).toEqual([22, '', 'rbd: du failed: (22) Invalid argument\n'])
    expect(await said('du rbd/none')).toEqual([
      2,
      '',
      'specified image none is not found.\nrbd: du failed: (2) No such file or directory\n',
    ])
    expect(await said('du rbd/img@none')).toEqual([
      2,
      '',
      'specified snapshot is not found.\nrbd: du failed: (2) No such file or directory\n',
    ])
  })
})

describe('resize and rename', () => {
  it("does what rbd does, in rbd's words", async () => {
    enter()
    expect(await said('resize --size 8 rbd/img')).toEqual([0, '', '\rResizing image: 100% complete...done.\n'])
    expect(await said('resize --size 8 rbd/img')).toEqual([22, '', 'rbd: new size is equal to original size \n'])
    expect(await said('resize --size 1M rbd/img')).toEqual([
      22,
      '',
      'rbd: shrinking an image is only allowed with the --allow-shrink flag\n',
    ])
    expect((await said('resize --allow-shrink --size 1M rbd/img'))[0]).toBe(0)
    expect(await json('info rbd/img --json')).toMatchObject({ size: 1048576 })
    expect(await said('rename rbd/img renamed')).toEqual([0, '', ''])
    expect(await said('ls')).toEqual([0, 'renamed\n', ''])
    expect(await said('rename rbd/img x')).toEqual([2, '', 'rbd: rename error: (2) No such file or directory\n'])
    expect(await said('rename rbd/renamed other/x')).toEqual([
      22,
      '',
      'rbd: mv/rename across pools not supported\nsource pool: rbd dest pool: other\n',
    ])
  })

  it('makes images with the options of rbd, and refuses by name what a library cannot', async () => {
    enter()
    expect((await said('create --size 8 --object-size 3000 --image-feature layering rbd/small'))[0]).toBe(0)
    expect(await json('info rbd/small --json')).toMatchObject({ order: 12, object_size: 4096, features: ['layering'] })
    expect(await said('create --size 8 --image-format 1 rbd/old')).toEqual([
      22,
      '',
      'rbd: image format 1 is deprecated\n',
    ])
    expect(await said('create --size 8 --object-size 64M rbd/big')).toEqual([
      33,
      '',
      'rbd: create error: (33) Numerical argument out of domain\n',
    ])
    const [exitCode, , stderr] = await said('create --size 8 --data-pool x rbd/new')
    expect([exitCode, stderr]).toEqual([
      22,
      expect.stringMatching(/^rbd-studio: --data-pool cannot be had: .*\nhint: /),
    ])
    expect(await said('create --size 8 --stripe-unit 4096 --stripe-count 3 rbd/fancy')).toEqual([0, '', ''])
    expect((await said('info rbd/fancy'))[1]).toMatch(/\n\tstripe unit: 4 KiB\n\tstripe count: 3\n/)
  })
})

describe('snapshots', () => {
  it('are protected, renamed, removed by force and purged', async () => {
    enter()
    expect(await said('snap protect rbd/img@s1')).toEqual([0, '', ''])
    expect(await said('snap protect rbd/img@s1')).toEqual([16, '', 'rbd: snap is already protected\n'])
    expect(await said('snap rm rbd/img@s1')).toEqual([
      16,
      '',
      "\rRemoving snap: 0% complete...failed.\nrbd: snapshot 's1' is protected from removal.\n",
    ])
    expect(await said('snap rename rbd/img@s2 img@new')).toEqual([0, '', ''])
    expect(await said('snap rename rbd/img@new rbd/other@x')).toEqual([
      22,
      '',
      'rbd: source and destination image name must be the same\n',
    ])
    expect(await said('snap purge rbd/img')).toEqual([
      0,
      "rbd: error removing snapshot(s) 's1', which is protected - these must be unprotected with `rbd snap unprotect`.\n",
      '\rRemoving all snapshots: 50% complete...\rRemoving all snapshots: 50% complete...failed.\n',
    ])
    expect(await said('snap unprotect rbd/img@s1')).toEqual([0, '', ''])
    expect(await said('snap unprotect rbd/img@s1')).toEqual([22, '', 'rbd: snap is already unprotected\n'])
    expect(await said('snap unprotect rbd/img@none')).toEqual([
      2,
      '',
      'rbd: unprotecting snap failed: (2) No such file or directory\n',
    ])
    await run('snap protect rbd/img@s1')
    expect((await said('snap rm --force rbd/img@s1'))[0]).toBe(0)
    expect(await said('snap purge rbd/img')).toEqual([0, '', ''])
    expect(await said('snap limit set --limit 3 rbd/img')).toEqual([
      95,
      '',
      expect.stringMatching(/^rbd-studio: Library images keep no limit/),
    ])
    expect(await said('snap limit set rbd/img')).toEqual([34, '', 'rbd: must specify --limit <num>\n'])
  })

  it('are rolled back to, and newer ones stay', async () => {
    enter()
    const [exitCode, , stderr] = await said('snap rollback rbd/img@s1')
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringMatching(/\rRolling back to snapshot: 100% complete\.\.\.done\.\n$/),
    ])
    const [head, snapshot] = [await run('export rbd/img -'), await run('export rbd/img@s1 -')]
    expect(sha256(head.stdout)).toBe(sha256(snapshot.stdout))
    expect(await json('snap ls --all rbd/img --format json')).toMatchObject([
      { name: 's1', namespace: { type: 'user' } },
      { name: 's2' },
    ])
    expect(await said('snap rollback rbd/img@none')).toEqual([
      2,
      '',
      '\rRolling back to snapshot: 0% complete...failed.\nrbd: rollback failed: (2) No such file or directory\n',
    ])
  })
})

describe('the trash', () => {
  const idOf = async (name: string) =>
    ((await json('trash ls --format json')) as { id: string; name: string }[]).find((one) => one.name === name)?.id

  it('lists what rm and trash mv removed, in the shapes of rbd, and gives it back', async () => {
    enter()
    expect(await said('trash ls')).toEqual([0, '', ''])
    expect(await said('trash ls -l')).toEqual([0, '', ''])
    const before = sha256((await run('export rbd/img -')).stdout)
    await run('snap purge rbd/img')
    expect((await said('trash mv --dry-run rbd/img'))[1]).toBe(
      'writes  library://rbd/img\ndrops   image library://rbd/img\n',
    )
    expect(await said('trash mv rbd/img')).toEqual([0, '', ''])
    const id = await idOf('img')
    expect(await said('trash ls rbd')).toEqual([0, `${id} img\n`, ''])
    expect(await said('trash ls --format xml')).toEqual([
      0,
      `<trash><image><id>${id}</id><name>img</name></image></trash>\n`,
      '',
    ])
    const day = String.raw`[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}`
    const [exitCode, table] = await said('trash ls -l -a -p rbd')
    expect(exitCode).toBe(0)
    expect(table.split('\n')).toEqual([
      expect.stringMatching(/^ID {14} {2}NAME {2}SOURCE {2}DELETED_AT {14} {2}STATUS {34} {2}PARENT$/),
      expect.stringMatching(new RegExp(`^${id} {2}img {3}USER {4}${day} {2}protected until ${day} {8}$`)),
      '',
    ])
    expect(await json('trash ls -l --format json')).toEqual([
      {
        id,
        name: 'img',
        source: 'USER',
        deleted_at: expect.stringMatching(new RegExp(`^${day}$`)),
        status: expect.stringMatching(new RegExp(`^protected until ${day}$`)),
      },
    ])
    expect((await said(`trash restore --dry-run rbd/${id}`))[1]).toBe('writes  library://rbd/img\n')
    expect(await said(`trash restore rbd/${id}`)).toEqual([0, '', ''])
    expect(sha256((await run('export rbd/img -')).stdout)).toBe(before)
    expect(await said(`trash restore rbd/${id}`)).toEqual([2, '', 'rbd: error: image does not exist in trash\n'])
  })

  it('gives an image back under another name where its own is taken', async () => {
    enter()
    await run('create --size 1 rbd/gone')
    await run('rm rbd/gone')
    const id = await idOf('gone')
    await run('create --size 2 rbd/gone')
    const taken = 'rbd: error: an image with the same name already exists, try again with a different name\n'
    expect(await said(`trash restore ${id}`)).toEqual([17, '', taken])
    expect(await said(`trash restore --dry-run ${id}`)).toEqual([17, '', taken])
    expect(await said(`trash restore --pool rbd --image-id ${id} --image back`)).toEqual([0, '', ''])
    expect((await json('info rbd/back --format json')) as object).toMatchObject({ id, size: 1024 ** 2 })
  })

  it('takes no image with snapshots, and keeps no other time than its own', async () => {
    enter()
    expect(await said('trash mv rbd/img')).toEqual([39, '', expect.stringMatching(/^rbd-studio: rbd\/img has 2 snap/)])
    expect(await said('trash mv --expires-at now rbd/img')).toEqual([
      22,
      '',
      expect.stringMatching(/^rbd-studio: --expires-at cannot be had: /),
    ])
    expect(await said('trash mv rbd/none')).toEqual([
      2,
      '',
      'rbd: deferred delete error: (2) No such file or directory\n',
    ])
    expect(await said('trash restore')).toEqual([22, '', 'rbd: image id was not specified\n'])
    expect(await said('trash ls nopool')).toEqual([
      2,
      '',
      "rbd: error opening pool 'nopool': (2) No such file or directory\n",
    ])
  })
})

describe('inspect of an export of format 2', () => {
  it('shows its image, its points and their protection', async () => {
    enter()
    cpSync(fixturePath('img.v2'), path.join(world.work, 'img.v2'))
    const lines = (await said('inspect img.v2'))[1].split('\n')
    expect(lines).toContain('\torder: 16')
    expect(lines).toContain('\tmeta: owner = fixture')
    expect(lines.filter((line) => line.startsWith('\tpoint: '))).toEqual([
      '\tpoint: s1: 4 MiB, 7 records, 259 KiB of data, protected',
      '\tpoint: s2: 6 MiB, 6 records, 15.1 KiB of data',
      '\tpoint: s3: 1.50 MiB, 2 records, 77.9 KiB of data',
      '\tpoint: (head): 1.70 MiB, 2 records, 9.86 KiB of data',
    ])
  })
})

describe('convert of standard input', () => {
  it('rebuilds a point of what comes through a pipe', async () => {
    enter()
    const input = fixtureBytes('img.v2')
    expect((await said('convert --to raw --at s2 - s2.raw', { input }))[0]).toBe(0)
    expect(sha256(readFileSync(path.join(world.work, 's2.raw')))).toBe(
      '293020156c3c331dd9794e1424e0cfb5af625d9aec9e5a819ff508b005c00ec4',
    )
  })
})

describe('inspect --records', () => {
  it('lists every record, of a diff and of each diff in a file of format 2', async () => {
    enter()
    cpSync(fixturePath('img.v2'), path.join(world.work, 'v2'))
    const { files, lists } = (await json('inspect --json --records img.s1-s2.diff v2')) as {
      files: readonly { records: number; dataBytes: number }[]
      lists: readonly { records: readonly { delta: number; kind: string; offset: number; length: number }[] }[]
    }
    for (const [at, { records }] of lists.entries()) {
      expect(records.length).toBe(files[at]?.records)
      const data = records.filter(({ kind }) => kind === 'data').reduce((sum, { length }) => sum + length, 0)
      expect(data).toBe(files[at]?.dataBytes)
    }
    const last = lists[1]?.records.at(-1)
    expect(last?.delta).toBeGreaterThan(0)
    const plain = (await said('inspect --records img.s1-s2.diff'))[1].split('\n')
    const [first] = lists[0]?.records ?? []
    expect(plain).toContain(`\t0: ${first?.kind === 'data' ? 'w' : 'z'} ${first?.offset} +${first?.length}`)
    expect(plain.filter((line) => /^\t0: [wz] /.test(line)).length).toBe(files[0]?.records)
  })
})

describe('convert', () => {
  it('makes a raw image of a chain of diffs, and one diff of it', async () => {
    enter()
    expect((await said('convert --to raw --at s2 img.begin-s1.diff img.s1-s2.diff img.s2-s3.diff out.raw'))[0]).toBe(0)
    expect(sha256(file('out.raw'))).toBe(sha256((await run('export rbd/img@s2 -')).stdout))
    expect(
      (await said('convert --to diff --set-to named --no-manifest img.begin-s1.diff img.s1-s2.diff out.diff'))[0],
    ).toBe(0)
    expect(await json('inspect --json out.diff')).toMatchObject({ files: [{ from: null, to: { text: 'named' } }] })
    expect((await said('convert --to raw library://rbd/img@s1 image.raw'))[0]).toBe(0)
    expect(sha256(file('image.raw'))).toBe(sha256((await run('export rbd/img@s1 -')).stdout))
  })

  it('says what is missing', async () => {
    enter()
    expect((await said('convert img.s1-s2.diff out'))[2]).toMatch(/^rbd-studio: must specify --to/)
    expect((await said('convert --to raw img.s1-s2.diff'))[2]).toMatch(/^rbd-studio: path was not specified/)
    expect((await said('convert --to raw --range 5 a b'))[2]).toMatch(/--range' is invalid/)
    expect((await said('convert --to raw --rename-snap x a b'))[2]).toMatch(/--rename-snap' is invalid/)
  })
})

describe('fold', () => {
  it('composes what no snapshot stands between', async () => {
    enter()
    await run('snap rm rbd/img@s1')
    const before = sha256((await run('export rbd/img -')).stdout)
    const [exitCode, , stderr] = await said('fold rbd/img')
    expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/\rFolding image: 100% complete\.\.\.done\.\n$/)])
    expect(sha256((await run('export rbd/img -')).stdout)).toBe(before)
  })
})

describe('folders', () => {
  it('are shown as chains, adopted, listed and forgotten', async () => {
    enter()
    const [exitCode, stdout] = await said('chain .')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/\(nothing\) -> s1 .*img\.begin-s1\.diff[^]*s1 -> s2 .*img\.s1-s2\.diff[^]*s2 -> s3/)
    cpSync(path.join(world.work, 'img.s2-s3.diff'), path.join(world.work, 'kept'))
    expect((await said('adopt .'))[0]).toBe(0)
    expect((await said('adopt'))[1]).toMatch(/ {2}\S+work\n$/)
    expect((await said('forget .'))[0]).toBe(0)
    expect(await said('adopt')).toEqual([0, '', ''])
    expect((await said('forget .'))[2]).toMatch(/^rbd-studio: \. was not adopted/)
  })

  it('name the gap', async () => {
    enter()
    const folder = path.join(world.work, 'gap')
    for (const name of ['img.begin-s1.diff', 'img.s2-s3.diff']) cpSync(fixturePath(name), path.join(folder, name))
    const [exitCode, stdout] = await said('chain gap')
    expect([exitCode, stdout]).toEqual([1, expect.stringMatching(/-- gap: /)])
  })
})

describe('manifest and verify', () => {
  it('make damage provable, and find it', async () => {
    enter()
    expect((await said('verify img.begin-s1.diff img.s1-s2.diff'))[1]).toMatch(
      /structure is sound[^]*2 files, nothing wrong\n$/,
    )
    expect((await said('manifest img.begin-s1.diff img.s1-s2.diff'))[0]).toBe(0)
    expect((await said('verify img.begin-s1.diff img.s1-s2.diff'))[1]).toMatch(
      /every digest is right[^]*nothing wrong\n$/,
    )
    const bytes = file('img.s1-s2.diff')
    bytes[5000] = (bytes[5000] ?? 0) ^ 1
    writeFileSync(path.join(world.work, 'img.s1-s2.diff'), bytes)
    const [exitCode, stdout] = await said('verify --percent 100 img.begin-s1.diff img.s1-s2.diff')
    expect([exitCode, stdout]).toEqual([
      1,
      expect.stringMatching(/^ok +\S*img\.begin-s1\.diff [^]*DAMAGED \S*img\.s1-s2\.diff\n[^]*flipped: /),
    ])
    expect((await said('verify library://rbd/img'))[1]).toMatch(/nothing wrong\n$/)
    expect((await said('verify --older-than 7x img.begin-s1.diff'))[2]).toMatch(/'--older-than' is invalid/)
    const report = JSON.parse((await said('verify --json img.s1-s2.diff'))[1]) as object
    expect(report).toMatchObject({ verification: { ok: false, problemCount: expect.any(Number) } })
  })
})

describe('compare and diff of two', () => {
  it('say how images are written when a word could be one and is no file', async () => {
    enter()
    const [exitCode, stdout, stderr] = await said('compare rbd/img@s1 two.raw')
    expect([exitCode, stdout]).toEqual([2, ''])
    expect(stderr).toContain('hint: An image is written with its connection in front: library://rbd/img@s1\n')
    expect((await said('compare ./none/img two.raw'))[2]).not.toContain('library://')
  })

  it('tell whether two contents are the same, and write what turns one into the other', async () => {
    enter()
    expect((await said('export --no-manifest rbd/img@s2 two.raw'))[0]).toBe(0)
    expect((await said('compare library://rbd/img@s2 two.raw'))[1]).toMatch(/^The same: 6 MiB\n$/)
    const [exitCode, stdout] = await said('compare library://rbd/img@s1 two.raw')
    expect([exitCode, stdout]).toEqual([
      1,
      expect.stringMatching(/^Different: .*; A has 4 MiB, B 6 MiB\nOffset +Length +B has *\n/),
    ])
    expect((await said('compare --a img.begin-s1.diff --a img.s1-s2.diff --b two.raw'))[1]).toMatch(/^The same/)
    expect((await said('diff library://rbd/img@s1 two.raw d.diff --set-from s1 --set-to s2b'))[0]).toBe(0)
    expect((await said('pipe rbd/img@s1 rbd/copy'))[0]).toBe(0)
    expect((await said('import-diff d.diff rbd/copy'))[0]).toBe(0)
    expect((await said('compare library://rbd/copy@s2b two.raw'))[0]).toBe(0)
  })
})

describe('--dry-run', () => {
  const LINES = [
    'create --size 1 rbd/new',
    'export rbd/img out',
    'export-diff rbd/img@s1 out',
    'import img.head.raw rbd/new',
    'import-diff img.s2-s3.diff rbd/img',
    'merge-diff img.begin-s1.diff img.s1-s2.diff out',
    'convert --to raw img.begin-s1.diff out',
    'pipe rbd/img@s1 rbd/copy',
    'resize --size 100 rbd/img',
    'rename rbd/img other',
    'snap create rbd/img@new',
    'snap rm rbd/img@s1',
    'snap protect rbd/img@s1',
    'snap rename rbd/img@s1 img@new',
    'snap rollback rbd/img@s1',
    'snap purge rbd/img',
    'fold rbd/img',
    'pool create new',
    'adopt .',
  ]

  it.each(LINES)('%s: prints the plan and changes nothing', async (line) => {
    enter()
    const before = { library: treeOf(world.library), work: treeOf(world.work) }
    const [exitCode, stdout, stderr] = await said(`${line} --dry-run`)
    expect([exitCode, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^(reads|writes|drops|check|note) /)
    expect(await json(`${line} --dry-run --json`)).toMatchObject({
      checks: expect.any(Array),
      warnings: expect.any(Array),
    })
    expect({ library: treeOf(world.library), work: treeOf(world.work) }).toEqual(before)
  })

  it.each([
    ['create --size 1 rbd/img', 17, 'rbd: create error: (17) File exists\n'],
    ['resize --size 1M rbd/img', 22, 'rbd: shrinking an image is only allowed with the --allow-shrink flag\n'],
    ['export rbd/img img.head.raw', 17, 'rbd: export error: (17) File exists\n'],
    ['snap create rbd/img@s1', 17, 'rbd: failed to create snapshot: (17) File exists\n'],
    ['snap rm rbd/img@none', 2, 'rbd: failed to remove snapshot: (2) No such file or directory\n'],
  ] as const)('%s: ends as the command would', async (line, code, stderr) => {
    enter()
    expect(await said(`${line} --dry-run`)).toEqual([code, '', stderr])
  })
})

describe('--json', () => {
  it('gives results on standard output and errors on standard error', async () => {
    enter()
    expect(await json('merge-diff img.begin-s1.diff img.s1-s2.diff out --json')).toMatchObject({
      path: path.join(world.work, 'out'),
      records: expect.any(Number),
      warnings: [],
    })
    expect(await json('snap create rbd/img@new --json')).toEqual({
      verb: 'snap create',
      target: 'library://rbd/img@new',
    })
    const { exitCode, stdout, stderr } = await run('merge-diff img.begin-s1.diff img.s1-s2.diff - --json')
    expect([exitCode, sha256(stdout)]).toEqual([0, sha256(fixtureBytes('img.begin-s1+s1-s2.merged.diff'))])
    expect(JSON.parse(stderr.toString())).toMatchObject({ path: null })
    const refused = await said('export rbd/none out --json')
    expect([refused[0], refused[1]]).toEqual([2, ''])
    expect(JSON.parse(refused[2])).toMatchObject({ code: 'E_IMAGE_NOT_FOUND', message: expect.any(String) })
    expect(JSON.parse((await said('export --nosuch --json'))[2])).toMatchObject({ code: 'E_OPTION_UNKNOWN' })
  })
})

describe('writing', () => {
  it('packed, and without a manifest', async () => {
    enter()
    expect((await said('export --compress zstd --no-manifest rbd/img@s1 out.zst'))[0]).toBe(0)
    expect(file('out.zst').subarray(0, 4)).toEqual(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]))
    expect(readdirSync(world.work).filter((name) => name.includes('rbdm'))).toEqual([])
    expect((await said('import out.zst rbd/again'))[0]).toBe(0)
    expect(sha256((await run('export rbd/again -')).stdout)).toBe(sha256((await run('export rbd/img@s1 -')).stdout))
  })

  it('takes bytes for raw that look like something else only when told to', async () => {
    enter()
    expect((await said('import img.s1-s2.diff rbd/bytes'))[0]).toBe(22)
    writeFileSync(path.join(world.work, 'x'), file('img.s1-s2.diff'))
    expect((await said('import --raw x rbd/bytes'))[0]).toBe(0)
    expect(sha256((await run('export rbd/bytes -')).stdout)).toBe(sha256(file('x')))
  })
})

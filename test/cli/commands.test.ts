import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { FIXTURES, fixtureBytes, fixturePath } from '../support/fixtures.ts'
import {
  copyWorld,
  environmentOf,
  type Finished,
  makeWorld,
  prepare,
  removeWorld,
  runCli,
  sentencesOf,
  sha256,
  startCli,
  treeOf,
  type World,
} from './runCli.ts'
import { runMain } from './runMain.ts'
import { until } from '../support/until.ts'

// A process takes 0.2 s to begin on a machine at rest, and ten times that on one that is not.
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
  await prepare(template, 'pool', 'create', 'library://bup')
  await prepare(template, 'create', '-s4', 'rbd/img')
  await prepare(template, 'import-diff', 'img.begin-s1.diff', 'rbd/img')
  await prepare(template, '--no-progress', 'import-diff', '--path', 'img.s1-s2.diff', '--image', 'img')
})
afterAll(() => removeWorld(template))

/** Each test has a copy of the world. */
function enter(): World {
  world = copyWorld(template)
  return world
}
afterEach(() => removeWorld(world))

/** What the real tool's manifest says the image held at a snapshot. */
function contentAt(snapshot: string): string {
  const file = FIXTURES.find(({ image, to_snap: to }) => image === 'img' && to === snapshot)
  if (file?.content_sha256 === undefined) throw new Error(`the manifest knows no content of ${snapshot}`)
  return file.content_sha256.to
}

function ok({ exitCode, signal, stderr }: Finished): void {
  expect({ exitCode, signal, stderr }).toEqual({ exitCode: 0, signal: null, stderr: expect.any(String) })
}

/** Two commands, the output of the first into the second, without a shell. */
async function piped(from: readonly string[], to: readonly string[]): Promise<readonly [Finished, Finished]> {
  const first = startCli(world, from)
  const second = startCli(world, to)
  second.child.stdin?.on('error', () => {})
  if (second.child.stdin !== null) first.child.stdout?.pipe(second.child.stdin)
  return Promise.all([first.finished, second.finished])
}

describe('export', () => {
  it('writes every byte to standard output and nothing else, progress aside', async () => {
    enter()
    const run = await runCli(world, ['export', 'rbd/img@s1', '-'])
    ok(run)
    expect(sha256(run.stdout)).toBe(contentAt('s1'))
    expect(run.stderr).toMatch(
      /^(\rExporting image: \d+% complete\.\.\.)*\rExporting image: 100% complete\.\.\.done\.\n$/,
    )
  })

  it('writes a file, says nothing with --no-progress, and is found in the journal', async () => {
    enter()
    const run = await runCli(world, ['export', '--no-progress', 'library://rbd/img@s2', 'out'])
    ok(run)
    expect([run.stdout.length, run.stderr]).toEqual([0, ''])
    expect(sha256(readFileSync(path.join(world.work, 'out')))).toBe(contentAt('s2'))
    const jobs = path.join(world.root, 'home', 'data', 'jobs')
    const journal = readdirSync(jobs).map((file) => readFileSync(path.join(jobs, file), 'utf8'))
    expect(journal.join('')).toMatch(/"state":"done"/)
  })

  it('gives many slices to a pipe in their order, none twice', async () => {
    enter()
    const raw = new Uint8Array(Uint32Array.from({ length: 8 * 1024 * 1024 }, (_, at) => at).buffer)
    writeFileSync(path.join(world.work, 'counted'), raw)
    await prepare(world, 'import', 'counted', 'rbd/counted')
    const run = await runCli(world, ['export', 'rbd/counted', '-'])
    ok(run)
    expect([run.stdout.length, sha256(run.stdout)]).toEqual([raw.length, sha256(raw)])
  })

  it('ends with 32 when the reader goes away', async () => {
    enter()
    const { child, finished } = startCli(world, ['export', 'rbd/img@s2', '-'])
    child.stdout?.once('data', () => child.stdout?.destroy())
    const { exitCode, stderr } = await finished
    expect([exitCode, sentencesOf(stderr)]).toEqual([32, ['rbd: export error: (32) Broken pipe']])
  })
})

describe('shell pipes', () => {
  it('export - | import - carries an image between pools', async () => {
    enter()
    const [from, to] = await piped(['export', 'rbd/img@s2', '-'], ['import', '-', 'bup/img1'])
    ok(from)
    ok(to)
    expect(sentencesOf(to.stderr)).toEqual([expect.stringMatching(/^rbd-studio: warning: .*no end mark/)])
    expect(sha256((await runCli(world, ['export', 'bup/img1', '-'])).stdout)).toBe(contentAt('s2'))
  })

  it('a failed export makes the import fail, and no image', async () => {
    enter()
    const before = treeOf(world.library)
    const [from, to] = await piped(['export', 'rbd/none', '-'], ['import', '-', 'bup/img1'])
    expect([from.exitCode, to.exitCode]).toEqual([2, 25])
    expect(treeOf(world.library)).toEqual(before)
  })

  it('export-diff - | import-diff - carries the changes', async () => {
    enter()
    await prepare(world, 'pipe', 'rbd/img@s1', 'bup/img')
    const [from, to] = await piped(
      ['export-diff', '--from-snap', 's1', 'rbd/img@s2', '-'],
      ['import-diff', '-', 'bup/img'],
    )
    ok(from)
    ok(to)
    expect(sha256((await runCli(world, ['export', 'bup/img@s2', '-'])).stdout)).toBe(contentAt('s2'))
  })
})

describe('pipe', () => {
  it('copies an image with its snapshot, then what changed', async () => {
    enter()
    ok(await runCli(world, ['pipe', 'rbd/img@s1', 'bup/copy']))
    ok(
      await runCli(world, [
        'pipe',
        '--from-snap',
        's1',
        '--snap',
        's2',
        '--image',
        'img',
        '--dest-pool',
        'bup',
        '--dest',
        'copy',
      ]),
    )
    const { stdout } = await runCli(world, ['snap', 'ls', 'bup/copy', '--format', 'json'])
    expect(JSON.parse(stdout.toString())).toMatchObject([{ name: 's1' }, { name: 's2' }])
    expect(sha256((await runCli(world, ['export', 'bup/copy@s2', '-'])).stdout)).toBe(contentAt('s2'))
  })
})

describe('merge-diff', () => {
  const merged = fixtureBytes('img.begin-s1+s1-s2.merged.diff')

  it('gives what the real tool gave, byte for byte, into a file', async () => {
    enter()
    ok(await runCli(world, ['merge-diff', 'img.begin-s1.diff', 'img.s1-s2.diff', 'out']))
    expect(sha256(readFileSync(path.join(world.work, 'out')))).toBe(sha256(merged))
  })

  it('and from standard input to standard output, without a library', async () => {
    enter()
    const env = { ...environmentOf(world), RBD_STUDIO_LIBRARY: path.join(world.root, 'nolibrary') }
    const input = readFileSync(fixturePath('img.begin-s1.diff'))
    const run = await runCli(world, ['merge-diff', '-', 'img.s1-s2.diff', '-'], input, env)
    ok(run)
    expect(sha256(run.stdout)).toBe(sha256(merged))
    expect(run.stderr).toMatch(/\rMerging image diff: 100% complete\.\.\.done\.\n$/)
    expect(readdirSync(world.root).sort()).not.toContain('nolibrary')
  })
})

describe('import', () => {
  it("takes the file's name for the image, and the pool rbd", async () => {
    enter()
    ok(await runCli(world, ['import', 'img.head.raw']))
    const { stdout } = await runCli(world, ['ls'])
    expect(stdout.toString()).toBe('img\nimg.head.raw\n')
    const exported = await runCli(world, ['export', 'img.head.raw', '-'])
    expect(sha256(exported.stdout)).toBe(sha256(fixtureBytes('img.head.raw')))
  })

  it('needs a name for standard input', async () => {
    enter()
    const { exitCode, stderr } = await runCli(world, ['import', '-'])
    expect([exitCode, sentencesOf(stderr)[0]]).toEqual([22, 'rbd: destination image name was not specified'])
  })

  it('makes an image of size 0 from nothing only with --allow-empty', async () => {
    enter()
    const made = await runCli(world, ['import', '--allow-empty', '-', 'rbd/zero'])
    expect([made.exitCode, made.stderr]).toEqual([0, '\rImporting image: 100% complete...done.\n'])
    const { stdout } = await runCli(world, ['info', 'rbd/zero', '--format', 'json'])
    expect(JSON.parse(stdout.toString())).toMatchObject({ name: 'zero', size: 0, objects: 0 })
  })

  it('lays a diff from nothing over content with --overlay', async () => {
    enter()
    await prepare(world, 'import', 'img.head.raw', 'rbd/base')
    ok(await runCli(world, ['import-diff', '--overlay', 'img.begin-s1.diff', 'rbd/base']))
    const { stdout } = await runCli(world, ['snap', 'ls', 'rbd/base', '--format', 'json'])
    expect(JSON.parse(stdout.toString())).toMatchObject([{ name: 's1', size: 4194304 }])
  })
})

describe('what is printed', () => {
  it("has rbd's shapes", async () => {
    enter()
    const [long, info, plain, snaps, pools] = await Promise.all([
      runCli(world, ['ls', '-l', '--format=json', '--pretty-format']),
      runCli(world, ['info', 'rbd/img@s1']),
      runCli(world, ['ls', '--long']),
      runCli(world, ['snap', 'ls', 'rbd/img']),
      runCli(world, ['pool', 'ls']),
    ])
    expect(long.stdout.toString()).toMatch(/^\[\n {4}\{\n {8}"image": "img",\n {8}"id": "/)
    expect(JSON.parse(long.stdout.toString())).toMatchObject([
      { image: 'img', size: 6291456, format: 2 },
      { image: 'img', snapshot: 's1', snapshot_id: 1, size: 4194304, protected: 'false' },
      { image: 'img', snapshot: 's2', snapshot_id: 2, size: 6291456, protected: 'false' },
    ])
    expect(info.stdout.toString()).toMatch(
      /^rbd image 'img':\n\tsize 4 MiB in 1 objects\n\torder 22 \(4 MiB objects\)\n\tsnapshot_count: 2\n/,
    )
    expect(info.stdout.toString()).toMatch(/\n\tprotected: False\n$/)
    expect(
      plain.stdout
        .toString()
        .split('\n')
        .map((line) => line.trimEnd()),
    ).toEqual([
      'NAME    SIZE   PARENT  FMT  PROT  LOCK',
      'img     6 MiB            2',
      'img@s1  4 MiB            2',
      'img@s2  6 MiB            2',
      '',
    ])
    expect(snaps.stdout.toString()).toMatch(
      /^SNAPID {2}NAME {2}SIZE {3}PROTECTED {2}TIMESTAMP {15}\n {5}1 {2}s1 {4}4 MiB {13}\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\n/,
    )
    expect(pools.stdout.toString()).toBe('bup\nrbd\n')
  })

  it('by inspect is what files are and hold', async () => {
    enter()
    writeFileSync(path.join(world.work, 'notes.xz'), Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4))
    const plain = await runCli(world, ['inspect', 'img.s1-s2.diff', 'img.head.raw'])
    ok(plain)
    expect(plain.stdout.toString()).toMatch(
      /img\.s1-s2\.diff:\n\tkind: diff\n[^]*\timage size: 6 MiB \(6291456 bytes\)\n\tfrom: s1\n\tto: s2\n[^]*\tcomplete: yes\n[^]*img\.head\.raw:\n\tkind: raw image\n/,
    )
    const json = await runCli(world, ['inspect', '--json', 'img.s1-s2.diff', 'notes.xz', 'nofile'])
    expect([json.exitCode, json.stderr]).toEqual([22, ''])
    expect(JSON.parse(json.stdout.toString())).toMatchObject({
      files: [
        { kind: 'diff-v1', from: { text: 's1' }, to: { text: 's2' }, problem: null },
        { kind: 'compressed', what: 'xz', problem: { code: 'E_FORMAT_COMPRESSED' } },
        { problem: { code: 'E_FILE_NOT_FOUND' } },
      ],
    })
  })

  it('by help and --version needs no library', async () => {
    enter()
    const env = { ...environmentOf(world), RBD_STUDIO_LIBRARY: '/dev/null' }
    const [overview, verb, version] = await Promise.all([
      runCli(world, [], undefined, env),
      runCli(world, ['help', 'export-diff'], undefined, env),
      runCli(world, ['--version'], undefined, env),
    ])
    expect(overview.stdout.toString()).toMatch(/^usage: rbd-studio COMMAND/)
    expect(verb.stdout.toString()).toMatch(
      /^usage: rbd-studio export-diff [^]*\n {2}--from-snap SNAP {10}snapshot to start from\n/,
    )
    expect(version.stdout.toString()).toMatch(/^rbd-studio \d+\.\d+\.\d+\n$/)
    expect([overview.exitCode, verb.exitCode, version.exitCode]).toEqual([0, 0, 0])
  })
})

describe('what destroys', () => {
  it("refuses an image with snapshots, and does it, in rbd's words and no others", async () => {
    enter()
    const refused = await runCli(world, ['rm', 'img'])
    expect([refused.exitCode, refused.stderr]).toEqual([
      39,
      "\rRemoving image: 0% complete...failed.\nrbd: image has snapshots - these must be deleted with 'rbd snap purge' before the image can be removed.\n",
    ])
    for (const snapshot of ['s1', 's2']) {
      const { stderr } = await runCli(world, ['snap', 'rm', `rbd/img@${snapshot}`])
      expect(stderr).toBe('\rRemoving snap: 100% complete...done.\n')
    }
    ok(await runCli(world, ['rm', '--no-progress', 'rbd/img']))
    expect((await runCli(world, ['ls', 'rbd'])).stdout.length).toBe(0)
  })

  it('names on a terminal what it removed, with its connection', async () => {
    enter()
    const { stderr } = await runMain(world, ['snap', 'rm', 'rbd/img@s2'], { isTerminal: true })
    expect(stderr.toString()).toBe(
      '\rRemoving snap: 100% complete...done.\nrbd-studio: snapshot library://rbd/img@s2 was removed\n',
    )
  })
})

describe('an unknown command', () => {
  it('prints the help and says so, as rbd', async () => {
    enter()
    const { exitCode, stdout, stderr } = await runCli(world, ['nosuch', 'thing'])
    expect([exitCode, stderr]).toEqual([1, "error: unknown option 'nosuch thing'\n\n"])
    expect(stdout.toString()).toMatch(/^usage: rbd-studio COMMAND/)
  })
})

describe('snap create', () => {
  it("makes a snapshot, with rbd's progress", async () => {
    enter()
    const { exitCode, stderr } = await runCli(world, ['snap', 'create', '--snap', 'now', 'rbd/img'])
    expect([exitCode, stderr]).toEqual([0, '\rCreating snap: 10% complete...\rCreating snap: 100% complete...done.\n'])
    const { stdout } = await runCli(world, ['snap', 'ls', '--format', 'json', 'img'])
    expect((JSON.parse(stdout.toString()) as { name: string }[]).map(({ name }) => name)).toEqual(['s1', 's2', 'now'])
  })
})

describe('the connection', () => {
  it('is ceph where a cluster is configured, and never the library in its place', async () => {
    enter()
    const { RBD_STUDIO_LIBRARY: _, ...env } = environmentOf(world)
    // Whether rbd is installed here or not: there is nothing behind this.
    const { exitCode, stdout, stderr } = await runCli(world, ['ls'], undefined, { ...env, CEPH_CONF: '/nofile' })
    expect([exitCode, stdout.toString()]).toEqual([2, ''])
    expect(stderr).toMatch(/couldn't connect to the cluster|could not be started/)
    const named = await runCli(world, ['ls', '--library', world.library], undefined, { ...env, CEPH_CONF: '/nofile' })
    expect([named.exitCode, named.stdout.toString()]).toEqual([0, 'img\n'])
  })
})

describe('the library', () => {
  it('that is named must be there; only pool create makes one', async () => {
    enter()
    const library = path.join(world.root, 'nolibrary')
    const refused = await runCli(world, ['ls', '--library', library])
    expect([refused.exitCode, sentencesOf(refused.stderr)[0]]).toEqual([
      2,
      `rbd-studio: there is no library in ${library}`,
    ])
    expect(readdirSync(world.root)).not.toContain('nolibrary')
    ok(await runCli(world, ['pool', 'create', '--library', library, 'mine']))
    expect((await runCli(world, ['pool', 'ls', '--library', library])).stdout.toString()).toBe('mine\n')
  })

  it("that is the user's own begins with the sample", async () => {
    enter()
    const { RBD_STUDIO_LIBRARY: _, ...env } = environmentOf(world)
    const { stdout } = await runCli(world, ['pool', 'ls', '--connection', 'library'], undefined, env)
    expect(stdout.toString()).toBe('bup\nrbd\n')
  })
})

describe('a signal', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s ends an import in the middle: it dies by it and leaves nothing',
    async (name) => {
      enter()
      const before = treeOf(world.library)
      const { child, finished } = startCli(world, ['import', '-', 'rbd/new'])
      child.stdin?.on('error', () => {})
      // Never ended: the import waits for more until it is interrupted.
      child.stdin?.write(new Uint8Array(8 * 1024 * 1024).fill(5))
      // Names alone: a file of a moment, such as a lock being taken, may be gone before it could be read.
      await until(() => readdirSync(world.library, { recursive: true }).length > before.length)
      child.kill(name)
      const { exitCode, signal } = await finished
      expect([exitCode, signal]).toEqual([null, name])
      expect(treeOf(world.library)).toEqual(before)
    },
  )

  it('ends an export in the middle: no file, no part of one', async () => {
    enter()
    const megabyte = new Uint8Array(1024 * 1024).map((_, at) => at % 251)
    const raw = path.join(world.work, 'big')
    for (let count = 0; count < 256; count++) writeFileSync(raw, megabyte, { flag: 'a' })
    await prepare(world, 'import', raw, 'rbd/big')
    const { child, finished } = startCli(world, ['export', 'rbd/big', 'out'])
    child.stderr?.once('data', () => child.kill('SIGINT'))
    const { exitCode, signal, stderr } = await finished
    expect([exitCode, signal]).toEqual([null, 'SIGINT'])
    expect(stderr).toMatch(/\rExporting image: \d+% complete\.\.\.\n$/)
    expect(stderr).not.toMatch(/100%/)
    expect(readdirSync(world.work).filter((file) => file.includes('out'))).toEqual([])
  })
})

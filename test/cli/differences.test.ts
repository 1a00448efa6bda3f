import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { fixtureBytes, fixturePath } from '../support/fixtures.ts'
import {
  copyWorld,
  makeWorld,
  prepare,
  removeWorld,
  sentencesOf,
  sha256,
  startCli,
  treeOf,
  type World,
} from './runCli.ts'
import { type Ran, runMain, type RunOptions } from './runMain.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const DOCUMENT = readFileSync(path.join(import.meta.dirname, '../../docs/DIFFERENCES.md'), 'utf8')
const CHAPTERS = ['export and export-diff', 'import', 'import-diff', 'Other commands']

/** The first cells of the tables in the chapters that are held here. */
function documentedRows(): readonly string[] {
  return DOCUMENT.split('\n## ')
    .filter((chapter) => CHAPTERS.includes(chapter.split('\n')[0] ?? ''))
    .flatMap((chapter) => chapter.split('\n'))
    .filter((line) => line.startsWith('|') && !line.startsWith('|---') && !line.startsWith('| what |'))
    .map((line) => (line.split('|')[1] ?? '').trim())
}

let template: World
let world: World

beforeAll(async () => {
  template = makeWorld()
  for (const file of ['img.begin-s1.diff', 'img.s1-s2.diff', 'img.head.raw', 'img.v2']) {
    cpSync(fixturePath(file), path.join(template.work, file))
  }
  await prepare(template, 'pool', 'create', 'rbd')
  await prepare(template, 'create', '-s4', 'rbd/img')
  await prepare(template, 'import-diff', 'img.begin-s1.diff', 'rbd/img')
  await prepare(template, 'import-diff', 'img.s1-s2.diff', 'rbd/img')
  await prepare(template, 'create', '-s4', 'rbd/one')
  await prepare(template, 'import-diff', 'img.begin-s1.diff', 'rbd/one')
})
afterAll(() => removeWorld(template))
afterEach(() => removeWorld(world))

const run = (line: string, options: RunOptions = {}): Promise<Ran> => runMain(world, line.split(' '), options)
const put = (name: string, bytes: Uint8Array | string): void => writeFileSync(path.join(world.work, name), bytes)
const names = async (line: string): Promise<readonly string[]> =>
  (JSON.parse((await run(`${line} --format json`)).stdout.toString()) as { name: string }[]).map(({ name }) => name)
const content = async (spec: string): Promise<string> => sha256((await run(`export ${spec} -`)).stdout)

/** A refusal that changes nothing: its exit code, and what its own sentence says. */
async function refused(line: string, exitCode: number, says: RegExp, options: RunOptions = {}): Promise<void> {
  const before = { library: treeOf(world.library), work: treeOf(world.work) }
  const ran = await run(line, options)
  expect([ran.exitCode, ran.stderr.toString()]).toEqual([exitCode, expect.stringMatching(says)])
  expect({ library: treeOf(world.library), work: treeOf(world.work) }).toEqual(before)
}

async function taken(line: string, options: RunOptions = {}): Promise<string> {
  const { exitCode, stderr } = await run(line, options)
  expect([exitCode, stderr.toString()]).toEqual([0, expect.any(String)])
  return stderr.toString()
}

/** A v1 diff s1 → x of 4 MiB, with what stands behind its header. */
function diffOf(rest: Uint8Array | string): Buffer {
  const header = Buffer.from('rbd diff v1\nf\x02\0\0\0s1t\x01\0\0\0xs\0\0\x40\0\0\0\0\0', 'latin1')
  return Buffer.concat([header, Buffer.from(rest)])
}

function record(tag: 'w' | 'z', offset: bigint, length: bigint, data = ''): Buffer {
  const head = Buffer.alloc(17)
  head.write(tag)
  head.writeBigUInt64LE(offset, 1)
  head.writeBigUInt64LE(length, 9)
  return Buffer.concat([head, Buffer.from(data)])
}

/** Each row of docs/DIFFERENCES.md in these chapters, by its name there. */
const CASES: Readonly<Record<string, () => Promise<void>>> = {
  async 'an export that fails'() {
    const links = readdirSync(world.library, { recursive: true, encoding: 'utf8' })
    const link = links.find((name) => /links.*000002\.diff$/.test(name)) ?? ''
    rmSync(path.join(world.library, link))
    await refused('export rbd/img@s1 out', 2, /rbd-studio: /)
    expect(readdirSync(world.work).filter((name) => name.includes('out'))).toEqual([])
  },
  async 'format 2 of a snapshot'() {
    await taken('export --export-format 2 rbd/img@s1 out')
    await taken('import out rbd/back')
    expect(await names('snap ls rbd/back')).toEqual(['s1'])
    expect(await content('rbd/back')).toBe(await content('rbd/img@s1'))
  },
  async 'a write that fails'() {
    const { child, finished } = startCli(world, ['export', 'rbd/img@s2', '-'])
    child.stdout?.destroy()
    const { exitCode, stderr } = await finished
    expect([exitCode, sentencesOf(stderr)]).toEqual([32, ['rbd: export error: (32) Broken pipe']])
  },
  async 'a manifest beside an export'() {
    await taken('export rbd/img@s1 with')
    await taken('export --no-manifest rbd/img@s1 without')
    expect(readdirSync(world.work).filter((name) => name.startsWith('with'))).toEqual([
      'with',
      'with.rbdm.json',
      'without',
    ])
  },
  async 'an empty standard input'() {
    await refused('import - rbd/new', 25, /rbd-studio: .*standard input/)
    await taken('import --allow-empty - rbd/new')
  },
  async 'a raw image from a pipe'() {
    const said = await taken('import - rbd/new', { input: fixtureBytes('img.head.raw') })
    expect(said).toMatch(/rbd-studio: warning: .*no end mark/)
  },
  async 'a file of format 2, nothing said'() {
    await taken('import img.v2 rbd/new')
    expect((await names('snap ls rbd/new')).length).toBeGreaterThan(0)
    expect(await content('rbd/new')).toBe(sha256(fixtureBytes('img.head.raw')))
  },
  async 'a diff, or another kind of image'() {
    await refused('import img.s1-s2.diff rbd/new', 22, /rbd-studio: .*diff/)
    put('qcow', Buffer.concat([Buffer.from('QFI\xfb\0\0\0\x03', 'latin1'), Buffer.alloc(5000)]))
    await refused('import qcow rbd/new', 22, /rbd-studio: .*qcow2/)
    await taken('import --raw img.s1-s2.diff rbd/new')
    expect(await content('rbd/new')).toBe(sha256(fixtureBytes('img.s1-s2.diff')))
  },
  async 'a packed file'() {
    put('raw.gz', gzipSync(fixtureBytes('img.head.raw')))
    await taken('import raw.gz rbd/new')
    expect(await content('rbd/new')).toBe(sha256(fixtureBytes('img.head.raw')))
  },
  async '`--export-format` that is not so'() {
    await refused('import --export-format 1 img.v2 rbd/new', 22, /rbd-studio: .*format 2, and not a raw image/)
    await refused('import --export-format 2 img.head.raw rbd/new', 22, /rbd-studio: .*raw image.*and not .*format 2/)
  },
  async '`import -` without a name'() {
    await refused('import -', 22, /^rbd: destination image name was not specified\n$/)
  },
  async 'metadata keys `conf_…`'() {
    const v2 = Buffer.from(fixtureBytes('img.v2'))
    const at = v2.indexOf('note')
    // One more record in front of the first, whose tag, length and key length take 13 bytes.
    const renamed = Buffer.concat([v2.subarray(0, at - 13), metaRecord('conf_x', 'y'), v2.subarray(at - 13)])
    put('conf.v2', renamed)
    await taken('import conf.v2 rbd/plain')
    await taken('import --conf-meta conf.v2 rbd/kept')
    for (const image of ['plain', 'kept'])
      await taken(`export --export-format 2 --no-manifest rbd/${image} ${image}.v2`)
    const holds = (name: string): boolean => readFileSync(path.join(world.work, name)).includes('conf_x')
    expect([holds('plain.v2'), holds('kept.v2')]).toEqual([false, true])
  },
  async 'a count of diffs that is too small'() {
    const v2 = Buffer.from(fixtureBytes('img.v2'))
    const at = v2.indexOf('rbd image diffs v2\n') + 19
    v2.writeBigUInt64LE(v2.readBigUInt64LE(at) - 1n, at)
    put('short.v2', v2)
    await refused('import short.v2 rbd/new', 33, /rbd-studio: .*another follows/)
  },
  async 'a record of unknown kind in format 2'() {
    const v2 = Buffer.from(fixtureBytes('img.v2'))
    const size = Buffer.from([0x73, 8, 0, 0, 0, 0, 0, 0, 0])
    v2[v2.indexOf(size) + size.length + 8] = 0x78
    put('odd.v2', v2)
    expect(await taken('import odd.v2 rbd/new')).toMatch(/rbd-studio: warning: .*unknown kind.*data is missing/)
    await refused('verify odd.v2', 1, /./)
  },
  async 'a broken stream behind a snapshot'() {
    const v2 = fixtureBytes('img.v2')
    put('cut.v2', v2.subarray(0, v2.length - 100))
    await refused('import cut.v2 rbd/new', 33, /rbd: import failed: \(33\)/)
    await refused('import - rbd/new', 33, /rbd: import failed: \(33\)/, { input: v2.subarray(0, v2.length - 100) })
  },
  async 'a target written to since the start snapshot'() {
    put('change', diffOf(Buffer.concat([record('z', 0n, 4096n), Buffer.from('e')])))
    await taken('import-diff change rbd/one')
    await taken('snap rm rbd/one@x')
    await refused('import-diff img.s1-s2.diff rbd/one', 22, /rbd-studio: /)
  },
  async 'a diff from nothing onto content'() {
    await taken('import img.head.raw rbd/full')
    await refused('import-diff img.begin-s1.diff rbd/full', 22, /rbd-studio: /)
    await taken('import-diff --overlay img.begin-s1.diff rbd/full')
  },
  async 'a diff that breaks off'() {
    const cut = fixtureBytes('img.s1-s2.diff').subarray(0, -1)
    put('cut', cut)
    await refused('import-diff cut rbd/one', 74, /rbd: failed to decode tag\n/)
    await refused('import-diff - rbd/one', 74, /rbd: failed to decode tag\n/, { input: cut })
  },
  async 'an unknown tag'() {
    put('odd', diffOf('Xe'))
    await refused('import-diff odd rbd/one', 74, /rbd-studio: .*unknown record "X"/)
  },
  async 'records out of order, overlapping, empty, or beyond the size'() {
    const bad = {
      order: [record('z', 8192n, 4096n), record('z', 0n, 4096n)],
      overlap: [record('z', 0n, 4096n), record('z', 100n, 4096n)],
      empty: [record('z', 0n, 0n)],
      beyond: [record('z', 4194304n - 10n, 20n)],
    }
    for (const [name, records] of Object.entries(bad)) {
      put(name, diffOf(Buffer.concat([...records, Buffer.from('e')])))
      await refused(`import-diff ${name} rbd/one`, 22, /rbd-studio: .*record/)
    }
  },
  async 'data of 8 GiB that is not there'() {
    const header = Buffer.from('rbd diff v1\nf\x02\0\0\0s1t\x01\0\0\0xs\0\0\0\0\x04\0\0\0', 'latin1')
    put('huge', Buffer.concat([header, record('w', 0n, 2n ** 33n, 'some')]))
    await refused('import-diff huge rbd/one', 74, /rbd: failed to decode write data\n/)
  },
  async '`--image` and `--dest`'() {
    expect((await run('create --size 1 --image a@b/c')).exitCode).toBe(0)
    expect((await run('ls')).stdout.toString().split('\n')).toContain('a@b/c')
  },
  async 'what `rm` and `snap rm` removed'() {
    expect(await taken('snap rm rbd/img@s2')).not.toMatch(/library/)
    expect(await taken('snap rm rbd/img@s1', { isTerminal: true })).toMatch(/library:\/\/rbd\/img@s1 was removed\n$/)
  },
  async 'the time of the last access'() {
    const info = JSON.parse((await run('info rbd/img --format json')).stdout.toString()) as object
    expect(Object.keys(info)).toContain('modify_timestamp')
    expect(Object.keys(info)).not.toContain('access_timestamp')
  },
  async namespaces() {
    await taken('create --size 1 rbd/ns/img')
    expect((await run('ls rbd/ns')).stdout.toString()).toBe('img\n')
    expect((await run('ls rbd/none')).stdout.toString()).toBe('')
  },
}

/** An `M` record of format 2 (FORMATS §5.1). */
function metaRecord(key: string, value: string): Buffer {
  const text = (one: string): Buffer => {
    const length = Buffer.alloc(4)
    length.writeUInt32LE(one.length)
    return Buffer.concat([length, Buffer.from(one)])
  }
  const body = Buffer.concat([text(key), text(value)])
  const head = Buffer.alloc(9)
  head.write('M')
  head.writeBigUInt64LE(BigInt(body.length), 1)
  return Buffer.concat([head, body])
}

describe('docs/DIFFERENCES.md', () => {
  it('has a case here for every row of these chapters, and a row for every case', () => {
    world = copyWorld(template)
    expect(Object.keys(CASES).sort()).toEqual([...documentedRows()].sort())
  })

  it.each(Object.entries(CASES))('%s', async (_, check) => {
    world = copyWorld(template)
    await check()
  })
})

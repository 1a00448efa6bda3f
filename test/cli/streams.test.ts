import { spawn } from 'node:child_process'
import { closeSync, cpSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { fixtureBytes, fixturePath } from '../support/fixtures.ts'
import { smallDisk } from '../support/smallDisk.ts'
import { CLI_ENTRY } from './entry.ts'
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

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

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
})
afterAll(() => removeWorld(template))
afterEach(() => removeWorld(world))

function enter(): { readonly library: readonly string[]; readonly work: readonly string[] } {
  world = copyWorld(template)
  return { library: treeOf(world.library), work: treeOf(world.work) }
}

const now = () => ({ library: treeOf(world.library), work: treeOf(world.work) })

/** Every command that can write to standard output, with what it is given. */
const TO_STANDARD_OUTPUT: Readonly<Record<string, string | undefined>> = {
  'export rbd/img@s2 -': undefined,
  'export --export-format 2 rbd/img -': undefined,
  'export-diff --from-snap s1 rbd/img@s2 -': undefined,
  'merge-diff img.begin-s1.diff img.s1-s2.diff -': undefined,
  'merge-diff - img.s1-s2.diff -': 'img.begin-s1.diff',
  'convert --to raw img.begin-s1.diff -': undefined,
  'convert --to diff img.begin-s1.diff img.s1-s2.diff -': undefined,
  'diff img.begin-s1.diff img.head.raw -': undefined,
}

/** Runs a command with its standard output on a file of the system. */
function runInto(target: string, args: readonly string[], input: string | undefined): Promise<Finished> {
  const [stdin, stdout] = [
    input === undefined ? ('ignore' as const) : openSync(path.join(world.work, input), 'r'),
    openSync(target, 'w'),
  ]
  const child = spawn(process.execPath, [CLI_ENTRY, ...args], {
    cwd: world.work,
    env: environmentOf(world),
    stdio: [stdin, stdout, 'pipe'],
  })
  closeSync(stdout)
  if (stdin !== 'ignore') closeSync(stdin)
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  return new Promise((resolve) => {
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, stdout: Buffer.alloc(0), stderr }))
  })
}

const LINES = Object.entries(TO_STANDARD_OUTPUT)

describe('standard output that takes nothing', () => {
  it.skipIf(!existsSync('/dev/full')).each(LINES)('%s: a full device ends it with 28', async (line, input) => {
    const before = enter()
    const { exitCode, signal, stderr } = await runInto('/dev/full', line.split(' '), input)
    expect([exitCode, signal]).toEqual([28, null])
    expect(stderr).toMatch(/failed\.\n/)
    expect(now()).toEqual(before)
  })

  it.each(LINES)('%s: a reader that is gone ends it with 32', async (line, input) => {
    const before = enter()
    const { child, finished } = startCli(world, line.split(' '))
    child.stdin?.on('error', () => {})
    child.stdin?.end(input === undefined ? '' : readFileSync(path.join(world.work, input)))
    child.stdout?.destroy()
    const { exitCode, signal } = await finished
    expect([exitCode, signal]).toEqual([32, null])
    expect(now()).toEqual(before)
  })
})

describe('merge-diff into nothing', () => {
  it('says which part could not be written, as rbd', async () => {
    enter()
    const { stderr } = await runInto('/dev/full', ['merge-diff', 'img.begin-s1.diff', 'img.s1-s2.diff', '-'], undefined)
    expect(sentencesOf(stderr)).toEqual(['rbd: failed to write merged diff header', 'rbd: merge-diff error'])
  })
})

describe('- as input', () => {
  it.each([
    ['import - rbd/new', 'img.head.raw', 'new', 'img.head.raw'],
    ['import --export-format 2 - rbd/new', 'img.v2', 'new', 'img.head.raw'],
    ['import - rbd/new', 'img.v2', 'new', 'img.head.raw'],
  ] as const)('%s < %s', async (line, input, image, content) => {
    enter()
    const { exitCode } = await runCli(world, line.split(' '), readFileSync(path.join(world.work, input)))
    expect(exitCode).toBe(0)
    const { stdout } = await runMain(world, ['export', `rbd/${image}`, '-'])
    expect(sha256(stdout)).toBe(sha256(fixtureBytes(content)))
  })

  it('rbd-studio merge-diff - second - < first | rbd-studio import-diff - image', async () => {
    enter()
    await prepare(world, 'create', '-s4', 'rbd/made')
    const first = startCli(world, ['merge-diff', '-', 'img.s1-s2.diff', '-'])
    const second = startCli(world, ['import-diff', '-', 'rbd/made'])
    second.child.stdin?.on('error', () => {})
    if (second.child.stdin !== null) first.child.stdout?.pipe(second.child.stdin)
    first.child.stdin?.end(readFileSync(path.join(world.work, 'img.begin-s1.diff')))
    const [from, to] = await Promise.all([first.finished, second.finished])
    expect([from.exitCode, to.exitCode]).toEqual([0, 0])
    const [made, wanted] = [
      await runMain(world, ['export', 'rbd/made', '-']),
      await runMain(world, ['export', 'rbd/img@s2', '-']),
    ]
    expect(sha256(made.stdout)).toBe(sha256(wanted.stdout))
  })

  it.each(['compare - img.head.raw', 'verify -', 'manifest -', 'inspect -'])(
    '%s: a file called -, for what is read out of order',
    async (line) => {
      const before = enter()
      const { exitCode, stdout, stderr } = await runMain(world, line.split(' '))
      expect(exitCode).toBeGreaterThan(0)
      expect(`${stdout.toString()}${stderr.toString()}`).toMatch(/-/)
      expect(now()).toEqual(before)
    },
  )
})

describe('a full disk', () => {
  it.each([
    ['export rbd/img@s2', 'rbd: export error: (28) No space left on device'],
    ['export-diff rbd/img@s2', 'rbd: export-diff error: (28) No space left on device'],
    ['merge-diff img.begin-s1.diff img.s1-s2.diff', 'rbd: merge-diff error'],
  ])('%s: ends with 28 and leaves nothing', async (line, says) => {
    enter()
    const disk = smallDisk(path.join(world.root, 'small'))
    if (disk === null) {
      console.warn('SKIPPED: no tmpfs can be mounted here')
      return
    }
    try {
      // The room there is, is less than the smallest of these files needs.
      const { exitCode, stderr } = await runMain(world, [...line.split(' '), path.join(disk.folder, 'out')])
      expect([exitCode, stderr.toString()]).toEqual([28, expect.stringContaining(says)])
      expect(readdirSync(disk.folder)).toEqual([disk.filler])
    } finally {
      disk.remove()
    }
  })
})

import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, removeWorld, startCli, type World } from '../cli/runCli.ts'
import { type Ran, runMain } from '../cli/runMain.ts'
import { encodeModel, type ModelDelta } from '../support/deltas.ts'
import { hasRbd, type Merged, rbdEnvironment, realMergeDiff, take } from '../support/realMergeDiff.ts'
import { until } from '../support/until.ts'

const DOCUMENT = readFileSync(path.join(import.meta.dirname, '../../docs/DIFFERENCES.md'), 'utf8')

/** The first cells of the table in the chapter of merge-diff. */
function documentedRows(): readonly string[] {
  const from = DOCUMENT.indexOf('\n## merge-diff')
  const next = DOCUMENT.indexOf('\n## ', from + 1)
  return DOCUMENT.slice(from, next < 0 ? undefined : next)
    .split('\n')
    .filter((line) => line.startsWith('|') && !line.startsWith('|---') && !line.startsWith('| what'))
    .map((line) => (line.split('|')[1] ?? '').trim())
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value)

function diff(
  from: string | null,
  to: string | null,
  sizeBytes: number,
  records: ModelDelta['records'] = [],
): Uint8Array {
  const name = (value: string | null) => (value === null ? null : text(value))
  return encodeModel({ header: { from: name(from), to: name(to), sizeBytes }, records })
}

const FIRST = diff('a', 'b', 1000, [{ offset: 0, length: 20, bytes: new Uint8Array(20).fill(1) }])
const SECOND = diff('b', 'c', 1000, [{ offset: 10, length: 4, bytes: new Uint8Array(4).fill(2) }])

/** A diff that ends in a head of a record, with numbers no encoder of ours writes, and then whatever follows. */
function withHead(sizeBytes: bigint, tag: 'w' | 'z', offset: bigint, length: bigint, rest = 'e'): Uint8Array {
  const start = diff('b', 'c', 0).subarray(0, -1)
  const out = new Uint8Array(start.length + 17 + rest.length)
  out.set(start)
  const view = new DataView(out.buffer)
  view.setBigUint64(start.length - 8, sizeBytes, true)
  out[start.length] = tag.charCodeAt(0)
  view.setBigUint64(start.length + 1, offset, true)
  view.setBigUint64(start.length + 9, length, true)
  out.set(text(rest), start.length + 17)
  return out
}

let world: World
beforeEach(() => {
  world = makeWorld()
})
afterEach(() => removeWorld(world))

interface Both {
  readonly theirs: Merged
  readonly ours: Ran & { readonly output: Buffer | null }
}

/** Both tools on the same two files. */
async function both(first: Uint8Array, second: Uint8Array, ...options: readonly string[]): Promise<Both> {
  writeFileSync(path.join(world.work, 'a'), first)
  writeFileSync(path.join(world.work, 'b'), second)
  const theirs = await realMergeDiff(world.work, ['a', 'b', 'theirs'], 'theirs')
  const ran = await runMain(world, ['merge-diff', '--no-manifest', ...options, 'a', 'b', 'ours'])
  return { theirs, ours: { ...ran, output: take(path.join(world.work, 'ours')) } }
}

/** The real tool dies of a signal and leaves a part of its output; ours refuses, says why, and leaves nothing. */
function crashAgainstRefusal({ theirs, ours }: Both, signal: NodeJS.Signals, exitCode: number, says: RegExp): void {
  expect([theirs.signal, theirs.output !== null]).toEqual([signal, true])
  expect([ours.exitCode, ours.output]).toEqual([exitCode, null])
  expect(ours.stderr.toString()).toMatch(says)
  expect(readdirSync(world.work).sort()).toEqual(['a', 'b', 'ceph.conf'])
}

/** Each row of docs/DIFFERENCES.md that concerns merge-diff, by its name there. */
const CASES: Readonly<Record<string, () => Promise<void>>> = {
  async 'a record beyond the size its diff says'() {
    const beyond = { offset: 990, length: 20, bytes: new Uint8Array(20).fill(3) }
    crashAgainstRefusal(await both(FIRST, diff('b', 'c', 1000, [beyond])), 'SIGABRT', 95, /rbd-studio: .*beyond/)
    crashAgainstRefusal(await both(diff('a', 'b', 1000, [beyond]), SECOND), 'SIGABRT', 95, /rbd-studio: .*beyond/)
    // Where the second is larger, both refuse the first, in the same words.
    const { theirs, ours } = await both(diff('a', 'b', 1000, [beyond]), diff('b', 'c', 2000))
    expect([theirs.exitCode, ours.exitCode, ours.output]).toEqual([95, 95, null])
    expect(ours.stderr.toString()).toMatch(/^rbd: out-of-order offset from first diff \(1010 > 1000\)\n/)
    expect(theirs.stderr.toString()).toMatch(/rbd: out-of-order offset from first diff \(1010 > 1000\)\n/)
  },
  async 'data of 2^62 bytes'() {
    crashAgainstRefusal(await both(FIRST, withHead(1000n, 'w', 0n, 2n ** 62n)), 'SIGABRT', 95, /2\^53-1/)
  },
  async 'data of 8 GiB that is not there'() {
    const cut = withHead(1000n, 'w', 0n, 2n ** 33n, 'x'.repeat(5000))
    crashAgainstRefusal(await both(FIRST, cut), 'SIGABRT', 95, /beyond/)
  },
  async 'zeros past 2^64'() {
    crashAgainstRefusal(await both(FIRST, withHead(1000n, 'z', 2n ** 63n, 2n ** 63n + 10n)), 'SIGABRT', 95, /2\^53-1/)
  },
  async 'numbers above 2^53 − 1'() {
    const { theirs, ours } = await both(FIRST, withHead(2n ** 60n, 'z', 0n, 4096n))
    expect([theirs.exitCode, theirs.output !== null]).toEqual([0, true])
    expect([ours.exitCode, ours.output]).toEqual([95, null])
    expect(ours.stderr.toString()).toMatch(/rbd-studio: .*2\^53-1/)
  },
  async 'a zero byte behind the header'() {
    const odd = Uint8Array.from([...diff('b', 'c', 1000).subarray(0, -1), 0, 'e'.charCodeAt(0)])
    const { theirs, ours } = await both(FIRST, odd)
    expect([theirs.exitCode, theirs.output !== null]).toEqual([0, true])
    expect([ours.exitCode, ours.output]).toEqual([95, null])
    expect(ours.stderr.toString()).toMatch(/^rbd: failed to read second diff data chunk header\n/)
  },
  async 'a refusal to standard output'() {
    writeFileSync(path.join(world.work, 'a'), FIRST)
    writeFileSync(path.join(world.work, 'b'), SECOND.subarray(0, -3))
    const theirs = await streamed('rbd', ['merge-diff', 'a', 'b', '-'])
    const ours = await runMain(world, ['merge-diff', 'a', 'b', '-'])
    expect([theirs.exitCode, theirs.bytes > 0]).toEqual([33, true])
    expect([ours.exitCode, ours.stdout.length]).toEqual([33, 0])
  },
  async 'an interrupted merge'() {
    writeFileSync(path.join(world.work, 'b'), SECOND)
    const theirs = spawn('rbd', ['merge-diff', '-', 'b', 'theirs'], {
      cwd: world.work,
      env: rbdEnvironment(world.work),
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    theirs.stdin.on('error', () => {})
    theirs.stdin.write(FIRST.subarray(0, -1))
    await until(() => existsSync(path.join(world.work, 'theirs')))
    theirs.kill('SIGTERM')
    await new Promise((resolve) => theirs.once('close', resolve))
    expect(readdirSync(world.work)).toContain('theirs')

    const { child, finished } = startCli(world, ['merge-diff', '-', 'b', 'ours'])
    child.stdin?.on('error', () => {})
    child.stdin?.write(FIRST.subarray(0, -1))
    await until(() => readdirSync(world.work).some((name) => name.startsWith('.ours')))
    child.kill('SIGTERM')
    expect((await finished).signal).toBe('SIGTERM')
    expect(readdirSync(world.work).sort()).toEqual(['b', 'ceph.conf', 'theirs'])
  },
  async percentages() {
    const far = { offset: 900, length: 20, bytes: new Uint8Array(20).fill(3) }
    const cut = diff('b', 'c', 1000, [far]).subarray(0, -5)
    const { theirs, ours } = await both(FIRST, cut)
    const failing = /(\d+)% complete\.\.\.failed/
    expect(Number(failing.exec(theirs.stderr.toString())?.[1])).toBeGreaterThan(0)
    expect(failing.exec(ours.stderr.toString())?.[1]).toBe('0')
  },
  async 'a FIFO as input'() {
    writeFileSync(path.join(world.work, 'a'), FIRST)
    expect(spawnSync('mkfifo', [path.join(world.work, 'fifo')]).status).toBe(0)
    const [theirs] = await Promise.all([
      realMergeDiff(world.work, ['a', 'fifo', 'theirs'], 'theirs'),
      writeFile(path.join(world.work, 'fifo'), SECOND),
    ])
    expect([theirs.exitCode, theirs.output !== null]).toEqual([0, true])
    const ours = await runMain(world, ['merge-diff', 'a', 'fifo', 'ours'])
    expect([ours.exitCode, ours.stderr.toString()]).toEqual([95, expect.stringMatching(/cannot be read out of order/)])
    expect(readdirSync(world.work).sort()).toEqual(['a', 'ceph.conf', 'fifo'])
  },
  async 'three and more inputs'() {
    for (const [name, bytes] of Object.entries({ a: FIRST, b: SECOND, c: diff('c', null, 900) })) {
      writeFileSync(path.join(world.work, name), bytes)
    }
    const theirs = await realMergeDiff(world.work, ['a', 'b', 'c', 'theirs'], 'theirs')
    expect([theirs.exitCode, theirs.stderr.toString()]).toEqual([1, 'rbd: too many arguments\n'])
    const pairs = [
      ['a', 'b', 'ab'],
      ['ab', 'c', 'abc'],
    ] as const
    for (const pair of pairs) {
      const { output } = await realMergeDiff(world.work, ['--no-progress', ...pair], pair[2])
      writeFileSync(path.join(world.work, pair[2]), output ?? new Uint8Array(0))
    }
    const ours = await runMain(world, ['merge-diff', 'a', 'b', 'c', 'ours'])
    expect([ours.exitCode, ours.stderr.toString()]).toEqual([0, expect.stringMatching(/100% complete\.\.\.done\.\n$/)])
    expect(readFileSync(path.join(world.work, 'ours'))).toEqual(readFileSync(path.join(world.work, 'abc')))
  },
  async 'packed inputs'() {
    const { theirs, ours } = await both(gzipSync(FIRST), SECOND)
    expect([theirs.exitCode, theirs.output]).toEqual([22, null])
    const plain = await both(FIRST, SECOND)
    expect([ours.exitCode, ours.output]).toEqual([0, plain.theirs.output])
  },
  async 'a side manifest'() {
    writeFileSync(path.join(world.work, 'a'), FIRST)
    writeFileSync(path.join(world.work, 'b'), SECOND)
    expect((await runMain(world, ['merge-diff', 'a', 'b', 'with'])).exitCode).toBe(0)
    expect((await runMain(world, ['merge-diff', '--no-manifest', 'a', 'b', 'without'])).exitCode).toBe(0)
    expect(readdirSync(world.work).sort()).toEqual(['a', 'b', 'with', 'with.rbdm.json', 'without'])
  },
}

/** A command whose standard output is counted. */
async function streamed(command: string, args: readonly string[]): Promise<{ exitCode: number | null; bytes: number }> {
  const child = spawn(command, args, {
    cwd: world.work,
    env: rbdEnvironment(world.work),
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let bytes = 0
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length
  })
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { exitCode, bytes }
}

describe('docs/DIFFERENCES.md, merge-diff', () => {
  it('has a case here for every row, and a row for every case', () => {
    expect(Object.keys(CASES).sort()).toEqual([...documentedRows()].sort())
  })

  it.skipIf(!hasRbd).each(Object.entries(CASES))('%s', { timeout: 120_000 }, async (_, check) => {
    await check()
  })
})

import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { removeWorld, sha256 } from '../cli/runCli.ts'
import { caseAsDiffs, MERGE_CASES } from './dropIn/cases.ts'
import { freshName, rbd } from './support/live.ts'
import { type Bench, finished, makeBench } from './support/program.ts'

// A case takes two seconds on a machine at rest.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000, maxConcurrency: 2 })

const SCRIPTS = path.join(import.meta.dirname, 'dropIn')
let bench: Bench
const made: string[] = []

beforeAll(() => {
  bench = makeBench()
})
afterAll(async () => {
  for (const image of made) {
    await rbd('snap', 'purge', image, '--no-progress')
    await rbd('rm', image, '--no-progress')
  }
  removeWorld(bench.world)
})

/** Makes an image of diffs, with the real tool. */
async function makeImage(name: string, sizeBytes: number, diffs: readonly Buffer[]): Promise<void> {
  await rbd('create', name, '--size', `${sizeBytes}B`, '--object-size', '64K')
  made.push(name)
  for (const diff of diffs) {
    const { exitCode, stderr } = await finished(bench, 'rbd', ['import-diff', '-', name, '--no-progress'], {
      input: diff,
    })
    expect([exitCode, stderr]).toEqual([0, ''])
  }
}

/** Runs a script once with each program, in a folder of its own, and gives what each printed. */
async function withBoth(script: string, argsOf: (program: string, folder: string) => readonly string[]) {
  const run = async (which: string, program: string) => {
    const folder = path.join(bench.world.work, freshName(which))
    mkdirSync(folder)
    // The script was written for rbd, which makes an image smaller without a question.
    const env = { RBD: program, RBD_STUDIO_ALLOW_SHRINK: '1' }
    const args = [path.join(SCRIPTS, script), ...argsOf(which, folder)]
    return finished(bench, 'sh', args, { env })
  }
  return { theirs: await run('rbd', 'rbd'), ours: await run('studio', bench.studio) }
}

describe.concurrent('a merge with rbd-studio in the place of rbd', () => {
  it.for(MERGE_CASES.map((one) => [one[0], one] as const))('%s', async ([, one], { expect }) => {
    const { diffs, content, sizeAtStart } = caseAsDiffs(one)
    const source = freshName('drop')
    await makeImage(source, sizeAtStart, diffs)
    const names: Readonly<Record<string, string>> = { rbd: `bup/${source}.r`, studio: `bup/${source}.s` }
    for (const name of Object.values(names)) await makeImage(name, sizeAtStart, diffs.slice(0, 1))
    const { theirs, ours } = await withBoth('merge.sh', (which, folder) => [source, names[which] ?? '', folder])
    const wanted = `${content.length}\n${sha256(content)}\n`
    expect([theirs.exitCode, theirs.stdout.toString(), theirs.stderr]).toEqual([0, wanted, ''])
    expect([ours.exitCode, ours.stdout.toString(), ours.stderr]).toEqual([0, wanted, ''])
  })
})

describe('a backup script', () => {
  it('has the same outcome with rbd-studio in the place of rbd', async () => {
    const one = MERGE_CASES.find(([name]) => name === 'grown twice')
    if (one === undefined) throw new Error('there is no such case')
    const { diffs, sizeAtStart } = caseAsDiffs(one)
    const source = freshName('drop')
    await makeImage(source, sizeAtStart, diffs)
    const { theirs, ours } = await withBoth('backup.sh', (_, folder) => [source, `bup/${source}`, folder])
    const said = theirs.stdout.toString()
    expect([theirs.exitCode, said.split('\n')]).toEqual([0, expect.arrayContaining(['17: 0 bytes', '2: 0 bytes', ''])])
    expect([ours.exitCode, ours.stdout.toString()]).toEqual([0, said])
  })
})

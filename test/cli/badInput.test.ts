import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { commands } from '../../electron/cli/commands/table.ts'
import { fixturePath } from '../support/fixtures.ts'
import { CONDITIONS, type Run, TABLE } from './badInputTable.ts'
import { copyWorld, makeWorld, prepare, removeWorld, runCli, sentencesOf, treeOf, type World } from './runCli.ts'

const BAD = path.join(import.meta.dirname, '..', 'fixtures', 'streams', 'bad')

// A process takes 0.2 s to begin on a machine at rest, and ten times that on one that is not; and they wait for each other.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })

/** The world every run finds: see `badInputTable.ts` for what its files and images are called. */
let template: World

beforeAll(async () => {
  template = makeWorld()
  const file = (name: string) => path.join(template.work, name)
  const first = fixturePath('img.begin-s1.diff')
  const second = fixturePath('img.s1-s2.diff')
  cpSync(first, file('begin-s1.diff'))
  cpSync(second, file('s1-s2.diff'))
  cpSync(fixturePath('img.v2'), file('v2'))
  cpSync(path.join(BAD, 'E_STREAM_BAD_MAGIC.diff-v3.bin'), file('wrong'))
  writeFileSync(file('cut.diff'), readFileSync(second).subarray(0, 8000))
  writeFileSync(file('cut-first.diff'), readFileSync(first).subarray(0, 8000))
  writeFileSync(file('empty'), '')
  writeFileSync(file('there'), 'written by somebody else\n')
  writeFileSync(file('raw'), new Uint8Array(100_000).fill(7))
  mkdirSync(file('folder'))
  await prepare(template, 'pool', 'create', 'rbd')
  await prepare(template, 'pool', 'create', 'bup')
  for (const image of ['rbd/src', 'bup/one', 'bup/both']) {
    await prepare(template, 'create', '--size', '4M', image)
    await prepare(template, 'import-diff', 'begin-s1.diff', image)
  }
  for (const image of ['rbd/src', 'bup/both']) await prepare(template, 'import-diff', 's1-s2.diff', image)
  await prepare(template, 'import', 'raw', 'rbd/full')
})

afterAll(() => removeWorld(template))

describe('the table of bad input', () => {
  it('has a row for every verb and a cell for every condition', () => {
    expect(Object.keys(TABLE).sort()).toEqual(commands.map(({ names }) => names[0]).sort())
    for (const row of Object.values(TABLE)) expect(Object.keys(row).sort()).toEqual([...CONDITIONS].sort())
  })

  it('gives a reason wherever there is nothing to run', () => {
    const cells = Object.values(TABLE).flatMap((row) => Object.values(row))
    for (const cell of cells) {
      if (typeof cell === 'string') expect(cell).toMatch(/^cannot occur: ./)
      else expect(cell.length).toBeGreaterThan(0)
    }
  })
})

const cells = Object.entries(TABLE).flatMap(([verb, row]) =>
  CONDITIONS.flatMap((condition) => {
    const cell = row[condition]
    return typeof cell === 'string' ? [] : cell.map((run) => ({ verb, condition, run }))
  }),
)

describe.concurrent('bad input', () => {
  it.for(cells.map(({ verb, condition, run }) => [verb, condition, [...verb.split(' '), ...run.args], run] as const))(
    '%s, %s: %j',
    async ([, , args, run], { expect }) => {
      const world = copyWorld(template)
      try {
        const before = { library: treeOf(world.library), work: treeOf(world.work) }
        const { exitCode, signal, stdout, stderr } = await runCli(world, args, inputOf(run, world))
        expect({ exitCode, signal }).toEqual({ exitCode: run.code, signal: null })
        if (typeof run.says === 'string') expect(stderr).toBe(run.says)
        else {
          const sentences = sentencesOf(stderr)
          expect(sentences).toEqual([expect.stringMatching(/^rbd-studio: ./), expect.stringMatching(/^hint: ./)])
          expect(sentences[0]).toMatch(run.says)
        }
        expect(stdout.toString()).toMatch(run.prints ?? /^$/)
        expect({ library: treeOf(world.library), work: treeOf(world.work) }).toEqual(before)
      } finally {
        removeWorld(world)
      }
    },
  )
})

function inputOf({ input }: Run, world: World): Uint8Array {
  return input === undefined ? new Uint8Array(0) : readFileSync(path.join(world.work, input))
}

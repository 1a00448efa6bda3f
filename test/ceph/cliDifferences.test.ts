import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { removeWorld, sentencesOf, sha256 } from '../cli/runCli.ts'
import { freshName, rbd, writeRandom } from './support/live.ts'
import { type Bench, finished, makeBench, type Started } from './support/program.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })

const DOCUMENT = readFileSync(path.join(import.meta.dirname, '../../docs/DIFFERENCES.md'), 'utf8')
const CHAPTER = 'Images on clusters'

/** The first cells of the table in the chapter that is held here. */
function documentedRows(): readonly string[] {
  const chapter = DOCUMENT.split('\n## ').find((text) => text.split('\n')[0] === CHAPTER) ?? ''
  return chapter
    .split('\n')
    .filter((line) => line.startsWith('|') && !line.startsWith('|---') && !line.startsWith('| what |'))
    .map((line) => (line.split('|')[1] ?? '').trim())
}

const image = freshName('differs')
const made: string[] = []
let bench: Bench

beforeAll(async () => {
  bench = makeBench()
  await rbd('create', image, '--size', '2M', '--object-size', '64K')
  for (const at of ['a', 'b']) {
    await writeRandom(image, { total: '64K' })
    await rbd('snap', 'create', `${image}@${at}`, '--no-progress')
  }
})
afterAll(async () => {
  for (const one of [image, ...made]) {
    await rbd('snap', 'purge', one, '--no-progress')
    await rbd('rm', one, '--no-progress')
  }
  removeWorld(bench.world)
})

function fresh(): string {
  const spec = `bup/${freshName('differs')}`
  made.push(spec)
  return spec
}

const words = (line: string): readonly string[] => line.split(' ').map((word) => word.replaceAll('IMG', image))
const real = (line: string, more?: Started) => finished(bench, 'rbd', words(line), more)
const studio = (line: string, more?: Started) => finished(bench, bench.studio, words(line), more)
const content = async (spec: string): Promise<string> => sha256((await real(`export ${spec} - --no-progress`)).stdout)
const sizeOf = async (spec: string): Promise<number> =>
  (JSON.parse(await rbd('info', spec, '--format', 'json')) as { size: number }).size

/** An image at point `a` of the image. */
async function atA(): Promise<string> {
  const spec = fresh()
  await rbd('create', spec, '--size', '2M', '--object-size', '64K')
  const diff = (await real('export-diff IMG@a - --no-progress')).stdout
  expect((await real(`import-diff - ${spec} --no-progress`, { input: diff })).exitCode).toBe(0)
  return spec
}

/** Each row of the chapter, by its name there. */
const CASES: Readonly<Record<string, () => Promise<void>>> = {
  async 'a diff that makes the image smaller'() {
    const input = Buffer.from('rbd diff v1\ns\0\0\x10\0\0\0\0\0e', 'latin1')
    const [theirs, ours] = [fresh(), fresh()]
    for (const spec of [theirs, ours]) await rbd('create', spec, '--size', '2M')
    expect((await real(`import-diff - ${theirs}`, { input })).exitCode).toBe(0)
    expect(await sizeOf(theirs)).toBe(1 << 20)
    const { exitCode, stderr } = await studio(`import-diff - ${ours} --no-progress`, { input })
    expect([exitCode, stderr]).toEqual([22, expect.stringContaining('would shrink')])
    expect(await sizeOf(ours)).toBe(2 << 20)
    expect((await studio(`import-diff - ${ours} --allow-shrink`, { input })).exitCode).toBe(0)
    expect(await sizeOf(ours)).toBe(1 << 20)
  },
  async 'an import that breaks off'() {
    const whole = (await real('export IMG - --export-format 2 --no-progress')).stdout
    const input = whole.subarray(0, whole.length - 100)
    const name = freshName('broken')
    const { exitCode } = await studio(`import --export-format 2 - bup/${name}`, { input })
    expect(exitCode).toBe(33)
    expect(await rbd('ls', 'bup')).not.toContain(name)
  },
  async 'a diff that breaks off there'() {
    const spec = await atA()
    const before = await content(spec)
    const diff = (await real('export-diff --from-snap a IMG@b - --no-progress')).stdout
    const { exitCode } = await studio(`import-diff - ${spec}`, { input: diff.subarray(0, diff.length - 100) })
    expect([exitCode, await content(spec)]).toEqual([74, before])
  },
  async 'a monitor that does not answer an export'() {
    const begin = Date.now()
    const { exitCode, stderr } = await studio('-m 127.0.0.1:1 export IMG out')
    expect([exitCode, stderr]).toEqual([110, expect.stringContaining("couldn't connect to the cluster")])
    expect(Date.now() - begin).toBeLessThan(60_000)
  },
  async 'options of an image that `import` makes'() {
    writeFileSync(path.join(bench.world.work, 'raw'), 'x'.repeat(4096))
    const spec = fresh()
    expect((await studio(`import raw ${spec} --data-pool rbd`)).exitCode).toBe(0)
    const { exitCode, stderr } = await studio('import raw bup/none --journal-pool rbd')
    expect([exitCode, stderr]).toEqual([22, expect.stringContaining('--journal-pool')])
  },
  async '`map` and all of `device`'() {
    for (const line of ['map IMG', 'device map IMG', 'device list', 'showmapped']) {
      const { exitCode, stderr } = await studio(line)
      expect([exitCode, stderr], line).toEqual([1, expect.stringContaining('error: unknown option')])
    }
  },
  async '`--version` and `help`'() {
    expect((await studio('--version')).stdout.toString()).toMatch(/^rbd-studio /)
    expect((await studio('help ls')).stdout.toString()).toMatch(/^usage: rbd-studio ls /)
    expect((await studio('help group snap ls')).stdout.toString()).toContain('rbd itself runs on a cluster')
  },
  async 'percentages of an export'() {
    const ended = '\rExporting image: 100% complete...done.\n'
    const [theirs, ours] = [await real('export IMG -'), await studio('export IMG -')]
    expect([theirs.stderr.endsWith(ended), ours.stderr.endsWith(ended)]).toEqual([true, true])
    expect(sentencesOf(ours.stderr)).toEqual([])
  },
  async '`--user`'() {
    const [theirs, ours] = [await real('export IMG - --user admin'), await studio('export IMG - --user admin')]
    expect(theirs.stderr).toContain('--user is deprecated')
    expect([ours.exitCode, sentencesOf(ours.stderr), sha256(ours.stdout)]).toEqual([0, [], sha256(theirs.stdout)])
  },
}

it('has a case for each row, and a row for each case', () => {
  expect(Object.keys(CASES)).toEqual(documentedRows())
})

it.each(Object.entries(CASES))('%s', async (_, holds) => {
  await holds()
})

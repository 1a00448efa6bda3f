import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { removeWorld, sha256 } from '../cli/runCli.ts'
import { freshName, rbd, writeRandom } from './support/live.ts'
import { type Bench, finished, makeBench } from './support/program.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })

const image = freshName('sent')
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

const studio = (...args: readonly string[]) => finished(bench, bench.studio, args)
/** What a point of an image on the cluster, or of the library, holds. */
const content = async (spec: string): Promise<string> =>
  sha256((await studio('export', spec, '-', '--no-progress')).stdout)
const namesOf = async (spec: string): Promise<readonly string[]> =>
  (JSON.parse((await studio('snap', 'ls', spec, '--format', 'json')).stdout.toString()) as { name: string }[]).map(
    ({ name }) => name,
  )
const done = (title: string) => ({
  exitCode: 0,
  stderr: expect.stringMatching(`${title}: 100% complete...done.\n$`) as string,
})

function fresh(): string {
  const spec = `bup/${freshName('got')}`
  made.push(spec)
  return spec
}

describe('from image to image', () => {
  it('pipe copies a point, and then what came after it', async () => {
    const target = fresh()
    expect(await studio('pipe', `${image}@a`, target)).toMatchObject(done('Piping image'))
    expect(await studio('pipe', '--from-snap', 'a', `ceph://${image}@b`, target)).toMatchObject(done('Piping image'))
    for (const at of ['a', 'b']) expect(await content(`${target}@${at}`)).toBe(await content(`${image}@${at}`))
  })

  it('replicate brings what is missing, and nothing the second time', async () => {
    const target = fresh()
    const { exitCode, stdout } = await studio('replicate', image, target, '--dry-run', '--json')
    expect([exitCode, JSON.parse(stdout.toString())]).toEqual([0, expect.objectContaining({ warnings: [] })])
    for (let time = 0; time < 2; time++)
      expect(await studio('replicate', image, target)).toMatchObject(done('Replicating image'))
    expect(await namesOf(target)).toEqual(['a', 'b'])
    expect(await content(`${target}@b`)).toBe(await content(`${image}@b`))
  })

  it('goes into the library and out of it again', async () => {
    const back = fresh()
    const inside = `library://rbd/${freshName('kept')}`
    expect(await studio('replicate', image, inside)).toMatchObject(done('Replicating image'))
    expect(await namesOf(inside)).toEqual(['a', 'b'])
    expect(await studio('replicate', inside, back)).toMatchObject(done('Replicating image'))
    for (const at of ['a', 'b']) {
      expect(await content(`${inside}@${at}`)).toBe(await content(`${image}@${at}`))
      expect(await content(`${back}@${at}`)).toBe(await content(`${image}@${at}`))
    }
  })
})

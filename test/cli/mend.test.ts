import { cpSync, readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fixturePath } from '../support/fixtures.ts'
import { makeWorld, prepare, removeWorld, sha256, type World } from './runCli.ts'
import { runMain } from './runMain.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

/** Real images of the real tool: `rbd/img` with s1 and s2, made of its export-diff files. */
let world: World

beforeEach(async () => {
  world = makeWorld()
  for (const file of ['img.begin-s1.diff', 'img.s1-s2.diff']) cpSync(fixturePath(file), path.join(world.work, file))
  await prepare(world, 'pool', 'create', 'rbd')
  await prepare(world, 'create', '-s4', 'rbd/img')
  await prepare(world, 'import-diff', 'img.begin-s1.diff', 'rbd/img')
  await prepare(world, 'import-diff', 'img.s1-s2.diff', 'rbd/img')
})
afterEach(() => removeWorld(world))

async function said(line: string): Promise<readonly [number, string, string]> {
  const { exitCode, stdout, stderr } = await runMain(world, line.split(' '))
  return [exitCode, stdout.toString(), stderr.toString()]
}

/** Where a file of the library lies. */
function found(name: string): string {
  const entry = readdirSync(world.library, { recursive: true, encoding: 'utf8' }).find((one) =>
    one.endsWith(`links/${name}`),
  )
  return path.join(world.library, entry ?? '')
}

const content = async (): Promise<string> => sha256((await runMain(world, ['export', 'rbd/img', '-'])).stdout)

it('mend puts a lost file back from a copy, and refuses what is none', async () => {
  const before = await content()
  renameSync(found('000002.diff'), path.join(world.work, 'copy'))
  expect((await said('mend rbd/img'))[2]).toMatch(/^rbd-studio: no copy was specified\n/)
  expect((await said('mend --give-up rbd/img copy'))[0]).toBe(1)
  expect(await said('mend rbd/img img.s1-s2.diff')).toEqual([
    74,
    '',
    expect.stringMatching(/rbd-studio: None of the files given is a copy of 000002\.diff, which is missing/),
  ])
  const plan = await said('mend --dry-run rbd/img copy')
  expect(plan).toEqual([0, expect.stringMatching(/^reads {3}\S+copy [^]*\nwrites  [^]*\ncheck {3}\S/), ''])
  expect(await said('mend rbd/img copy')).toEqual([
    0,
    '',
    expect.stringMatching(/\rMending image: 100% complete\.\.\.done\.\n$/),
  ])
  expect(await content()).toBe(before)
  const [exitCode, stdout] = await said('mend --json rbd/img copy')
  expect([exitCode, JSON.parse(stdout)]).toMatchObject([0, { writtenBytes: 0, warnings: [expect.any(String)] }])
})

it('mend --give-up names what it drops, and drops it', async () => {
  renameSync(found('000003.diff'), path.join(world.work, 'gone'))
  const [exitCode, plan] = await said('mend --dry-run --give-up rbd/img')
  expect([exitCode, plan]).toEqual([0, expect.stringMatching(/\ndrops {3}s2\n[^]*note {4}1 of 3 links go/)])
  expect((await said('snap ls rbd/img'))[1]).toContain('s2')
  expect((await said('mend --give-up rbd/img'))[0]).toBe(0)
  const [, snapshots] = await said('snap ls rbd/img')
  expect([snapshots.includes('s1'), snapshots.includes('s2')]).toEqual([true, false])
  expect((await said('import-diff img.s1-s2.diff rbd/img'))[0]).toBe(0)
})

it('mend --index rebuilds a lost index, says before what it found, and keeps what it was not asked for out', async () => {
  const before = await content()
  const index = path.join(path.dirname(path.dirname(found('000001.diff'))), 'image.json')
  expect((await said('mend --index --give-up rbd/img'))[0]).toBe(1)
  expect((await said('mend --name x --give-up rbd/img'))[2]).toContain('--name goes with --index alone')
  rmSync(index)
  expect((await said('ls -l rbd'))[1]).toMatch(/img/)
  expect((await said('info rbd/img'))[0]).toBe(5)
  const [exitCode, plan] = await said('mend --index --dry-run rbd/img')
  expect([exitCode, plan]).toEqual([
    0,
    expect.stringMatching(
      /^writes {2}\S+image\.json\ncheck {3}Name: img \(proven: [^]*\nnote {4}Snapshots: 2: s1, s2 \(likely: /,
    ),
  ])
  const [, estimate] = await said('mend --index --dry-run --json rbd/img')
  expect(JSON.parse(estimate)).toMatchObject({
    checks: expect.arrayContaining([
      { label: expect.stringContaining('Chain: 3 links') as string, state: 'ok', error: null },
    ]) as object,
  })
  expect((await said('info rbd/img'))[0]).toBe(5)
  expect(await said('mend --index rbd/img')).toEqual([
    0,
    '',
    expect.stringContaining('rbd-studio: warning: Whether every bit of rbd/img is right is told by a verification'),
  ])
  expect(await content()).toBe(before)
  const [, report] = await said('mend --index --json rbd/img')
  expect(JSON.parse(report)).toMatchObject({ warnings: [expect.stringContaining('is not lost')] })
  rmSync(index)
  expect((await said('mend --index --name other rbd/img'))[0]).toBe(0)
  expect((await said('ls rbd'))[1]).toBe('other\n')
})

import { cpSync, readdirSync, renameSync } from 'node:fs'
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

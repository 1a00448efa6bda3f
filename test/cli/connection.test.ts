import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeWorld, removeWorld, type World } from './runCli.ts'
import { runMain } from './runMain.ts'

let world: World
beforeEach(() => {
  world = makeWorld()
})
afterEach(() => removeWorld(world))

async function run(...args: readonly string[]): Promise<readonly [number, string, string]> {
  const { exitCode, stdout, stderr } = await runMain(world, ['connection', ...args])
  return [exitCode, stdout.toString(), stderr.toString()]
}

const added = async () => JSON.parse((await run('ls', '--json'))[1]) as unknown

it('are added in every way, listed and forgotten', async () => {
  expect(await run('add', 'here', '--local', '--conf', '/c', '--cluster', 'x')).toEqual([0, '', ''])
  const far = ['--ssh', 'me@far', '--port', '2222', '--user', 'u', '--keyring', '/k', '--pace', 'gentle']
  expect((await run('add', 'far', ...far))[0]).toBe(0)
  expect((await run('add', 'box', '--prefix', 'podman', '--', 'exec', '-i', 'name with space'))[0]).toBe(0)
  const here = { name: 'here', reach: { kind: 'local' }, conf: '/c', cluster: 'x', pace: 'normal' }
  const all = [
    here,
    { name: 'far', reach: { kind: 'ssh', host: 'me@far', port: 2222 }, user: 'u', keyring: '/k', pace: 'gentle' },
    { name: 'box', reach: { kind: 'prefix', words: ['podman', 'exec', '-i', 'name with space'] }, pace: 'normal' },
  ]
  const saved = expect.arrayContaining(all) as unknown
  expect(await added()).toEqual(saved)
  expect((await run('ls'))[1]).toMatch(/^NAME +WAY +PACE *\n[^]*^far +ssh me@far:2222 +gentle *$/m)
  expect(await run('rm', 'far')).toEqual([0, '', ''])
  expect(JSON.stringify(await added())).not.toContain('me@far')
  expect((await run('rm', 'far'))[0]).toBe(2)
})

it.each([
  [['add'], 22],
  [['add', 'a'], 22],
  [['add', 'a', '--local', '--ssh', 'h'], 22],
  [['add', 'a', '--local', '--port', '1'], 1],
  [['add', 'a', '--ssh', 'h', '--port', 'x'], 1],
  [['add', 'a', '--ssh', '-oProxyCommand=x'], 1],
  [['add', 'A B', '--local'], 1],
  [['add', 'library', '--local'], 17],
  [['add', 'a', '--local', '--pace', 'mad'], 1],
  [['add', 'a', '--local', 'word'], 1],
  [['rm', 'a'], 2],
  [['test', 'a'], 2],
])('%j is refused with %i and changes nothing', async (args, code) => {
  const [exitCode, stdout, stderr] = await run(...args)
  expect([exitCode, stdout]).toEqual([code, ''])
  expect(stderr).not.toBe('')
  expect(JSON.stringify(await added())).not.toContain('"a"')
})

it('of one name are not written over', async () => {
  await run('add', 'a', '--local')
  expect((await run('add', 'a', '--ssh', 'h'))[0]).toBe(17)
  expect(JSON.stringify(await added())).not.toContain('ssh')
})

it('that are tried and lead nowhere say so, line by line, and end with 1', async () => {
  await run('add', 'none', '--prefix', '/nowhere/podman')
  const [exitCode, stdout] = await run('test', 'none')
  expect(exitCode).toBe(1)
  expect(stdout.split('\n').map((line) => line.slice(0, 16).trim())).toEqual([
    'failed  program',
    'skipped version',
    'skipped reach',
    'skipped pools',
    'skipped read',
    'skipped write',
    '',
  ])
  expect(JSON.parse((await run('test', 'none', '--json'))[1])).toHaveLength(6)
})

it('keep what the window and later versions wrote', async () => {
  const file = path.join(world.root, 'home', 'config', 'settings.json')
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify({ version: 1, theme: 'dark', connections: [{ name: 'later', reach: 'quantum' }] }))
  await run('add', 'a', '--local')
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    theme: 'dark',
    connections: [{ name: 'a' }, { name: 'later', reach: 'quantum' }],
  })
})

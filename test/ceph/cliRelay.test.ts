import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { removeWorld } from '../cli/runCli.ts'
import { freshName, namespaceMade, rbd, writeRandom } from './support/live.ts'
import { type Bench, finished, makeBench, outcome } from './support/program.ts'
import { type Sshd, startSshd } from './support/sshd.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })

const image = freshName('relay')
const clone = freshName('clone')
const namespace = 'relayed'
let bench: Bench
let sshd: Sshd

beforeAll(async () => {
  bench = makeBench()
  sshd = await startSshd({ CEPH_CONF: process.env['CEPH_CONF'] ?? '', TZ: 'Asia/Tokyo' })
  await namespaceMade('bup', namespace)
  await rbd('create', image, '--size', '4M', '--object-size', '64K')
  await writeRandom(image, { total: '32K' })
  await rbd('snap', 'create', `${image}@a`, '--no-progress')
  await rbd('snap', 'protect', `${image}@a`)
  await rbd('clone', `${image}@a`, `bup/${clone}`)
  await rbd('create', `bup/${namespace}/${clone}`, '--size', '1M')
  await writeRandom(image, { total: '32K' })
  await rbd('snap', 'create', `${image}@b`, '--no-progress')
  await rbd('image-meta', 'set', image, 'address', 'http://example.org/x')
})

afterAll(async () => {
  for (const pool of ['bup', `bup/${namespace}`]) await rbd('rm', `${pool}/${clone}`, '--no-progress')
  await rbd('snap', 'unprotect', `${image}@a`)
  await rbd('snap', 'purge', image, '--no-progress')
  await rbd('rm', image, '--no-progress')
  await sshd.stop()
  removeWorld(bench.world)
})

const real = (args: readonly string[]) => finished(bench, 'rbd', args)
const studio = (args: readonly string[]) => finished(bench, bench.studio, args)

/** Command lines that change nothing, `IMG` being the image. */
const LINES = [
  'ls bup/relayed',
  'ls -p bup --namespace relayed --format json',
  'info IMG',
  'info IMG@a --format json --pretty-format',
  'info --image IMG --snap b',
  'info rbd/none',
  'info nopool/IMG',
  'info IMG@none',
  'info',
  'info a/b/c/d',
  'info IMG IMG',
  'info IMG --nosuch',
  'snap ls IMG --format xml',
  'snap list IMG --all',
  'snap ls rbd/none',
  'du IMG',
  'disk-usage IMG@a --format json',
  'diff IMG --from-snap a',
  'diff --whole-object IMG@b --format json',
  'status IMG',
  'children IMG@a --format json',
  'lock ls IMG',
  'image-meta ls IMG',
  'image-meta get IMG address',
  'image-meta get IMG none',
  'config image ls IMG --format json',
  'namespace ls bup',
  'trash ls bup',
  'trash restore bup/none',
  'trash rm bup/none',
  'resize --size 4M IMG',
  'resize --size 1M IMG',
  'resize IMG',
  'create IMG --size 1M',
  'create --size',
  'snap create IMG@a',
  'snap create IMG',
  'snap rm IMG@none',
  'snap rm IMG@a',
  'snap protect IMG@a',
  'snap unprotect IMG@a',
  'snap unprotect IMG@b',
  'snap rename IMG@a IMG@b',
  'snap rename IMG@a bup/x@c',
  'snap rollback IMG@none',
  'snap limit set IMG',
  'rm IMG',
  'rm none',
  'rename none other',
  'rename IMG bup/other',
  'clone IMG@b other',
] as const

const wordsOf = (line: string): readonly string[] => line.split(' ').map((word) => word.replaceAll('IMG', image))

describe('what is for rbd itself', () => {
  it.each(LINES)('%s: byte for byte what rbd prints, and its exit code', async (line) => {
    const wanted = outcome(await real(wordsOf(line)))
    expect(outcome(await studio(wordsOf(line)))).toEqual(wanted)
  })

  it('makes its changes, step by step as rbd', async () => {
    const name = freshName('steps')
    const steps = [
      `create ${name} --size 2M --object-size 64K --image-feature layering,exclusive-lock`,
      `snap create ${name}@a`,
      `snap create ${name}@b --no-progress`,
      `snap rename ${name}@b ${name}@c`,
      `snap limit set --limit 2 ${name}`,
      `snap create ${name}@d`,
      `snap limit clear ${name}`,
      `snap rollback ${name}@a`,
      `resize ${name} --size 3M`,
      `resize ${name} --size 1M --allow-shrink --no-progress`,
      `image-meta set ${name} key http://value/`,
      `image-meta get ${name} key`,
      `feature enable ${name} object-map`,
      `rename ${name} ${name}.2`,
      `snap purge ${name}.2`,
      `trash mv ${name}.2`,
      `info ${name}.2`,
    ]
    const all = async (run: typeof real) => {
      const done = []
      for (const step of steps) done.push([step, outcome(await run(step.split(' ')))])
      const trashed = JSON.parse(await rbd('trash', 'ls', '--format', 'json')) as { id: string; name: string }[]
      const id = trashed.find((one) => one.name === `${name}.2`)?.id ?? ''
      await rbd('trash', 'rm', id, '--no-progress')
      return done
    }
    const wanted = await all(real)
    expect(await all(studio)).toEqual(wanted)
  })
})

describe('a connection in front of a spec', () => {
  const add = (...args: readonly string[]) => studio(['connection', 'add', ...args])

  it('is taken off, and leads to its cluster: here, behind a prefix, through ssh', async () => {
    const wrapper = path.join(sshd.folder, 'exec')
    writeFileSync(
      wrapper,
      `#!/bin/sh\nshift\nexec env -i PATH="$PATH" TZ=Asia/Tokyo CEPH_CONF='${process.env['CEPH_CONF']}' "$@"\n`,
      { mode: 0o755 },
    )
    await add('here', '--local', '--conf', process.env['CEPH_CONF'] ?? '')
    await add('box', '--prefix', wrapper, '--prefix', 'name')
    // The options of ssh stand in a user's ~/.ssh/config; a test has none.
    const file = path.join(bench.world.root, 'home', 'config', 'settings.json')
    const settings = JSON.parse(readFileSync(file, 'utf8')) as { connections: object[] }
    const far = { name: 'far', reach: sshd.reach, pace: 'normal' }
    writeFileSync(file, JSON.stringify({ ...settings, connections: [...settings.connections, far] }))
    const wanted = outcome(await real(['snap', 'ls', image]))
    for (const name of ['here', 'box', 'far']) {
      const env = { CEPH_CONF: undefined }
      const spec = `${name}://${image}`
      expect(outcome(await finished(bench, bench.studio, ['snap', 'ls', spec], { env })), name).toEqual(wanted)
      expect(
        outcome(await finished(bench, bench.studio, ['--connection', name, 'snap', 'ls', image], { env })),
      ).toEqual(wanted)
    }
  })

  it('is no connection in a word that is no spec', async () => {
    await studio(['image-meta', 'set', `ceph://${image}`, 'link', 'ceph://x/y'])
    expect(await rbd('image-meta', 'get', image, 'link')).toBe('ceph://x/y\n')
  })

  it('must be one for both images, and one that is there', async () => {
    const two = await studio(['rename', `ceph://${image}`, `box://${image}x`])
    expect([two.exitCode, two.stderr]).toEqual([22, expect.stringContaining('Both images must be on one connection')])
    const none = await studio(['info', `nosuch://${image}`])
    expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining('no connection called nosuch')])
  })

  it('that is the library means the library', async () => {
    const { exitCode, stdout } = await studio(['ls', 'library://rbd'])
    expect([exitCode, stdout.toString()]).toEqual([0, expect.stringContaining('web-01')])
  })
})

describe('what is our own', () => {
  it('is taken out: --json is --format json of what prints facts, --dry-run runs nothing', async () => {
    expect(outcome(await studio(['info', image, '--json']))).toEqual(
      outcome(await real(['info', image, '--format', 'json'])),
    )
    const { exitCode, stdout } = await studio(['rm', '--dry-run', `ceph://${image}`, '--no-progress'])
    expect([exitCode, stdout.toString()]).toEqual([0, `runs    rbd rm ${image} --no-progress  at ceph\n`])
    expect(outcome(await real(['info', image])).exitCode).toBe(0)
  })

  it('cannot work on a cluster, and says so', async () => {
    for (const args of [
      ['fold', image],
      ['mend', '--give-up', image],
      ['verify', `ceph://${image}`],
      ['pool', 'create', 'x'],
    ]) {
      const { exitCode, stderr } = await studio(args)
      expect([exitCode, stderr], args.join(' ')).toEqual([
        95,
        expect.stringContaining('works on the library, and ceph is a cluster'),
      ])
    }
  })

  it('lists the pools images can lie in', async () => {
    const { stdout } = await studio(['pool', 'ls'])
    expect(stdout.toString().split('\n')).toEqual(expect.arrayContaining(['rbd', 'bup']))
  })
})

import { describe, expect, it } from 'vitest'
import { commands } from '../../../electron/cli/commands/table.ts'
import { RBD_ONLY, RELAYED } from '../../../electron/cli/rbdVerbs.ts'
import { formatRelay, relayOf } from '../../../electron/cli/relay.ts'

const CLUSTER = { CEPH_CONF: '/c' }
const relay = (line: string, env: NodeJS.ProcessEnv = CLUSTER) => relayOf(line.split(' '), commands, env)
/** Where a line goes and what of it; null: it is this program's own. */
const goes = (line: string, env?: NodeJS.ProcessEnv) => {
  const found = relay(line, env)
  return found === null ? null : `${found.connection}: ${found.args.join(' ')}`
}

describe('a line for the rbd of a cluster', () => {
  it.each([
    ['ls', 'ceph: ls'],
    ['ls -l pool', 'ceph: ls -l pool'],
    ['snap ls prod://pool/img', 'prod: snap ls pool/img'],
    ['-p pool snap rm --image x --snap y', 'ceph: -p pool snap rm --image x --snap y'],
    ['--connection prod info img', 'prod: info img'],
    ['info --connection=prod img', 'prod: info img'],
    ['--id u -c /x info img', 'ceph: --id u -c /x info img'],
    ['info img --json', 'ceph: --format=json info img'],
    ['info img --json --format xml', 'ceph: info img --format xml'],
    ['rm img --json', 'ceph: rm img'],
    ['rename prod://a prod://b', 'prod: rename a b'],
    ['rename a prod://b', 'prod: rename a b'],
    ['image-meta set prod://a url prod://b', 'prod: image-meta set a url prod://b'],
    ['image-meta set --image a prod://k v', 'ceph: image-meta set --image a prod://k v'],
    ['journal import file prod://a', 'prod: journal import file a'],
    ['mirror pool peer bootstrap create prod://p', 'prod: mirror pool peer bootstrap create p'],
    ['--debug-rbd 20 children a@s', 'ceph: --debug-rbd 20 children a@s'],
    ['--rbd-cache=true children a@s', 'ceph: --rbd-cache=true children a@s'],
    ['--newer-option 3 clone a@s b', 'ceph: --newer-option 3 clone a@s b'],
    ['clone a@s b --help', 'ceph: clone a@s b --help'],
    ['diff a', 'ceph: diff a'],
    ['snap rollback', 'ceph: snap rollback'],
    ['info -- prod://a', 'prod: info -- a'],
  ])('%s → %s', (line, expected) => expect(goes(line)).toBe(expected))

  it.each([
    'export img file',
    'import-diff file img',
    'flatten img',
    'replicate a b',
    'merge-diff a b c',
    'fold img',
    'diff a b c',
    'diff a b --path c',
    'ls library://rbd',
    'ls --connection library',
    'ls --library /l',
    'ls --help',
    'snap ls -h',
    'map img',
    'device list',
    'nosuch',
    'snap',
    '--version',
  ])('%s is our own', (line) => expect(goes(line)).toBeNull())

  it('is none without a cluster, and one where the line says so', () => {
    const env = { RBD_STUDIO_LIBRARY: '/l' }
    expect(goes('ls', env)).toBeNull()
    expect(goes('ls -c /x', env)).toBe('ceph: ls -c /x')
    expect(goes('ls ceph://rbd', env)).toBe('ceph: ls rbd')
    expect(goes('clone a@s b', env)).toBeNull()
  })

  it('is refused where it names two connections', () => {
    expect(() => goes('cp one://a two://b')).toThrow(expect.objectContaining({ code: 'E_SPEC_INVALID' }) as Error)
    expect(() => goes('rename one://a library://b')).toThrow(
      expect.objectContaining({ code: 'E_SPEC_INVALID' }) as Error,
    )
  })

  it('is shown with --dry-run, and not run', () => {
    const dry = relay('rm --dry-run prod://a --pool x')
    expect(dry?.isDry).toBe(true)
    if (dry === null) return
    expect(formatRelay({ ...dry, args: ['rm', 'a b'] })).toBe('runs    rbd rm "a b"  at prod\n')
    expect(JSON.parse(formatRelay({ ...dry, isJson: true }))).toEqual({
      connection: 'prod',
      runs: ['rbd', 'rm', 'a', '--pool', 'x'],
    })
  })
})

describe('the tables', () => {
  it('name nothing twice, and nothing that is no command', () => {
    const own = commands.flatMap(({ names }) => names)
    const all = [...own, ...RBD_ONLY.flatMap(({ names }) => names)]
    expect(all.filter((name, at) => all.indexOf(name) !== at)).toEqual([])
    expect(Object.keys(RELAYED).filter((name) => commands.every(({ names }) => names[0] !== name))).toEqual([])
  })
})

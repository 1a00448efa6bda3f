import { describe, expect, it } from 'vitest'
import { parseArgs } from '../../../electron/cli/args.ts'
import { createArguments } from '../../../electron/cli/arguments.ts'
import { isClusterSetting, readCluster, withCluster } from '../../../electron/cli/clusterOptions.ts'
import { commands } from '../../../electron/cli/commands/table.ts'
import { GLOBAL_OPTIONS } from '../../../electron/cli/options.ts'
import { commandLineOf } from '../../../electron/engine/ceph/commandLine.ts'
import type { Connection } from '../../../shared/connections.ts'

function said(line: string) {
  const parsed = parseArgs(line.split(' '), commands, GLOBAL_OPTIONS, isClusterSetting)
  if (parsed.verb === null) throw new Error('no verb')
  return readCluster(createArguments(parsed.verb.names[0], parsed), parsed.verb.options)
}

describe('what a line says of its cluster', () => {
  it.each([
    ['export a b', null],
    ['-c /x export a b', { conf: '/x' }],
    ['export a b --conf=/x --cluster=y', { conf: '/x', cluster: 'y' }],
    ['export --id u a b', { user: 'u' }],
    ['export --user u a b', { user: 'u' }],
    ['-n client.u export a b', { user: 'u' }],
    ['-n client.u export a b --id u', { user: 'u' }],
    ['-k /k -K /f -m host export a b', { keyring: '/k', options: ['--keyfile=/f', '--mon-host=host'] }],
    ['export a b --mon-host h', { options: ['--mon-host=h'] }],
    ['--rbd-concurrent-management-ops 20 export a b', { options: ['--rbd-concurrent-management-ops=20'] }],
    ['export --debug_rbd=20 --debug-ms=1 a b', { options: ['--debug_rbd=20', '--debug-ms=1'] }],
    ['export a b --rbd_cache', { options: ['--rbd_cache'] }],
    // The verb's own, in another sense.
    ['connection add x --local --conf /c --user u', null],
    ['mend --index a --name n', null],
  ])('%s: %j', (line, expected) => expect(said(line)).toEqual(expected))

  it.each(['-n osd.0 export a b', '-n client. export a b', '--id a --user b export a b'])('%s is refused', (line) =>
    expect(() => said(line)).toThrow(/is invalid/),
  )
})

describe('the connections with it', () => {
  const prod: Connection = {
    name: 'prod',
    reach: { kind: 'ssh', host: 'h' },
    user: 'a',
    options: ['--x=1'],
    pace: 'fast',
  }
  const cluster = { user: 'b', options: ['--y=2'] }

  it('change the default one, beside what it says itself', () => {
    expect(withCluster([prod], 'prod', cluster)).toEqual([{ ...prod, user: 'b', options: ['--x=1', '--y=2'] }])
  })

  it('change this machine’s own where the default is the library, and no other', () => {
    expect(withCluster([prod], 'library', cluster)).toEqual([
      prod,
      { name: 'ceph', reach: { kind: 'local' }, pace: 'normal', ...cluster },
    ])
  })

  it('are as they were where nothing is said, and refused where the default is not there', () => {
    expect(withCluster([prod], 'nosuch', null)).toEqual([prod])
    expect(() => withCluster([prod], 'nosuch', cluster)).toThrow(/no connection called nosuch/)
  })

  it('give the programs their options last, so that they win', () => {
    const { args } = commandLineOf({ ...prod, reach: { kind: 'local' } }, 'rbd', ['info'])
    expect(args).toEqual(['--id=a', '--client-mount-timeout=10', '--x=1', 'info'])
  })
})

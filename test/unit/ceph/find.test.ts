import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findConnections } from '../../../electron/engine/ceph/find.ts'
import { tempDir } from '../../support/tempDir.ts'

/** A made home, system folder and folder of programs. */
function made(files: Readonly<Record<string, string>>) {
  const root = tempDir()
  for (const folder of ['home/.ssh', 'home/.ceph', 'etc', 'bin']) mkdirSync(join(root, folder), { recursive: true })
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(root, name), text)
    if (name.startsWith('bin/')) chmodSync(join(root, name), 0o755)
  }
  const env = { HOME: join(root, 'home'), PATH: join(root, 'bin') }
  const find = (more: NodeJS.ProcessEnv = {}) =>
    findConnections(new AbortController().signal, { env: { ...env, ...more }, system: join(root, 'etc') })
  return { root, find }
}

it('finds nothing where there is nothing', async () => {
  expect(await made({}).find()).toEqual([])
})

it('finds conf files: the one rbd takes by itself is ceph, the others are named', async () => {
  const { root, find } = made({
    'etc/ceph.conf': '',
    'etc/backup.conf': '',
    'etc/rbdmap': '',
    'home/.ceph/Test Lab.conf': '',
  })
  const file = (name: string) => join(root, name)
  const local = { reach: { kind: 'local' }, pace: 'normal' }
  const others = [
    { connection: { name: 'backup', ...local, conf: file('etc/backup.conf') }, foundIn: file('etc/backup.conf') },
    {
      connection: { name: 'test-lab', ...local, conf: file('home/.ceph/Test Lab.conf') },
      foundIn: file('home/.ceph/Test Lab.conf'),
    },
  ]
  expect(await find()).toEqual([{ connection: { name: 'ceph', ...local }, foundIn: file('etc/ceph.conf') }, ...others])
  expect(await find({ CEPH_CONF: file('etc/backup.conf') })).toEqual([
    { connection: { name: 'ceph', ...local }, foundIn: file('etc/backup.conf') },
    { connection: { name: 'ceph-2', ...local, conf: file('etc/ceph.conf') }, foundIn: file('etc/ceph.conf') },
    others[1],
  ])
})

it('finds the hosts of the ssh configuration, and no pattern', async () => {
  const config = [
    'Host *',
    '  User x',
    'host Mon1.example.org mon2 # the lab',
    'Host=eq',
    '  HostName 10.0.0.1',
    'Host "quoted" !not *.lab mon?',
    '#Host commented',
    'Match host m',
    'Host -oProxyCommand=x',
    'Host mon2',
    'Host mon1-example-org',
    'HostKeyAlias no',
  ]
  const { root, find } = made({ 'home/.ssh/config': config.join('\n') })
  expect(await find()).toEqual(
    [
      ['mon1-example-org', 'Mon1.example.org'],
      ['mon2', 'mon2'],
      ['eq', 'eq'],
      ['quoted', 'quoted'],
      ['mon1-example-org-2', 'mon1-example-org'],
    ].map(([name, host]) => ({
      connection: { name, reach: { kind: 'ssh', host }, pace: 'normal' },
      foundIn: join(root, 'home/.ssh/config'),
    })),
  )
})

it('finds running containers of Ceph, as podman and docker tell of them', async () => {
  const podman = JSON.stringify([
    { Names: ['ceph-mon_a'], Image: 'quay.io/x' },
    { Names: ['web'], Image: 'nginx' },
    { Names: ['shell'], Image: 'quay.io/ceph/ceph:v18' },
  ])
  const docker = '{"Names":"demo","Image":"ceph/demo"}\n{"Names":"db","Image":"postgres"}\nnoise\n'
  const { find } = made({
    'bin/podman': `#!/bin/sh\n[ "$*" = "ps --format json" ] && echo '${podman}'\n`,
    'bin/docker': `#!/bin/sh\necho '${docker}'\n`,
  })
  expect((await find()).map(({ connection: { name, reach }, foundIn }) => [name, reach, foundIn])).toEqual([
    ['ceph-mon-a', { kind: 'prefix', words: ['podman', 'exec', '-i', 'ceph-mon_a'] }, 'podman: ceph-mon_a'],
    ['shell', { kind: 'prefix', words: ['podman', 'exec', '-i', 'shell'] }, 'podman: shell'],
    ['demo', { kind: 'prefix', words: ['docker', 'exec', '-i', 'demo'] }, 'docker: demo'],
  ])
})

it('does not wait for a tool that hangs, nor mind one that fails', async () => {
  const { find } = made({
    'bin/podman': '#!/bin/sh\nexec /bin/sleep 60\n',
    'bin/docker': '#!/bin/sh\necho "cannot connect" >&2; exit 1\n',
    'etc/ceph.conf': '',
  })
  const began = performance.now()
  expect(await find()).toHaveLength(1)
  expect(performance.now() - began).toBeLessThan(6000)
})

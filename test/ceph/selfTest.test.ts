import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testConnection } from '../../electron/engine/ceph/selfTest.ts'
import type { Connection, ConnectionCheck } from '../../shared/connections.ts'
import { tempDir } from '../support/tempDir.ts'
import { freshName, rbd, real } from './support/live.ts'

const LOCAL: Connection = { name: 'tried', reach: { kind: 'local' }, pace: 'normal' }

async function tried(changes: Partial<Connection>): Promise<readonly ConnectionCheck[]> {
  const checks = await testConnection({ ...LOCAL, ...changes }, new AbortController().signal)
  expect(checks.map(({ id }) => id)).toEqual(['program', 'version', 'reach', 'pools', 'read', 'write'])
  for (const { state, remedy } of checks) expect(remedy !== null).toBe(state === 'warning' || state === 'failed')
  return checks
}

const states = (checks: readonly ConnectionCheck[]) => checks.map(({ state }) => state).join(' ')
const sentence = (checks: readonly ConnectionCheck[], id: string) => checks.find((check) => check.id === id)?.sentence
const DEAD_BEFORE_REACH = 'ok ok failed skipped skipped skipped'

/** The tests' conf with its monitors somewhere else: at a port that is closed. */
async function deadConf(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  const port = typeof address === 'object' ? address?.port : 0
  const file = join(tempDir(), 'ceph.conf')
  const conf = readFileSync(process.env['CEPH_CONF'] ?? '', 'utf8')
  writeFileSync(file, conf.replace(/^mon host = .*$/m, `mon host = v2:127.0.0.1:${port}`))
  return file
}

describe('the self-test of a connection', () => {
  it('is all ok with a cluster that is, and leaves nothing behind', async () => {
    const checks = await tried({})
    expect(checks.map(({ sentence: said }) => said)).toEqual([
      'rbd and ceph can be started',
      expect.stringMatching(/^rbd is of version \d+\.\d+\.\d+$/),
      expect.stringMatching(/^A monitor answered within \d+\.\d s$/),
      expect.stringMatching(/^There are \d+ pools$/),
      expect.stringMatching(/^The images of pool .* can be listed$/),
      expect.stringMatching(/^An image could be made in pool .*, and was removed again$/),
    ])
    expect(states(checks)).toBe('ok ok ok ok ok ok')
    expect(await rbd('ls', 'rbd')).not.toMatch(/^rbd-studio-test-/m)
    expect(await rbd('trash', 'ls', 'rbd')).not.toContain('rbd-studio-test-')
  })

  it.each([
    ['a way whose program is not there', { kind: 'prefix', words: ['/nowhere/podman', 'exec'] }],
    ['a place without rbd', { kind: 'prefix', words: ['/usr/bin/env', 'PATH=/nowhere', '/usr/bin/env'] }],
  ] as const)('says that there is no program: %s', async (_, reach) => {
    const checks = await tried({ reach: { kind: 'prefix', words: [...reach.words] } })
    expect(states(checks)).toBe('failed skipped skipped skipped skipped skipped')
    expect(checks[0]?.remedy).toMatch(/^Install ceph-common/)
  })

  it('tells a user the cluster does not know, a keyring and a conf that are not there from a dead monitor', async () => {
    const dir = tempDir()
    const name = freshName('nobody')
    const keyring = join(dir, 'keyring')
    writeFileSync(keyring, `[client.${name}]\n\tkey = AQAAcihlAAAAABAAAAAAAAAAAAAAAAAAAAAAAA==\n`)
    const unknown = await tried({ user: name, keyring })
    expect([states(unknown), sentence(unknown, 'reach')]).toEqual([
      DEAD_BEFORE_REACH,
      `The cluster does not let client.${name} in`,
    ])
    const missing = join(dir, 'missing')
    const noKeyring = await tried({ keyring: missing })
    expect([states(noKeyring), sentence(noKeyring, 'reach')]).toEqual([
      DEAD_BEFORE_REACH,
      `There is no keyring at ${missing} for client.admin`,
    ])
    const noConf = await tried({ conf: missing })
    expect([states(noConf), sentence(noConf, 'reach')]).toEqual([
      DEAD_BEFORE_REACH,
      `The conf file ${missing} cannot be read`,
    ])
  })

  it('says within seconds that no monitor answers', async () => {
    const began = performance.now()
    const checks = await tried({ conf: await deadConf() })
    expect([states(checks), sentence(checks, 'reach')]).toEqual([DEAD_BEFORE_REACH, 'No monitor answered within 5 s'])
    expect(performance.now() - began).toBeLessThan(12_000)
  })

  it('warns of a user who may only read', async () => {
    const user = freshName('ro')
    const keyring = join(tempDir(), 'keyring')
    const caps = ['mon', 'profile rbd-read-only', 'osd', 'profile rbd-read-only']
    await real('ceph', 'auth', 'get-or-create', `client.${user}`, ...caps, '-o', keyring)
    try {
      const checks = await tried({ user, keyring })
      expect([states(checks), sentence(checks, 'write')]).toEqual([
        'ok ok ok ok ok warning',
        `client.${user} is read only: exports work, imports and snapshots do not`,
      ])
    } finally {
      await real('ceph', 'auth', 'rm', `client.${user}`)
    }
  })

  it('passes over pools the user may not see', async () => {
    const user = freshName('some')
    const keyring = join(tempDir(), 'keyring')
    const caps = ['mon', 'profile rbd', 'osd', 'profile rbd pool=bup']
    await real('ceph', 'auth', 'get-or-create', `client.${user}`, ...caps, '-o', keyring)
    try {
      const checks = await tried({ user, keyring })
      expect(states(checks)).toBe('ok ok ok ok ok ok')
      expect(sentence(checks, 'write')).toContain('in pool bup,')
    } finally {
      await real('ceph', 'auth', 'rm', `client.${user}`)
    }
  })
})

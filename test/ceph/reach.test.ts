import { execFile } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { imageNames, clusterPools } from '../../electron/engine/ceph/cluster.ts'
import { startChild } from '../../electron/engine/ceph/child.ts'
import { quoteWords } from '../../electron/engine/ceph/quote.ts'
import { testConnection } from '../../electron/engine/ceph/selfTest.ts'
import { sshOptions } from '../../electron/engine/ceph/sshOptions.ts'
import type { Connection, Reach } from '../../shared/connections.ts'
import { nameFromText } from '../../shared/names.ts'
import { hostileNames } from '../support/hostileNames.ts'
import { freshName, rbd, writeRandom } from './support/live.ts'
import { type Sshd, startSshd } from './support/sshd.ts'

const signal = new AbortController().signal
const image = freshName('reach')
let sshd: Sshd
let wrapper: string

beforeAll(async () => {
  sshd = await startSshd({ CEPH_CONF: process.env['CEPH_CONF'] ?? '' })
  // Stands for a container: what is started sees nothing of the environment here, as with `podman exec -i NAME`.
  wrapper = join(sshd.folder, 'exec')
  writeFileSync(wrapper, `#!/bin/sh\nshift\nexec env -i PATH="$PATH" CEPH_CONF='${process.env['CEPH_CONF']}' "$@"\n`)
  chmodSync(wrapper, 0o755)
  await rbd('create', image, '--size', '16M')
  await writeRandom(image, { size: '16K', total: '2M' })
})

afterAll(async () => {
  await sshd.stop()
  await rbd('rm', image, '--no-progress')
})

/** All a child printed. */
async function outputOf(connection: Connection, args: readonly string[]): Promise<Buffer> {
  const child = startChild({ connection, args, signal })
  child.end()
  const chunks: Buffer[] = []
  for (let chunk = await child.output.read(); chunk !== null; chunk = await child.output.read()) {
    chunks.push(Buffer.from(chunk))
  }
  await child.succeeded()
  return Buffer.concat(chunks)
}

const local: Connection = { name: 'local', reach: { kind: 'local' }, pace: 'normal' }

describe.each([
  ['a prefix', (): Reach => ({ kind: 'prefix', words: [wrapper, 'name'] })],
  ['ssh', (): Reach => sshd.reach],
])('a cluster behind %s', (what, reach) => {
  const connection = (): Connection => ({ name: what === 'ssh' ? 'far' : 'box', reach: reach(), pace: 'normal' })

  it('passes the self-test', async () => {
    const checks = await testConnection(connection(), signal)
    expect(checks.map(({ state, sentence }) => (state === 'ok' ? state : sentence))).toEqual(Array(6).fill('ok'))
  })

  it('has the pools and the images it has here', async () => {
    expect(await clusterPools(connection(), signal)).toEqual(await clusterPools(local, signal))
    const pool = { pool: nameFromText('rbd'), namespace: '' }
    expect(await imageNames(connection(), pool, signal)).toContainEqual(nameFromText(image))
  })

  it('gives every byte of an image as it is', async () => {
    const args = ['export', '--no-progress', '--pool=rbd', `--image=${image}`, '--path=-']
    const there = await outputOf(connection(), args)
    expect(there.length).toBe(16 * 1024 * 1024)
    expect(there.equals(await outputOf(local, args))).toBe(true)
  })

  it('finds an image whose name a shell would run', async () => {
    const name = `${freshName('odd')} '"$(exit 7)\`id\` ü`
    await rbd('create', '--pool=rbd', `--image=${name}`, '--size=1M')
    try {
      const info = await outputOf(connection(), ['info', '--pool=rbd', `--image=${name}`, '--format=json'])
      expect(JSON.parse(info.toString())).toMatchObject({ name })
    } finally {
      await rbd('rm', '--pool=rbd', `--image=${name}`, '--no-progress')
    }
  })
})

describe('ssh', () => {
  it('hands on 500 hostile words as they are', async () => {
    const names = hostileNames(500)
    const line = quoteWords(['printf', String.raw`%s\0`, ...names])
    const { stdout } = await promisify(execFile)('ssh', [...sshOptions(sshd.reach), '--', 'loop', line])
    expect(stdout.split('\0').slice(0, -1)).toEqual(names)
  })

  it('says in one sentence that a host does not let us in, or is not there', async () => {
    const closed: Reach = { ...sshd.reach, port: 1 }
    const checks = await testConnection({ name: 'far', reach: closed, pace: 'normal' }, signal)
    expect(checks[0]).toMatchObject({ state: 'failed', sentence: expect.stringContaining('Connection refused') })
    const stranger: Reach = {
      ...sshd.reach,
      options: ['-i', '/nowhere', '-o', 'IdentityFile=none', ...(sshd.reach.options ?? [])],
    }
    const user: Reach = { ...stranger, host: 'nobody@loop' }
    const refused = await testConnection({ name: 'far', reach: user, pace: 'normal' }, signal)
    expect(refused[0]).toMatchObject({ state: 'failed', sentence: expect.stringContaining('Permission denied') })
  })
})

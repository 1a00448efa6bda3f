import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { LOCAL_CEPH } from '../../shared/connections.ts'
import type { JobRequest } from '../../shared/jobs.ts'
import { nameFromText } from '../../shared/names.ts'
import { removeLeftover } from '../../electron/engine/ops/live/leftover.ts'
import { createMeter } from '../../electron/engine/io/meter.ts'
import { runJob } from '../support/jobs.ts'
import { neverAborted } from '../support/signal.ts'
import { tempDir } from '../support/tempDir.ts'
import { childrenWith, killChild } from './support/children.ts'
import { fileHash, freshName, live, livePoint, rbd, real, writeRandom } from './support/live.ts'

const quiet = '--no-progress'

async function contentOf(spec: string): Promise<string> {
  const path = join(tempDir(), 'content.raw')
  await rbd('export', spec, path, quiet)
  return fileHash(path)
}

/** Runs a job, and kills the first child with these words as soon as the first bytes have gone. */
async function runKilling(request: JobRequest, ...words: readonly string[]): Promise<void> {
  let isKilled = false
  await runJob(request, {
    onProgress({ doneBytes }) {
      if (!isKilled && doneBytes > 0) isKilled = killChild(...words)
    },
  })
}

describe('a child that is killed', () => {
  const source = freshName('big')
  beforeAll(async () => {
    await rbd('create', source, '--size', '96M')
    await writeRandom(source, { size: '64K', total: '1M' })
    await rbd('snap', 'create', `${source}@a`, quiet)
    // More than all buffers on the way hold, so that neither end is done when the first bytes have gone.
    await rbd('bench', '--io-type', 'write', '--io-size', '1M', '--io-total', '64M', source)
    await rbd('snap', 'create', `${source}@b`, quiet)
  })

  async function makeReplica(): Promise<string> {
    const name = freshName('replica')
    const target = live(name, { pool: 'bup' })
    await runJob({ kind: 'pipe', source: livePoint(source, 'a'), fromSnapshot: null, target, create: true })
    return name
  }
  const increment = (name: string): JobRequest => ({
    kind: 'pipe',
    source: livePoint(source, 'b'),
    fromSnapshot: nameFromText('a'),
    target: live(name, { pool: 'bup' }),
    create: false,
  })

  it.each([
    ['the one that reads', 'export-diff'],
    ['the one that writes', 'import-diff'],
  ])('%s, in a pipe: the target is put back, and the same pipe works again', async (_, verb) => {
    const name = await makeReplica()
    const job = runKilling(increment(name), verb)
    await expect(job).rejects.toMatchObject({
      code: 'E_CLUSTER_COMMAND',
      message: expect.stringMatching(/ended by SIGKILL.*put back to snapshot “a”/s),
    })
    expect(childrenWith('--path=-')).toEqual([])
    expect(await contentOf(`bup/${name}`)).toBe(await contentOf(`${source}@a`))
    expect(await rbd('snap', 'ls', `bup/${name}`, '--format=json')).not.toContain('"b"')
    await runJob(increment(name))
    expect(await contentOf(`bup/${name}@b`)).toBe(await contentOf(`${source}@b`))
  })

  it('the one that writes a new image: nothing is left under either name', async () => {
    const name = freshName('fresh')
    const target = live(name, { pool: 'bup' })
    const copy = { kind: 'pipe', source: livePoint(source, 'b'), fromSnapshot: null, target, create: true } as const
    await expect(runKilling(copy, 'import-diff')).rejects.toMatchObject({ code: 'E_CLUSTER_COMMAND' })
    expect(await rbd('ls', 'bup')).not.toContain(name)
  })

  it('the one that reads, of an export: no file is left', async () => {
    const path = join(tempDir(), 'out.raw')
    const job = runKilling({ kind: 'export', source: livePoint(source, 'b'), path }, 'export-diff')
    await expect(job).rejects.toMatchObject({ code: 'E_CLUSTER_COMMAND' })
    await expect(fileHash(path)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('a pool without room', () => {
  const pool = freshName('tiny')
  beforeAll(async () => {
    await real('ceph', 'osd', 'pool', 'create', pool, '1')
    await rbd('pool', 'init', pool)
    return async () => {
      await real('ceph', 'osd', 'pool', 'set-quota', pool, 'max_bytes', '0')
      await real('ceph', 'osd', 'pool', 'rm', pool, pool, '--yes-i-really-really-mean-it')
    }
  })

  it('is found before anything is written where what is to come is known, and in the middle where it is not', async () => {
    const source = freshName('big')
    await rbd('create', source, '--size', '64M')
    await rbd('bench', '--io-type', 'write', '--io-size', '1M', '--io-total', '48M', source)
    await rbd('snap', 'create', `${source}@a`, quiet)
    const file = join(tempDir(), 'a.diff')
    await rbd('export-diff', `${source}@a`, file, quiet)
    await real('ceph', 'osd', 'pool', 'set-quota', pool, 'max_bytes', String(8 * 1024 ** 2))
    const target = live(freshName('target'), { pool })
    const known = runJob({ kind: 'import', format: 'diffs', paths: [file], target })
    await expect(known).rejects.toMatchObject({
      code: 'E_CLUSTER_NO_SPACE',
      message: /48\.\d MiB do not fit|48 MiB do not fit/,
    })
    expect(await rbd('ls', pool)).toBe('')

    // The cluster counts late: until it does, all of it goes in.
    const copy = { kind: 'pipe', source: livePoint(source, 'a'), fromSnapshot: null, create: true } as const
    await runJob({ ...copy, target })
    await expect.poll(() => real('ceph', 'health', 'detail'), { timeout: 60_000 }).toContain(`'${pool}' is full`)
    const second = live(freshName('target'), { pool })
    await expect(runJob({ ...copy, target: second })).rejects.toMatchObject({ code: 'E_CLUSTER_NO_SPACE' })
    expect((await rbd('ls', pool)).trim()).toBe(target.image.text)
  })

  it('that fills up in the middle ends the job, and what it says is left can be removed when there is room again', async () => {
    await real('ceph', 'osd', 'pool', 'set-quota', pool, 'max_bytes', '0')
    await expect.poll(() => real('ceph', 'health', 'detail'), { timeout: 60_000 }).not.toContain(`'${pool}' is full`)
    const filler = freshName('filler')
    await rbd('create', `${pool}/${filler}`, '--size', '16M')
    await rbd('bench', '--io-type', 'write', '--io-size', '1M', '--io-total', '16M', `${pool}/${filler}`)
    const source = freshName('slow')
    await rbd('create', source, '--size', '64M')
    await rbd('bench', '--io-type', 'write', '--io-size', '1M', '--io-total', '48M', source)
    await rbd('snap', 'create', `${source}@a`, quiet)
    const target = live(freshName('target'), { pool })
    const meter = createMeter()
    let isHeld = false
    const job = runJob(
      { kind: 'pipe', source: livePoint(source, 'a'), fromSnapshot: null, create: true, target },
      {
        meter,
        onProgress({ doneBytes }) {
          if (isHeld || doneBytes === 0) return
          isHeld = true
          void fillUp()
        },
      },
    )
    // Held while the pool fills up, as it would in hours.
    async function fillUp(): Promise<void> {
      await meter.gate.close()
      await real('ceph', 'osd', 'pool', 'set-quota', pool, 'max_bytes', String(1024 ** 2))
      await expect.poll(() => real('ceph', 'health', 'detail'), { timeout: 60_000 }).toContain(`'${pool}' is full`)
      meter.gate.open()
    }
    // A full pool takes no removal either: rbd 16.2 puts the image into the trash first, which is a write.
    const leftover = `${target.image.text}.rbd-studio-`
    await expect(job).rejects.toMatchObject({
      code: 'E_CLUSTER_LEFT_CHANGED',
      message: expect.stringMatching(new RegExp(`pool ${pool} .* is full; ${pool}/${leftover}.* could not be removed`)),
    })
    const left = (JSON.parse(await rbd('ls', pool, '--format=json')) as string[]).find((name) =>
      name.startsWith(leftover),
    )
    expect(left).toBeDefined()
    expect(await rbd('ls', pool)).not.toMatch(new RegExp(`^${target.image.text}$`, 'm'))

    await real('ceph', 'osd', 'pool', 'set-quota', pool, 'max_bytes', '0')
    const remove = () => removeLeftover(LOCAL_CEPH, live(left ?? '', { pool }), neverAborted)
    await expect(removeLeftover(LOCAL_CEPH, live(filler, { pool }), neverAborted)).rejects.toMatchObject({
      code: 'E_CONTRACT_BAD_INPUT',
    })
    // The client that was ended is forgotten after half a minute, and the cluster counts late.
    await expect
      .poll(
        () =>
          remove().then(
            () => true,
            () => false,
          ),
        { timeout: 60_000, interval: 1000 },
      )
      .toBe(true)
    expect(await rbd('ls', pool)).not.toContain(leftover)
  }, 240_000)
})

describe('an image that others use', () => {
  /** Pipes an image of a size, with nothing in it, into one that is there. */
  async function pipeInto(name: string, size: string): Promise<void> {
    const source = freshName('source')
    await rbd('create', source, '--size', size)
    await rbd('snap', 'create', `${source}@a`, quiet)
    const point = livePoint(source, 'a')
    await runJob({ kind: 'pipe', source: point, fromSnapshot: null, target: live(name), create: false })
  }

  it('is refused as a target while a client writes to it, and told of as a source', async () => {
    const name = freshName('used')
    await rbd('create', name, '--size', '32M')
    await writeRandom(name)
    await rbd('snap', 'create', `${name}@a`, quiet)
    const writer = spawn(
      'rbd',
      ['bench', '--io-type', 'write', '--io-size', '4K', '--io-threads', '1', '--io-total', '64G', name],
      {
        stdio: 'ignore',
      },
    )
    try {
      await expect.poll(async () => rbd('status', name), { timeout: 30_000 }).toContain('watcher=')
      const path = join(tempDir(), 'head.raw')
      const { report } = await runJob({ kind: 'export', source: livePoint(name, 'a'), path })
      expect(report.warnings).toEqual([])
      await expect(pipeInto(name, '32M')).rejects.toMatchObject({ code: 'E_CLUSTER_IN_USE', message: /client\.\d+/ })
    } finally {
      writer.kill()
    }
  })

  it('with an advisory lock is not waited for', async () => {
    const name = freshName('locked')
    await rbd('create', name, '--size', '8M')
    await rbd('lock', 'add', name, 'maintenance')
    await expect(pipeInto(name, '8M')).rejects.toMatchObject({ code: 'E_CLUSTER_IN_USE', message: /lock/ })
  })
})

describe('a diff that claims to be of this image', () => {
  it('is refused where its snapshot was made anew, and said to be unproven for a copy', async () => {
    const name = freshName('claimed')
    await rbd('create', name, '--size', '8M')
    await writeRandom(name)
    await rbd('snap', 'create', `${name}@a`, quiet)
    await writeRandom(name)
    await rbd('snap', 'create', `${name}@b`, quiet)
    const path = join(tempDir(), 'b.diff')
    await runJob({ kind: 'export-diff', source: livePoint(name, 'b'), fromSnapshot: nameFromText('a'), path })
    await rbd('snap', 'rollback', `${name}@a`, quiet)
    await rbd('snap', 'purge', name, quiet)
    await rbd('snap', 'create', `${name}@a`, quiet)
    const apply = (target: string) =>
      runJob({ kind: 'import-diff', paths: [path], target: live(target), overlay: false })
    await expect(apply(name)).rejects.toMatchObject({ code: 'E_CHAIN_WRONG_PARENT', message: /another snapshot “a”/ })
    const copy = freshName('copy')
    await runJob({ kind: 'pipe', source: livePoint(name, 'a'), fromSnapshot: null, target: live(copy), create: true })
    const { plan } = await apply(copy)
    expect(plan.checks).toContainEqual({ label: expect.stringMatching(/is not proven/), state: 'warning' })
  })
})

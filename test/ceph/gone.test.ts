import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { createMeter } from '../../electron/engine/io/meter.ts'
import type { Connection } from '../../shared/connections.ts'
import type { JobRequest } from '../../shared/jobs.ts'
import { nameFromText } from '../../shared/names.ts'
import { runJob } from '../support/jobs.ts'
import { tempDir } from '../support/tempDir.ts'
import { startCluster, stopCluster } from './cluster/cluster.ts'
import { pidOf } from './cluster/daemons.ts'
import { childrenWith } from './support/children.ts'
import { fileHash, freshName, live, livePoint, rbd } from './support/live.ts'

const quiet = '--no-progress'

describe('a cluster whose monitor goes in the middle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rbd-studio-gone-'))
  let conf = ''
  beforeAll(async () => {
    conf = await startCluster(folder)
    return () => stopCluster(folder, { purge: true })
  }, 180_000)

  const connections = (): readonly Connection[] => [{ name: 'own', reach: { kind: 'local' }, conf, pace: 'normal' }]
  /** The monitor stands still, as one that cannot be reached does: connections to it stay open, and nothing comes. */
  const monitor = (signal: 'SIGSTOP' | 'SIGCONT'): void => {
    const pid = pidOf(folder, 'mon.a')
    if (pid === null) throw new Error('the monitor does not run')
    process.kill(pid, signal)
  }
  const own = (image: string, pool = 'rbd') => live(image, { pool, connection: 'own' })
  const real = (...args: readonly string[]) => rbd('--conf', conf, ...args)

  it('ends the job, says what stayed, and the way out it names works when the monitor is back', async () => {
    const source = freshName('source')
    await real('create', source, '--size', '64M')
    await real('bench', '--io-type', 'write', '--io-size', '1M', '--io-total', '8M', source)
    await real('snap', 'create', `${source}@a`, quiet)
    await real('bench', '--io-type', 'write', '--io-size', '1M', '--io-total', '48M', source)
    await real('snap', 'create', `${source}@b`, quiet)
    const target = freshName('target')
    await runJob(
      {
        kind: 'pipe',
        source: livePoint(source, 'a', { connection: 'own' }),
        fromSnapshot: null,
        target: own(target, 'bup'),
        create: true,
      },
      { connections: connections() },
    )
    const diff = join(tempDir(), 'b.diff')
    await real('export-diff', '--from-snap=a', `${source}@b`, diff, quiet)

    const apply: JobRequest = { kind: 'import-diff', paths: [diff], target: own(target, 'bup'), overlay: false }
    const meter = createMeter()
    let isStopped = false
    const job = runJob(apply, {
      connections: connections(),
      meter,
      onProgress({ doneBytes }) {
        if (isStopped || doneBytes < 32 * 1024 ** 2) return
        isStopped = true
        monitor('SIGSTOP')
      },
    })
    await expect(job).rejects.toMatchObject({
      code: 'E_CLUSTER_LEFT_CHANGED',
      message: expect.stringContaining('may hold a part of the diff'),
      hint: expect.stringContaining('roll the image back to snapshot “a”'),
    })
    expect(childrenWith('--path=-')).toEqual([])

    monitor('SIGCONT')
    await expect
      .poll(() => real('status', `bup/${target}`).catch(() => 'watcher='), { timeout: 60_000, interval: 1000 })
      .not.toContain('watcher=')
    await expect(runJob(apply, { connections: connections() })).rejects.toMatchObject({ code: 'E_DIFF_DRIFTED' })
    await runJob(
      { kind: 'rollback', target: own(target, 'bup'), snapshot: nameFromText('a') },
      { connections: connections() },
    )
    await runJob(apply, { connections: connections() })
    const [ours, theirs] = [join(tempDir(), 'ours'), join(tempDir(), 'theirs')]
    await real('export', `bup/${target}@b`, ours, quiet)
    await real('export', `${source}@b`, theirs, quiet)
    expect(await fileHash(ours)).toBe(await fileHash(theirs))
  }, 300_000)

  it('is told within seconds where nothing has begun, and leaves no file', async () => {
    const image = freshName('plain')
    await real('create', image, '--size', '4M')
    await real('snap', 'create', `${image}@a`, quiet)
    const path = join(tempDir(), 'a.raw')
    monitor('SIGSTOP')
    try {
      const source = livePoint(image, 'a', { connection: 'own' })
      const job = runJob({ kind: 'export', source, path }, { connections: connections() })
      await expect(job).rejects.toMatchObject({ code: 'E_CLUSTER_UNREACHABLE' })
    } finally {
      monitor('SIGCONT')
    }
    await expect(fileHash(path)).rejects.toMatchObject({ code: 'ENOENT' })
  }, 60_000)
})

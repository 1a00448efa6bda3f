import { createReadStream, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { readableByteStream } from '../../electron/engine/io/readableByteStream.ts'
import type { JobRequest } from '../../shared/jobs.ts'
import { runJob } from '../support/jobs.ts'
import { neverAborted } from '../support/signal.ts'
import { tempDir } from '../support/tempDir.ts'
import { fileHash, freshName, live, rbd, writeRandom } from './support/live.ts'

const quiet = '--no-progress'

describe('files as new live images', () => {
  const source = freshName('origin')
  const files = mkdtempSync(join(tmpdir(), 'rbd-studio-files-'))
  const raw = join(files, 'a.raw')
  const v2 = join(files, 'all.v2')

  beforeAll(async () => {
    await rbd('create', source, '--size', '20M', '--object-size', '1M')
    await writeRandom(source, { size: '16K', total: '128K' })
    await rbd('snap', 'create', `${source}@a`, quiet)
    await rbd('snap', 'protect', `${source}@a`)
    await writeRandom(source)
    await rbd('snap', 'create', `${source}@b`, quiet)
    await writeRandom(source)
    await rbd('image-meta', 'set', source, 'owner', 'kim')
    await rbd('image-meta', 'set', source, 'conf_rbd_cache', 'false')
    await rbd('export', `${source}@a`, raw, quiet)
    await rbd('export', '--export-format', '2', source, v2, quiet)
  })

  async function theirs(spec: string): Promise<string> {
    const path = join(tempDir(), 'theirs.raw')
    await rbd('export', spec, path, quiet)
    return fileHash(path)
  }
  const importing = (path: string, target: string): JobRequest => ({
    kind: 'import',
    format: 'auto',
    paths: [path],
    target: live(target, { pool: 'bup' }),
  })
  /** The image has the points, contents and facts of the one it was exported from, and nothing lies beside it. */
  async function expectSame(target: string): Promise<void> {
    for (const at of ['@a', '@b', '']) expect(await theirs(`bup/${target}${at}`)).toBe(await theirs(`${source}${at}`))
    const info = JSON.parse(await rbd('info', `bup/${target}`, '--format', 'json')) as { order: number }
    expect(info.order).toBe(20)
    const snapshots = JSON.parse(await rbd('snap', 'ls', `bup/${target}`, '--format', 'json')) as {
      protected: string
    }[]
    expect(snapshots.map((one) => one.protected)).toEqual(['true', 'false'])
    expect(JSON.parse(await rbd('image-meta', 'ls', `bup/${target}`, '--format', 'json'))).toEqual({ owner: 'kim' })
  }
  const beside = async (target: string): Promise<string[]> =>
    (JSON.parse(await rbd('ls', 'bup', '--format', 'json')) as string[]).filter((name) => name.startsWith(target))

  it('a raw file', async () => {
    const target = freshName('raw')
    await runJob(importing(raw, target))
    expect(await theirs(`bup/${target}`)).toBe(await fileHash(raw))
    expect(await beside(target)).toEqual([target])
  })

  it('an export of format 2, with its points, protection and metadata, but for what overrides settings', async () => {
    const target = freshName('v2')
    const { report } = await runJob(importing(v2, target))
    expect(report.warnings).toEqual([expect.stringContaining('conf_rbd_cache')])
    await expectSame(target)
    expect(await beside(target)).toEqual([target])
  })

  it.each(['raw', 'v2'])('the same over standard input: %s', async (kind) => {
    const target = freshName(`in-${kind}`)
    const input = readableByteStream(createReadStream(kind === 'raw' ? raw : v2), { signal: neverAborted })
    await runJob(importing('-', target), { streams: { input } })
    if (kind === 'v2') await expectSame(target)
    else expect(await theirs(`bup/${target}`)).toBe(await fileHash(raw))
  })

  it('a name that is taken is refused, and what breaks off leaves no image', async () => {
    const target = freshName('cut')
    const bytes = readFileSync(v2)
    const chunks = [bytes.subarray(0, bytes.length - 30_000)]
    const input = { read: () => chunks.shift() ?? null }
    await expect(runJob(importing('-', target), { streams: { input } })).rejects.toMatchObject({
      code: 'E_STREAM_TRUNCATED',
    })
    const cut = join(tempDir(), 'cut.v2')
    writeFileSync(cut, bytes.subarray(0, bytes.length - 30_000))
    await expect(runJob(importing(cut, target))).rejects.toMatchObject({ code: 'E_STREAM_TRUNCATED' })
    expect(await beside(target)).toEqual([])
    await rbd('create', `bup/${target}`, '--size', '1M')
    await expect(runJob(importing(raw, target))).rejects.toMatchObject({ code: 'E_IMAGE_EXISTS' })
  })
})

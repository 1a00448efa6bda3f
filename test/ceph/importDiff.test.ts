import { mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runJob } from '../support/jobs.ts'
import { tempDir } from '../support/tempDir.ts'
import { fileHash, freshName, live, rbd, writeRandom } from './support/live.ts'

/** The content of a live image at a point, as the real tool reads it. */
async function contentOf(spec: string): Promise<string> {
  const path = join(tempDir(), 'content.raw')
  await rbd('export', spec, path, '--no-progress')
  return fileHash(path)
}

describe('diffs applied to a live image', () => {
  const source = freshName('source')
  const files = mkdtempSync(join(tmpdir(), 'rbd-studio-diffs-'))
  const diff = (name: string): string => join(files, `${name}.diff`)

  beforeAll(async () => {
    await rbd('create', source, '--size', '24M')
    for (const [at, from] of [
      ['a', null],
      ['b', 'a'],
      ['c', 'b'],
    ] as const) {
      await writeRandom(source, { size: '16K', total: '128K' })
      await rbd('snap', 'create', `${source}@${at}`, '--no-progress')
      const args = from === null ? [] : ['--from-snap', from]
      await rbd('export-diff', ...args, `${source}@${at}`, diff(at), '--no-progress')
    }
  })

  async function makeTarget(size = '24M'): Promise<string> {
    const target = freshName('target')
    await rbd('create', `bup/${target}`, '--size', size)
    return target
  }
  const apply = (target: string, names: readonly string[], more: { overlay?: boolean; allowShrink?: boolean } = {}) =>
    runJob({
      kind: 'import-diff',
      paths: names.map(diff),
      target: live(target, { pool: 'bup' }),
      overlay: false,
      ...more,
    })

  it('bring it to the same points with the same content', async () => {
    const target = await makeTarget()
    await apply(target, ['a', 'b'])
    await apply(target, ['c'])
    for (const at of ['a', 'b', 'c']) {
      expect(await contentOf(`bup/${target}@${at}`)).toBe(await contentOf(`${source}@${at}`))
    }
  })

  it('are refused where the head has drifted, and not where it was only rolled back', async () => {
    const target = await makeTarget()
    await apply(target, ['a'])
    await writeRandom(`bup/${target}`)
    await expect(apply(target, ['b'])).rejects.toMatchObject({ code: 'E_DIFF_DRIFTED' })
    await rbd('snap', 'rollback', `bup/${target}@a`, '--no-progress')
    await apply(target, ['b'])
    expect(await contentOf(`bup/${target}@b`)).toBe(await contentOf(`${source}@b`))
  })

  it('are refused where the start is missing, the end is there, content is there, or the image would shrink', async () => {
    const target = await makeTarget('48M')
    await expect(apply(target, ['b'])).rejects.toMatchObject({ code: 'E_DIFF_START_SNAPSHOT_MISSING' })
    await expect(apply(target, ['a'])).rejects.toMatchObject({ code: 'E_IMAGE_SHRINKS' })
    await apply(target, ['a'], { allowShrink: true })
    await expect(apply(target, ['a'], { overlay: true })).rejects.toMatchObject({ code: 'E_DIFF_END_SNAPSHOT_EXISTS' })
    const other = await makeTarget()
    await writeRandom(`bup/${other}`)
    await expect(apply(other, ['a'])).rejects.toMatchObject({ code: 'E_DIFF_NOT_EMPTY' })
  })

  it('that are cut leave the image alone', async () => {
    const target = await makeTarget()
    await apply(target, ['a'])
    writeFileSync(diff('cut'), readFileSync(diff('b')))
    truncateSync(diff('cut'), readFileSync(diff('b')).length - 20_000)
    await expect(apply(target, ['cut'])).rejects.toMatchObject({ code: 'E_STREAM_TRUNCATED' })
    expect(await contentOf(`bup/${target}`)).toBe(await contentOf(`${source}@a`))
  })

  it('that break off over a pipe put the head back to where it was', async () => {
    const target = await makeTarget()
    await apply(target, ['a'])
    const bytes = readFileSync(diff('b'))
    const chunks = [bytes.subarray(0, bytes.length - 20_000)]
    const input = { read: () => chunks.shift() ?? null }
    const job = runJob(
      { kind: 'import-diff', paths: ['-'], target: live(target, { pool: 'bup' }), overlay: false },
      { streams: { input } },
    )
    await expect(job).rejects.toMatchObject({
      code: 'E_STREAM_TRUNCATED',
      message: expect.stringContaining('put back to snapshot “a”'),
    })
    expect(await contentOf(`bup/${target}`)).toBe(await contentOf(`${source}@a`))
    expect(await rbd('snap', 'ls', `bup/${target}`, '--format', 'json')).not.toContain('"b"')
  })
})

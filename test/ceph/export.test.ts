import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { nameFromText } from '../../shared/names.ts'
import { runJob } from '../support/jobs.ts'
import { tempDir } from '../support/tempDir.ts'
import { fileHash, freshName, livePoint, rbd, writeRandom } from './support/live.ts'

describe('a live image exported beside the real rbd', () => {
  const image = freshName('export')

  beforeAll(async () => {
    await rbd('create', image, '--size', '24M')
    await writeRandom(image, { size: '16K', total: '256K' })
    await rbd('snap', 'create', `${image}@s1`, '--no-progress')
    await writeRandom(image)
    await rbd('snap', 'create', `${image}@s2`, '--no-progress')
    return () => rbd('snap', 'purge', image, '--no-progress').then(() => rbd('rm', image, '--no-progress'))
  })

  it.each([
    [null, 's1', false],
    ['s1', 's2', false],
    ['s1', 's2', true],
    [null, null, true],
  ])('export-diff from %s to %s, whole objects: %s', async (from, to, wholeObject) => {
    const dir = tempDir()
    await runJob({
      kind: 'export-diff',
      source: livePoint(image, to),
      fromSnapshot: from === null ? null : nameFromText(from),
      path: join(dir, 'ours.diff'),
      wholeObject,
    })
    const spec = to === null ? image : `${image}@${to}`
    const args = [...(from === null ? [] : ['--from-snap', from]), ...(wholeObject ? ['--whole-object'] : [])]
    await rbd('export-diff', ...args, spec, join(dir, 'theirs.diff'), '--no-progress')
    expect(readFileSync(join(dir, 'ours.diff')).equals(readFileSync(join(dir, 'theirs.diff')))).toBe(true)
  })

  it.each(['s1', null])('a raw export of %s', async (at) => {
    const dir = tempDir()
    await runJob({ kind: 'export', source: livePoint(image, at), path: join(dir, 'ours.raw') })
    await rbd('export', at === null ? image : `${image}@${at}`, join(dir, 'theirs.raw'), '--no-progress')
    expect(await fileHash(join(dir, 'ours.raw'))).toBe(await fileHash(join(dir, 'theirs.raw')))
  })
})

describe('a live image whose object map is marked invalid', () => {
  const image = freshName('unmapped')

  beforeAll(async () => {
    await rbd('create', image, '--size', '24M')
    await writeRandom(image, { size: '16K', total: '256K' })
    await rbd('snap', 'create', `${image}@s1`, '--no-progress')
    await writeRandom(image)
    // A map that is switched on later holds nothing before it is rebuilt.
    await rbd('feature', 'disable', image, 'fast-diff', 'object-map')
    await rbd('feature', 'enable', image, 'object-map', 'fast-diff')
    expect(await rbd('info', image)).toContain('object map invalid')
    return () => rbd('snap', 'purge', image, '--no-progress').then(() => rbd('rm', image, '--no-progress'))
  })

  it.each([null, 's1'])('is told of before an export of %s, which holds all the same what rbd exports', async (at) => {
    const dir = tempDir()
    const request = { kind: 'export', source: livePoint(image, at), path: join(dir, 'ours.raw') } as const
    const { plan, report } = await runJob(request)
    for (const { warnings } of [plan, report])
      expect(warnings.join()).toContain(`The object map of rbd/${image} is marked invalid: rebuild it with`)
    await rbd('export', at === null ? image : `${image}@${at}`, join(dir, 'theirs.raw'), '--no-progress')
    expect(await fileHash(join(dir, 'ours.raw'))).toBe(await fileHash(join(dir, 'theirs.raw')))
  })

  it('gives the increments that rbd gives', async () => {
    const dir = tempDir()
    const points = { source: livePoint(image, null), fromSnapshot: nameFromText('s1') }
    for (const wholeObject of [false, true]) {
      const [ours, theirs] = ['ours', 'theirs'].map((whose) => join(dir, `${whose}-${wholeObject}.diff`))
      await runJob({ kind: 'export-diff', ...points, path: ours ?? '', wholeObject })
      const args = ['--from-snap', 's1', ...(wholeObject ? ['--whole-object'] : [])]
      await rbd('export-diff', ...args, image, theirs ?? '', '--no-progress')
      expect(readFileSync(ours ?? '').equals(readFileSync(theirs ?? ''))).toBe(true)
    }
  })
})

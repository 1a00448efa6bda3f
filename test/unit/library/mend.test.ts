import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { imageDetails } from '../../../electron/engine/answers/images.ts'
import type { Library } from '../../../electron/engine/library/library.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { fixturePath } from '../../support/fixtures.ts'
import { contentAt, fixtureChain, importDiffFiles, newLibrary } from '../../support/libraries.ts'
import { imageRef, runJob } from '../../support/libraryJobs.ts'
import { bytesOf, ref } from '../../support/libraryParts.ts'
import { neverAborted } from '../../support/signal.ts'
import { tempDir } from '../../support/tempDir.ts'

const image = ref('a')
const target = imageRef(image)
const verify: JobRequest = { kind: 'verify', what: { kind: 'image', image: target } }

interface Torn {
  readonly library: Library
  readonly links: string
  /** A copy of every link file as it was, by name. */
  readonly copies: string
  readonly before: readonly Uint8Array[]
}

const POINTS = ['s1', 's2', 's3', null] as const

async function contents(library: Library): Promise<readonly Uint8Array[]> {
  return Promise.all(POINTS.map((point) => contentAt(library, image, point)))
}

/** An image of the fixtures, `s1`, `s2`, `s3` and a head, a link each, and copies of its files. */
async function prepared(): Promise<Torn> {
  const library = await newLibrary()
  await importDiffFiles(
    library,
    image,
    fixtureChain('img').map(({ path }) => path),
  )
  const { folder } = await library.inspectImage(image)
  const links = join(folder, 'links')
  const copies = tempDir()
  for (const file of readdirSync(links))
    if (!file.endsWith('.json')) copyFileSync(join(links, file), join(copies, `copy of ${file}`))
  return { library, links, copies, before: await contents(library) }
}

const copiesOf = ({ copies }: Torn, ...numbers: readonly number[]): string[] =>
  numbers.map((number) => join(copies, `copy of 00000${number}.diff`))
const mend = ({ library }: Torn, paths: readonly string[]) =>
  runJob(library, { kind: 'mend', target, paths: [...paths] })
const giveUp = ({ library }: Torn) => runJob(library, { kind: 'mend', target, paths: [], giveUp: true })

function flip(path: string): void {
  const bytes = readFileSync(path)
  bytes[bytes.length - 9] = (bytes[bytes.length - 9] as number) ^ 1
  writeFileSync(path, bytes)
}

describe('mending an image', () => {
  it('puts back files that are missing, cut and damaged, whatever the copies are called', async () => {
    const torn = await prepared()
    const { library, links } = torn
    rmSync(join(links, '000002.diff'))
    truncateSync(join(links, '000003.diff'), 20)
    flip(join(links, '000004.diff'))
    await runJob(library, verify)
    const { plan, report } = await mend(torn, copiesOf(torn, 4, 2, 3))
    expect(plan.checks).toHaveLength(3)
    expect(plan.outputBytes).toBe(plan.writes?.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0))
    expect(report.warnings).toEqual([])
    expect(await contents(library)).toEqual(torn.before)
    const details = await imageDetails(library, target)
    expect([details.state, details.headRestorable]).toEqual(['ok', true])
    expect(details.links.map(({ damage, verifiedAt }) => [damage, verifiedAt !== undefined])).toEqual([
      [undefined, true],
      [undefined, true],
      [undefined, true],
      [undefined, true],
    ])
    expect((await runJob(library, verify)).report.verification?.problems).toEqual([])
    expect(existsSync(join(links, '..', 'damage.json'))).toBe(false)
  })

  it('takes no file that is not the very one, and then changes nothing', async () => {
    const torn = await prepared()
    const { library, links } = torn
    rmSync(join(links, '000003.diff'))
    const [other = ''] = copiesOf(torn, 3)
    flip(other)
    const files = readdirSync(links).toSorted()
    const { generation } = await library.readImage(image)
    const refused = { code: 'E_MEND_NO_COPY', message: expect.stringContaining('000003.diff') as string }
    await expect(mend(torn, [other])).rejects.toMatchObject(refused)
    await expect(mend(torn, copiesOf(torn, 2))).rejects.toMatchObject(refused)
    await expect(mend(torn, ['/nowhere/at all'])).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' })
    expect(readdirSync(links).toSorted()).toEqual(files)
    expect((await library.readImage(image)).generation).toBe(generation)
    // Among several of the right length the right one is found.
    const right = join(tempDir(), 'right')
    copyFileSync(other, right)
    flip(right)
    await mend(torn, [other, right])
    expect(await contents(library)).toEqual(torn.before)
  })

  it('mends what it has copies of, and says what is still missing and what was of no use', async () => {
    const torn = await prepared()
    rmSync(join(torn.links, '000002.diff'))
    rmSync(join(torn.links, '000003.diff'))
    const { report } = await mend(torn, copiesOf(torn, 2, 4))
    expect(report.warnings).toEqual([
      expect.stringMatching(/^000003\.diff is missing, and no copy/),
      expect.stringMatching(/copy of 000004\.diff is a copy of nothing/),
    ])
    const { snapshots, state } = await imageDetails(torn.library, target)
    expect([state, ...snapshots.map(({ restorable }) => restorable)]).toEqual(['gap', true, true, false])
    const again = await mend(torn, copiesOf(torn, 3))
    expect(again.report.warnings).toEqual([])
    const nothing = await mend(torn, copiesOf(torn, 3))
    expect(nothing.report.warnings).toEqual([expect.stringContaining('nothing to mend')])
  })

  it('knows a file without a digest by its structure, and refuses a raw one', async () => {
    const torn = await prepared()
    const { library, links } = torn
    const path = join(links, '..', 'image.json')
    const forgetDigests = (): void =>
      writeFileSync(
        path,
        readFileSync(path, 'utf8')
          .replaceAll(/"digest": "[^"]*",?/g, '"was": 1,')
          .replaceAll(/,(\s*})/g, '$1'),
      )
    forgetDigests()
    rmSync(join(links, '000002.diff'))
    const [copy = ''] = copiesOf(torn, 2)
    const bytes = readFileSync(copy)
    const spoiled = join(tempDir(), 'spoiled')
    writeFileSync(spoiled, new Uint8Array(bytes.length))
    await expect(mend(torn, [spoiled])).rejects.toMatchObject({ code: 'E_MEND_NO_COPY' })
    await mend(torn, [spoiled, copy])
    expect(await contents(library)).toEqual(torn.before)
  })

  it('puts back a file of format 2 with all the links in it', async () => {
    const library = await newLibrary()
    await runJob(library, { kind: 'import', format: 'auto', paths: [fixturePath('small.v2')], target })
    const before = await contentAt(library, image, null)
    const { folder } = await library.inspectImage(image)
    rmSync(join(folder, 'links', '000001.v2'))
    await runJob(library, { kind: 'mend', target, paths: [fixturePath('small.v2')] })
    expect(await contentAt(library, image, null)).toEqual(before)
    const { links } = await library.readImage(image)
    expect(new Set(links.map(({ file }) => file))).toEqual(new Set(['000002.v2']))
  })
})

describe('giving up what cannot be read', () => {
  it('drops links from the first bad one on and the points on them, so that the chain goes on from there', async () => {
    const torn = await prepared()
    const { library, links } = torn
    rmSync(join(links, '000003.diff'))
    const { plan } = await giveUp(torn)
    expect(plan.drops).toEqual(['s3'])
    const details = await imageDetails(library, target)
    expect([details.state, details.links.length, details.headRestorable]).toEqual(['ok', 2, true])
    expect(await contentAt(library, image, null)).toEqual(torn.before[1])
    expect(readdirSync(links).filter((name) => name.startsWith('000004'))).toEqual([])
    expect(readdirSync(join(library.folder, 'trash')).some((name) => name.endsWith('000004.diff'))).toBe(true)
    const [, , third] = fixtureChain('img')
    await runJob(library, { kind: 'import-diff', paths: [third?.path ?? ''], target, overlay: false })
    expect(await contentAt(library, image, 's3')).toEqual(torn.before[2])
    // The number of the links that went is not given to another file.
    expect((await library.readImage(image)).links.map(({ file }) => file)).toEqual([
      '000001.diff',
      '000002.diff',
      '000005.diff',
    ])
  })

  it('leaves protected points, and a chain of which nothing would be left, alone', async () => {
    const torn = await prepared()
    const { library, links } = torn
    expect((await giveUp(torn)).report.warnings).toEqual([expect.stringContaining('nothing to give up')])
    rmSync(join(links, '000003.diff'))
    await library.protectSnapshot(image, bytesOf('s3'), true, { signal: neverAborted })
    await expect(giveUp(torn)).rejects.toMatchObject({ code: 'E_SNAPSHOT_PROTECTED' })
    await library.protectSnapshot(image, bytesOf('s3'), false, { signal: neverAborted })
    rmSync(join(links, '000001.diff'))
    await expect(giveUp(torn)).rejects.toMatchObject({ code: 'E_LIBRARY_CHAIN_GAP' })
    expect((await library.readImage(image)).links).toHaveLength(4)
  })
})

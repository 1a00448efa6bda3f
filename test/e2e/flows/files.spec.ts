import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dropFiles } from '../support/drop.ts'
import { expect, jobCard, jobDone, openImage, test, timelinePoint } from '../support/fixture.ts'

const fixtures = join(import.meta.dirname, '../../fixtures/rbd')
const fixture = (name: string) => join(fixtures, name)
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

/** What the reference says a snapshot's content is. */
function contentOf(diff: string): string {
  const { files } = JSON.parse(readFileSync(fixture('manifest.json'), 'utf8')) as {
    readonly files: readonly { readonly file: string; readonly content_sha256: { readonly to: string } }[]
  }
  return files.find(({ file }) => file === diff)?.content_sha256.to ?? ''
}

test('rebuild a point of dropped diffs as a raw image', async ({ shell }) => {
  const { page } = shell
  const path = join(shell.folder, 'kid.raw')
  await dropFiles(page, ['kid.begin-k1.diff', 'kid.k1-k2.diff', 'kid.k2-k3.diff'].map(fixture))
  const drop = page.getByRole('dialog', { name: /^3 files/ })
  await drop.getByRole('radio', { name: /^Rebuild a full image/ }).check()
  await drop.getByRole('button', { name: 'Choose the point…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Convert 3 files' })
  await sheet.getByRole('combobox', { name: 'Point' }).selectOption('k2')
  await sheet.getByRole('textbox', { name: 'Save as' }).fill(path)
  await sheet.getByRole('button', { name: /^Make the raw image/ }).click()
  await jobDone(page, 'Rebuild kid.raw')
  expect(sha256(path)).toBe(contentOf('kid.k1-k2.diff'))
})

test('a file of format 2 becomes an image with its history, and the same file again', async ({ shell }) => {
  const { page } = shell
  const path = join(shell.folder, 'img.v2')
  await dropFiles(page, [fixture('img.v2')])
  const drop = page.getByRole('dialog', { name: /^1 file/ })
  await expect(drop.getByRole('list', { name: 'Points in img.v2' }).getByRole('listitem')).toHaveCount(4)
  await drop.getByRole('combobox', { name: 'Pool' }).selectOption('rbd')
  await drop.getByRole('textbox', { name: 'Image name' }).fill('two')
  await drop.getByRole('button', { name: /^Import 1 file/ }).click()
  await jobDone(page, 'Import into rbd/two')
  await openImage(page, 'two')
  await expect(timelinePoint(page, /^Snapshot s1,.* protected,/)).toBeVisible()

  await page.getByRole('main').getByRole('button', { name: 'Export…' }).first().click()
  const sheet = page.getByRole('dialog', { name: /^Export rbd\/two/ })
  await sheet.getByRole('radio', { name: 'Format 2' }).check()
  await sheet.getByRole('textbox', { name: 'Save as' }).fill(path)
  await sheet.getByRole('button', { name: /^Export/ }).click()
  await jobDone(page, 'Export rbd/two')
  expect(readFileSync(path).equals(readFileSync(fixture('img.v2')))).toBe(true)
})

test('compare two contents, see where they differ, and make the diff', async ({ shell }) => {
  const { page } = shell
  const path = join(shell.folder, 'between.diff')
  await dropFiles(page, ['kid.begin-k1.diff', 'kid.k1-k2.diff'].map(fixture))
  const drop = page.getByRole('dialog', { name: /^2 files/ })
  await drop.getByRole('radio', { name: /^Compare with something/ }).check()
  await drop.getByRole('button', { name: 'Choose the other side…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Compare two contents' })
  const [a, b] = [sheet.getByRole('group', { name: 'Side A' }), sheet.getByRole('group', { name: 'Side B' })]
  await a.getByRole('combobox', { name: 'Point' }).selectOption('k1')
  await b.getByRole('combobox', { name: 'What' }).selectOption('kid.k1-k2.diff and 1 more file')
  await sheet.getByRole('button', { name: /^Compare/ }).click()
  const title = 'Compare kid.k1-k2.diff@k1 with kid.k1-k2.diff'
  await jobDone(page, title)
  await expect(jobCard(page, title)).toContainText('They differ in')
  await jobCard(page, title).getByRole('button', { name: 'Show the result' }).click()
  const result = page.getByRole('dialog', { name: title })
  await expect(result.getByRole('table', { name: 'Where they differ' })).toContainText('data')
  if (shell.app === null) return
  // In a browser the copies that were sent up go with the job; with paths the diff is one step away.
  await result.getByRole('button', { name: 'Make a diff of A to B…' }).click()
  const diff = page.getByRole('dialog', { name: 'Difference of two contents' })
  await diff.getByRole('textbox', { name: 'Save as' }).fill(path)
  await diff.getByRole('button', { name: /^Make the diff/ }).click()
  await jobDone(page, 'Diff kid.k1-k2.diff@k1 to kid.k1-k2.diff')
  expect(readFileSync(path).subarray(0, 12).toString()).toBe('rbd diff v1\n')
})

test('manifests prove a folder, and a flipped bit is found and told', async ({ shell }) => {
  const { page } = shell
  const folder = join(shell.folder, 'proven')
  mkdirSync(folder, { recursive: true })
  for (const name of ['kid.begin-k1.diff', 'kid.k1-k2.diff']) copyFileSync(fixture(name), join(folder, name))
  await page.getByRole('button', { name: 'Adopt a folder…' }).click()
  const adopt = page.getByRole('dialog', { name: 'Adopt a folder' })
  await adopt.getByRole('textbox', { name: 'Folder' }).fill(folder)
  await adopt.getByRole('button', { name: 'Adopt', exact: true }).click()
  const chain = page.getByRole('main', { name: 'Adopted folder' }).getByRole('region', { name: /^Chain / })
  await chain.getByRole('button', { name: 'Write manifests…' }).click()
  await page
    .getByRole('dialog', { name: 'Write manifests for 2 files' })
    .getByRole('button', { name: /^Write 2 manifests/ })
    .click()
  await jobDone(page, 'Write manifests for 2 files')
  expect(readdirSync(folder).filter((name) => name.endsWith('.rbdm.json'))).toHaveLength(2)

  const verify = async () => {
    await page.getByRole('main').getByRole('button', { name: 'Verify…' }).first().click()
    await page
      .getByRole('dialog', { name: 'Verify proven' })
      .getByRole('button', { name: /^Verify the folder/ })
      .click()
    await jobDone(page, 'Verify proven')
  }
  await verify()
  await expect(jobCard(page, 'Verify proven')).toContainText('2 files verified, every bit as it was written')
  await page.getByRole('button', { name: 'Forget Verify proven' }).click()

  const path = join(folder, 'kid.k1-k2.diff')
  const bytes = readFileSync(path)
  bytes[bytes.length - 100] = (bytes.at(-100) ?? 0) ^ 4
  writeFileSync(path, bytes)
  await verify()
  await jobCard(page, 'Verify proven').getByRole('button', { name: 'Show the result' }).click()
  const result = page.getByRole('dialog', { name: 'Verify proven' })
  await expect(result.getByRole('region', { name: 'Problems' })).toContainText('Bytes have changed kid.k1-k2.diff')
})

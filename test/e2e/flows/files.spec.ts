import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dropFiles } from '../support/drop.ts'
import { expect, jobCard, jobDone, test } from '../support/fixture.ts'

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

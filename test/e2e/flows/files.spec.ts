import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dropFiles } from '../support/drop.ts'
import { expect, jobDone, test } from '../support/fixture.ts'

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

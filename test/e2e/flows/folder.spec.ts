import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, jobDone, openImage, test, timelinePoint } from '../support/fixture.ts'

const fixtures = join(import.meta.dirname, '../../fixtures/rbd')

test('adopt a folder: chains, a gap with its repair, and a chain as an image', async ({ shell }) => {
  const { page } = shell
  const folder = join(shell.folder, 'exports')
  mkdirSync(folder, { recursive: true })
  const files = ['kid.begin-k1.diff', 'kid.k1-k2.diff', 'kid.k3-head.diff']
  for (const name of files) copyFileSync(join(fixtures, name), join(folder, name))
  writeFileSync(join(folder, 'README'), 'made by a script')

  await page.getByRole('button', { name: 'Adopt a folder…' }).click()
  const adopt = page.getByRole('dialog', { name: 'Adopt a folder' })
  await adopt.getByRole('textbox', { name: 'Folder' }).fill(folder)
  await adopt.getByRole('button', { name: 'Adopt', exact: true }).click()
  const pageOfFolder = page.getByRole('main', { name: 'Adopted folder' })
  const chain = pageOfFolder.getByRole('region', { name: /^Chain / })
  await expect(chain.getByRole('row', { name: /Missing: k2 to k3/ })).toContainText('--from-snap=k2')
  await expect(chain).toContainText('Restorable up to k2.')
  await expect(pageOfFolder.getByText('1 gap', { exact: true })).toBeVisible()

  await chain.getByRole('button', { name: 'Import as an image…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Import 2 files as a new image' })
  await sheet.getByRole('combobox', { name: 'Pool' }).selectOption('rbd')
  await sheet.getByRole('textbox', { name: 'Image name' }).fill('kid')
  await sheet.getByRole('button', { name: /^Import 2 files/ }).click()
  await jobDone(page, 'Import into rbd/kid')
  // Nothing in the folder was changed, and nothing was put there.
  expect(readdirSync(folder).toSorted()).toEqual(['README', ...files])

  await openImage(page, 'kid')
  await expect(timelinePoint(page, /^Snapshot k2,/)).toBeVisible()
  await page.getByRole('button', { name: 'Forget exports' }).click()
  await expect(page.getByRole('button', { name: 'Forget exports' })).toHaveCount(0)
})

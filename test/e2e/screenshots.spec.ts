import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { dropFiles } from './support/drop.ts'
import { expect, jobCard, jobDone, openImage, test } from './support/fixture.ts'

const pictures = join(import.meta.dirname, '../../docs/screenshots')
const fixtures = join(import.meta.dirname, '../fixtures/rbd')

/** Takes the window in both themes. */
async function picture(page: Page, name: string): Promise<void> {
  for (const theme of ['Light', 'Dark'] as const) {
    await chooseTheme(page, theme)
    await page.screenshot({ path: join(pictures, `${name}-${theme.toLowerCase()}.png`), animations: 'disabled' })
  }
}

/** By the attribute alone: the menu would close an open sheet. */
async function chooseTheme(page: Page, theme: 'Light' | 'Dark'): Promise<void> {
  await page.evaluate((value) => {
    document.documentElement.dataset['theme'] = value
  }, theme.toLowerCase())
}

test.beforeAll(() => {
  mkdirSync(pictures, { recursive: true })
})

test('the window in its states', async ({ shell }) => {
  const { page } = shell
  await picture(page, 'start')
  await openImage(page, 'web-01')
  await page.getByRole('option', { name: /^Snapshot s3,/ }).click()
  await picture(page, 'image')
  await page.getByRole('option', { name: /^Snapshot s1,/ }).click()
  await page.getByRole('option', { name: /^Snapshot s3,/ }).click({ modifiers: ['Shift'] })
  await picture(page, 'range')

  await page.getByRole('complementary', { name: 'Selection' }).getByRole('button', { name: 'Merge 2 into 1…' }).click()
  const merge = page.getByRole('dialog', { name: /^Merge 2 into 1/ })
  await merge.getByRole('textbox', { name: 'Save as' }).fill('/backup/web-01_s1_s3.diff')
  await expect(merge.getByRole('list', { name: 'Checks' })).toBeVisible()
  await picture(page, 'merge')
  await merge.getByRole('button', { name: 'Cancel' }).click()

  await page.getByRole('main').getByRole('button', { name: 'Export…' }).first().click()
  const sheet = page.getByRole('dialog', { name: /^Export rbd\/web-01/ })
  await sheet.getByRole('textbox', { name: 'Save as' }).fill('/backup/web-01.raw')
  await expect(sheet.getByRole('list', { name: 'Checks' })).toBeVisible()
  await picture(page, 'export')
  await sheet.getByRole('button', { name: 'Cancel' }).click()

  await dropFiles(
    page,
    ['kid.begin-k1.diff', 'kid.k1-k2.diff', 'kid.k3-head.diff', 'img.v2'].map((name) => join(fixtures, name)),
  )
  const drop = page.getByRole('dialog', { name: /^4 files/ })
  await expect(drop.getByRole('table', { name: 'Files in the order of their chain' })).toContainText('k2')
  await expect(drop.getByRole('list', { name: 'Checks' })).toBeVisible()
  await picture(page, 'import')
  await page.keyboard.press('Escape')

  await openImage(page, 'big')
  await page.getByRole('option', { name: /^Snapshot wednesday,/ }).click()
  await page.getByRole('main').getByRole('button', { name: 'Pipe to…' }).first().click()
  const pipe = page.getByRole('dialog', { name: /^Pipe rbd\/big/ })
  await pipe.getByRole('combobox', { name: 'Target pool' }).selectOption('bup')
  await pipe.getByRole('textbox', { name: 'Target image' }).fill('big-copy')
  await picture(page, 'pipe')
  await pipe.getByRole('button', { name: /^Pipe/ }).click()
  const title = 'Pipe rbd/big@wednesday to bup/big-copy'
  await expect(page.getByRole('progressbar', { name: `Progress of ${title}` })).toHaveAttribute(
    'aria-valuetext',
    /^Copying/,
  )
  await picture(page, 'jobs')
  await jobDone(page, title)
  await expect(jobCard(page, title)).toBeVisible()
  await picture(page, 'job-done')
})

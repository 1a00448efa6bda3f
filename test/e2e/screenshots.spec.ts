import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { dropFiles } from './support/drop.ts'
import { expect, jobCard, jobDone, openImage, test, timelinePoint } from './support/fixture.ts'

const pictures = join(import.meta.dirname, '../../docs/screenshots')
const fixtures = join(import.meta.dirname, '../fixtures/rbd')
/** Where exports go: a folder whose name may be seen. */
const backup = mkdtempSync(join(tmpdir(), 'backup-'))

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

test.afterAll(() => rmSync(backup, { recursive: true, force: true }))

test.beforeAll(() => {
  mkdirSync(pictures, { recursive: true })
})

/** An adopted folder with a gap, and what a verification says of a file in which one bit was flipped. */
async function folderAndVerification(page: Page): Promise<void> {
  const folder = join(backup, 'exports')
  mkdirSync(folder, { recursive: true })
  for (const name of ['kid.begin-k1.diff', 'kid.k1-k2.diff', 'kid.k3-head.diff', 'img.v2'])
    copyFileSync(join(fixtures, name), join(folder, name))
  await page.getByRole('button', { name: 'Adopt a folder…' }).click()
  const adopt = page.getByRole('dialog', { name: 'Adopt a folder' })
  await adopt.getByRole('textbox', { name: 'Folder' }).fill(folder)
  await adopt.getByRole('button', { name: 'Adopt', exact: true }).click()
  const chain = page.getByRole('region', { name: /^Chain .*kid/ })
  await chain.getByRole('button', { name: 'Write manifests…' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Write 2 manifests/ })
    .click()
  await jobDone(page, 'Write manifests for 2 files')
  await page.getByRole('button', { name: 'Read again' }).click()
  await expect(chain.getByRole('row', { name: /kid.begin-k1.diff.*manifest/ })).toBeVisible()
  await picture(page, 'folder')
  const damaged = join(folder, 'kid.k1-k2.diff')
  const bytes = readFileSync(damaged)
  bytes[bytes.length - 100] = (bytes.at(-100) ?? 0) ^ 4
  writeFileSync(damaged, bytes)
  await page.getByRole('main').getByRole('button', { name: 'Verify…' }).first().click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Verify the folder/ })
    .click()
  await jobDone(page, 'Verify exports')
  await jobCard(page, 'Verify exports').getByRole('button', { name: 'Show the result' }).click()
  await picture(page, 'verification')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Forget exports' }).click()
}

test('the window in its states', async ({ shell }) => {
  const { page } = shell
  await picture(page, 'start')
  await openImage(page, 'web-01')
  await timelinePoint(page, /^Snapshot s3,/).click()
  await picture(page, 'image')
  await timelinePoint(page, /^Snapshot s1,/).click()
  await timelinePoint(page, /^Snapshot s3,/).click({ modifiers: ['Shift'] })
  await picture(page, 'range')

  await page.getByRole('complementary', { name: 'Selection' }).getByRole('button', { name: 'Merge 2 into 1…' }).click()
  const merge = page.getByRole('dialog', { name: /^Merge 2 into 1/ })
  await merge.getByRole('textbox', { name: 'Save as' }).fill(join(backup, 'web-01_s1_s3.diff'))
  await expect(merge.getByRole('list', { name: 'Checks' })).toBeVisible()
  await picture(page, 'merge')
  await merge.getByRole('button', { name: 'Cancel' }).click()

  await page.getByRole('main').getByRole('button', { name: 'Export…' }).first().click()
  const sheet = page.getByRole('dialog', { name: /^Export rbd\/web-01/ })
  await sheet.getByRole('textbox', { name: 'Save as' }).fill(join(backup, 'web-01.raw'))
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
  await drop.getByRole('radio', { name: /^Convert/ }).check()
  await drop.getByRole('button', { name: 'Choose what to make…' }).click()
  const convert = page.getByRole('dialog', { name: /^Convert / })
  await convert.getByRole('radio', { name: 'One file of format 2' }).check()
  await convert.getByRole('textbox', { name: 'Save as' }).fill(join(backup, 'kid.v2'))
  await convert.getByText('Names and points').click()
  await expect(convert.getByRole('list', { name: 'Checks' })).toBeVisible()
  await picture(page, 'convert')
  await page.keyboard.press('Escape')
  await folderAndVerification(page)

  await openImage(page, 'big')
  await timelinePoint(page, /^Snapshot wednesday,/).click()
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

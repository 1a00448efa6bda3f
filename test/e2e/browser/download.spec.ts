import { readdirSync, readFileSync } from 'node:fs'
import type { Download, Locator, Page } from 'playwright'
import { fixturePath } from '../../support/fixtures.ts'
import { expect, jobCard, jobDone, openImage, test, timelinePoint } from '../support/fixture.ts'
import { downloadsOf } from '../support/shells.ts'
import { realContent, sha256 } from '../support/truth.ts'

/** Opens the sheet that exports what is chosen, set to hand the file to the browser; `name`: what it is to be called. */
async function downloadSheet(page: Page, name: string): Promise<Locator> {
  await page.getByRole('main').getByRole('button', { name: 'Export…' }).first().click()
  const sheet = page.getByRole('dialog', { name: /^Export / })
  const path = sheet.getByRole('textbox', { name: 'Save as' })
  await path.fill((await path.inputValue()).replace(/[^/]*$/, name))
  await sheet.getByRole('radio', { name: 'Download' }).check()
  return sheet
}

/** Presses the button of the sheet, and gives what the browser was sent. */
async function download(page: Page, sheet: Locator): Promise<Download> {
  const begun = page.waitForEvent('download')
  await sheet.getByRole('button', { name: /^Export \d/ }).click()
  return begun
}

/** Names of the files the browser has, or has under way. */
function filesOf(home: string): readonly string[] {
  return readdirSync(downloadsOf(home))
}

test('an export as a download is, in the browser, the file that rbd made', async ({ shell }) => {
  const { page } = shell
  await openImage(page, 'web-01')
  await timelinePoint(page, /^Snapshot s2,/).click()
  const raw = await download(page, await downloadSheet(page, 'web-01-s2.raw'))
  expect(raw.suggestedFilename()).toBe('web-01-s2.raw')
  expect(sha256(await raw.path())).toBe(realContent('img', 's2'))
  await jobDone(page, 'Export rbd/web-01@s2')
  await expect(jobCard(page, 'Export rbd/web-01@s2')).toContainText('downloaded as web-01-s2.raw')

  await timelinePoint(page, /^Snapshot s1,/).click()
  await timelinePoint(page, /^Snapshot s3,/).click({ modifiers: ['Shift'] })
  const diff = await download(page, await downloadSheet(page, 's1-s3.diff'))
  const wanted = readFileSync(fixturePath('img.s1-s2+s2-s3.merged.diff'))
  expect(readFileSync(await diff.path()).equals(wanted)).toBe(true)
  await jobDone(page, 'Export diff s1 to s3 of rbd/web-01')
})

test('a download cancelled in the window, and one cancelled in the browser: no file, and both are told', async ({
  shell,
}) => {
  const { page, home } = shell
  const before = filesOf(home)
  const card = jobCard(page, 'Export rbd/big').first()
  const copying = () =>
    expect(card.getByRole('progressbar')).toHaveAttribute('aria-valuetext', /^Copying/, { timeout: 30_000 })
  await openImage(page, 'big')
  for (const [name, cancel] of [
    ['in-the-window.raw', () => page.getByRole('button', { name: 'Cancel Export rbd/big' }).click()],
    ['in-the-browser.raw', (sent: Download) => sent.cancel()],
  ] as const) {
    const sent = await download(page, await downloadSheet(page, name))
    await copying()
    await cancel(sent)
    // The browser knows that what it has is not the file, and keeps none of it; the window says that the job is over, and how.
    expect(await sent.failure()).not.toBeNull()
    await expect(card).toContainText('Cancelled. Nothing was left behind.')
    await expect.poll(() => filesOf(home)).toEqual(before)
    await page.getByRole('button', { name: 'Forget Export rbd/big' }).click()
    await expect(card).toHaveCount(0)
  }
})

import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, jobCard, jobDone, kindOf, openImage, test } from '../support/fixture.ts'
import { watchProgress } from '../support/progress.ts'
import { openShell } from '../support/shells.ts'
import { realContent, sha256 } from '../support/truth.ts'

/** Opens the sheet that exports an image as a raw file, and fills it in. */
async function exportSheet(page: Page, image: string, path: string) {
  await openImage(page, image)
  await page.getByRole('main').getByRole('button', { name: 'Export…' }).first().click()
  const sheet = page.getByRole('dialog', { name: /^Export / })
  await sheet.getByRole('textbox', { name: 'Save as' }).fill(path)
  return sheet.getByRole('button', { name: /^Export \d/ })
}

test('a job is held and goes on; its bar never goes back, and is full only when the file is there', async ({
  shell,
}) => {
  const { page } = shell
  const path = join(shell.folder, 'held.raw')
  const title = 'Export rbd/big'
  const seen = await watchProgress(page, title, () => existsSync(path))
  await (await exportSheet(page, 'big', path)).click()
  const bar = page.getByRole('progressbar', { name: `Progress of ${title}` })
  await expect(bar).toHaveAttribute('aria-valuetext', /^Copying/)
  await page.getByRole('button', { name: `Pause ${title}` }).click()
  await expect(page.getByRole('button', { name: `Resume ${title}` })).toBeVisible()
  await expect(jobCard(page, title)).toContainText(/Paused/i)
  // Held means held: the same bytes are there a good while later, and nothing under the final name.
  const held = await bar.getAttribute('aria-valuenow')
  expect(existsSync(path)).toBe(false)
  await expect
    .poll(async () => (await shell.wire.events('job.changed')).some((event) => event['state'] === 'paused'))
    .toBe(true)
  expect(Number(await bar.getAttribute('aria-valuenow'))).toBeLessThan(100)
  expect(await bar.getAttribute('aria-valuenow')).toBe(held)
  await page.getByRole('button', { name: `Resume ${title}` }).click()
  await jobDone(page, title)
  expect(existsSync(path)).toBe(true)
  const { percents, whole } = seen()
  expect(percents.length).toBeGreaterThan(2)
  expect(percents.toSorted((a, b) => a - b)).toEqual(percents)
  for (const [i, percent] of percents.entries()) if (percent === 100) expect(whole[i]).toBe(true)
})

test('a folder that is not there: what failed, why, and what is safe', async ({ shell }) => {
  const { page } = shell
  const path = join(shell.folder, 'gone', 'web-01.raw')
  await openImage(page, 'web-01')
  await page.getByRole('main').getByRole('button', { name: 'Export…' }).first().click()
  const sheet = page.getByRole('dialog', { name: /^Export / })
  await sheet.getByRole('textbox', { name: 'Save as' }).fill(path)
  await expect(sheet.getByRole('alert').first()).toBeVisible()
  await expect(sheet.getByRole('button', { name: /^Export/ })).toBeDisabled()
  // The same form goes on once the folder is there.
  mkdirSync(join(shell.folder, 'gone'))
  await sheet.getByRole('textbox', { name: 'Save as' }).fill(join(shell.folder, 'gone', 'web-02.raw'))
  await sheet.getByRole('button', { name: /^Export \d/ }).click()
  await jobDone(page, 'Export rbd/web-01')
  expect(readdirSync(join(shell.folder, 'gone')).filter((name) => name.endsWith('.raw'))).toEqual(['web-02.raw'])
})

test('first run, first export, and the history after a restart', async ({ browserName }, info) => {
  const home = mkdtempSync(join(tmpdir(), `rbd-studio-first-${browserName}-`))
  const folder = info.outputPath('files')
  const kind = kindOf(info.project.name)
  const path = join(folder, 'first.raw')
  const shell = await openShell(kind, home, folder)
  try {
    const { page } = shell
    // Nothing is known and nothing is set: the door with the sample leads to an image with its snapshots.
    await page.getByRole('main', { name: 'Welcome' }).getByRole('button', { name: 'Open the sample' }).click()
    await page.getByRole('treegrid', { name: /^Timeline of / }).waitFor()
    await (await exportSheet(page, 'web-01', path)).click()
    await jobDone(page, 'Export rbd/web-01')
    expect(sha256(path)).toBe(realContent('img', 'head'))
  } finally {
    await shell.close()
  }
  const again = await openShell(kind, home, folder)
  try {
    const { page } = again
    await expect(page.getByRole('main', { name: 'Welcome' })).toHaveCount(0)
    await page.keyboard.press('j')
    const history = page.getByRole('list', { name: 'History' })
    await expect(history.getByRole('heading', { name: 'Export rbd/web-01', exact: true })).toBeVisible()
  } finally {
    await again.close()
    rmSync(home, { recursive: true, force: true })
  }
})

import { copyFileSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Job } from '../../../shared/job.ts'
import { formatBytes } from '../../../shared/units.ts'
import { BIG_DATA_BYTES, MIB } from '../support/bigLibrary.ts'
import { dropFiles } from '../support/drop.ts'
import {
  expect,
  expectHonestProgress,
  jobCard,
  jobDone,
  lastJob,
  openImage,
  test,
  timelinePoint,
} from '../support/fixture.ts'
import type { Shell } from '../support/shells.ts'

const fixtures = join(import.meta.dirname, '../../fixtures/rbd')

test('export a snapshot as a raw file', async ({ shell }) => {
  const { page } = shell
  const path = join(shell.folder, 'big.raw')
  await openImage(page, 'big')
  await timelinePoint(page, /^Snapshot wednesday,/).click()
  await page.getByRole('main').getByRole('button', { name: 'Export…' }).first().click()
  const sheet = page.getByRole('dialog', { name: /^Export rbd\/big/ })
  await sheet.getByRole('textbox', { name: 'Save as' }).fill(path)
  await expect(sheet.getByRole('button', { name: 'Export 2 GiB' })).toBeEnabled()
  await sheet.getByRole('button', { name: 'Export 2 GiB' }).click()
  const title = 'Export rbd/big@wednesday'
  await expect(page.getByRole('progressbar', { name: `Progress of ${title}` })).toBeVisible()
  await jobDone(page, title)
  const job = await lastJob(shell, 'export')
  expect(statSync(path).size).toBe(4096 * MIB)
  // What is not data is a hole: the disk holds what the file layer counted, and no more.
  expect(job.report?.writtenBytes).toBe(BIG_DATA_BYTES)
  expect(statSync(path).blocks * 512).toBeLessThan(BIG_DATA_BYTES + 16 * MIB)
  await expectHonestProgress(shell, job, BIG_DATA_BYTES)
})

test('drop a real diff file and import it as a new image', async ({ shell }) => {
  const { page } = shell
  await dropFiles(page, [join(fixtures, 'odd.begin-n_1.diff'), join(fixtures, 'odd.n_1-_n_-2.diff')])
  const sheet = page.getByRole('dialog', { name: /^2 files/ })
  await expect(sheet.getByRole('table', { name: 'Files in the order of their chain' })).toContainText('ünï-2')
  await sheet.getByRole('radio', { name: /as a new image$/ }).check()
  await sheet.getByRole('combobox', { name: 'Pool' }).selectOption('rbd')
  await sheet.getByRole('textbox', { name: 'Image name' }).fill('odd')
  await sheet.getByRole('button', { name: /^Import 2 files/ }).click()
  await jobDone(page, 'Import into rbd/odd')
  await openImage(page, 'odd')
  await expect(timelinePoint(page, /^Snapshot n 1,/)).toBeVisible()
  await expect(timelinePoint(page, /^Snapshot ünï-2,/)).toBeVisible()
})

test('drop the next diff and append it', async ({ shell }) => {
  const { page } = shell
  await dropFiles(page, [join(fixtures, 'odd._n_-2-head.diff')])
  const sheet = page.getByRole('dialog', { name: /^1 file/ })
  await sheet.getByRole('radio', { name: /^Append to an image/ }).check()
  // The image that stands where the diff begins is found and chosen.
  await expect(sheet.getByRole('combobox', { name: 'Image to append to' }).locator('option:checked')).toHaveText(
    'rbd/odd (matches)',
  )
  await sheet.getByRole('button', { name: /^Append 1 file/ }).click()
  await jobDone(page, 'Append to rbd/odd')
})

test('merge two dropped files into what rbd made of them', async ({ shell }) => {
  const { page } = shell
  const path = join(shell.folder, 'merged.diff')
  await dropFiles(page, [join(fixtures, 'img.s1-s2.diff'), join(fixtures, 'img.s2-s3.diff')])
  const sheet = page.getByRole('dialog', { name: /^2 files/ })
  await sheet.getByRole('radio', { name: /^Merge .* into one file$/ }).check()
  await sheet.getByRole('button', { name: 'Preview the merge of 2…' }).click()
  const merge = page.getByRole('dialog', { name: /^Merge 2 into 1/ })
  await merge.getByRole('textbox', { name: 'Save as' }).fill(path)
  // Another order is one key away, is checked at once, and goes back with Escape while the sheet stays.
  const inputs = merge.getByRole('list', { name: 'Inputs, oldest first' }).getByRole('listitem')
  await expect(inputs.first()).toContainText('img.s1-s2.diff')
  await merge.getByRole('button', { name: 'Move img.s1-s2.diff' }).press('Enter')
  await page.keyboard.press('ArrowDown')
  await expect(inputs.first()).toContainText('img.s2-s3.diff')
  await expect(merge.getByRole('alert')).toContainText('do not follow each other')
  await page.keyboard.press('Escape')
  await expect(inputs.first()).toContainText('img.s1-s2.diff')
  // The preview is exact: what it says before is what the file is after.
  const size = formatBytes(statSync(join(fixtures, 'img.s1-s2+s2-s3.merged.diff')).size)
  await expect(merge.getByRole('row', { name: new RegExp(`^Size .* ${size}`) })).toBeVisible()
  await merge.getByRole('button', { name: new RegExp(`^Merge 2 into 1 \\(${size}`) }).click()
  await jobDone(page, 'Merge 2 into merged.diff')
  expect(readFileSync(path).equals(readFileSync(join(fixtures, 'img.s1-s2+s2-s3.merged.diff')))).toBe(true)
})

test('merge two selected increments', async ({ shell }) => {
  const { page } = shell
  const path = join(shell.folder, 'increments.diff')
  await openImage(page, 'big')
  await timelinePoint(page, /^Snapshot monday,/).click()
  await timelinePoint(page, /^Snapshot wednesday,/).click({ modifiers: ['Shift'] })
  await page.getByRole('complementary', { name: 'Selection' }).getByRole('button', { name: 'Merge 2 into 1…' }).click()
  const sheet = page.getByRole('dialog', { name: /^Merge 2 into 1/ })
  await expect(sheet).toContainText('tuesday')
  await sheet.getByRole('textbox', { name: 'Save as' }).fill(path)
  await sheet.getByRole('button', { name: /^Merge 2 into 1/ }).click()
  await jobDone(page, 'Merge 2 into increments.diff')
  const job = await lastJob(shell, 'merge')
  expect(job.report?.writtenBytes).toBe(statSync(path).size)
  await expectHonestProgress(shell, job, statSync(path).size)
})

test('pipe an image to another pool', async ({ shell }) => {
  const { page } = shell
  await openImage(page, 'big')
  await timelinePoint(page, /^Snapshot wednesday,/).click()
  await page.getByRole('main').getByRole('button', { name: 'Pipe to…' }).first().click()
  const sheet = page.getByRole('dialog', { name: /^Pipe rbd\/big/ })
  await sheet.getByRole('combobox', { name: 'Target pool' }).selectOption('bup')
  await sheet.getByRole('textbox', { name: 'Target image' }).fill('big-copy')
  await sheet.getByRole('button', { name: /^Pipe/ }).click()
  const title = 'Pipe rbd/big@wednesday to bup/big-copy'
  await jobDone(page, title)
  const job = await lastJob(shell, 'pipe')
  const links = join(shell.home, 'data/library/pools')
  const file = readdirSync(links, { recursive: true, encoding: 'utf8' }).find((name) =>
    /big-copy-[0-9a-f]{6}\/links\/000001\.diff$/.test(name),
  )
  const written = statSync(join(links, file ?? '')).size
  expect(written).toBeGreaterThan(BIG_DATA_BYTES)
  expect(job.report?.writtenBytes).toBe(written)
  await expectHonestProgress(shell, job, written)
  await openImage(page, 'big-copy')
})

/** When the last job that was cancelled had ended, as the contract told it: not when somebody looked. */
async function cancelledAt(shell: Shell): Promise<number> {
  const jobs = (await shell.wire.events('job.changed')) as unknown as readonly Pick<Job, 'state' | 'endedAt'>[]
  return jobs.findLast(({ state }) => state === 'cancelled')?.endedAt ?? Infinity
}

test('cancel an export: within a second, and nothing is left', async ({ shell }) => {
  const { page } = shell
  const path = join(shell.folder, 'never.raw')
  await openImage(page, 'big')
  await page.getByRole('main').getByRole('button', { name: 'Export…' }).first().click()
  const sheet = page.getByRole('dialog', { name: /^Export rbd\/big/ })
  await sheet.getByRole('textbox', { name: 'Save as' }).fill(path)
  await sheet.getByRole('button', { name: 'Export 2 GiB' }).click()
  const title = 'Export rbd/big'
  // The job is caught in the middle of its work, not before it.
  await expect(page.getByRole('progressbar', { name: `Progress of ${title}` })).toHaveAttribute(
    'aria-valuetext',
    /^Copying/,
  )
  const cancel = page.getByRole('button', { name: `Cancel ${title}` })
  await cancel.waitFor()
  const begin = Date.now()
  await cancel.click()
  await expect(jobCard(page, title)).toContainText('Cancelled. Nothing was left behind.')
  expect((await cancelledAt(shell)) - begin).toBeLessThan(1000)
  expect(readdirSync(shell.folder)).toEqual([])
})

test('an output that exists is refused, and stays', async ({ shell }) => {
  const { page } = shell
  const path = join(shell.folder, 'mine.raw')
  copyFileSync(join(fixtures, 'odd.begin-head.diff'), path)
  await openImage(page, 'web-01')
  await page.getByRole('main').getByRole('button', { name: 'Export…' }).first().click()
  const sheet = page.getByRole('dialog', { name: /^Export rbd\/web-01/ })
  await sheet.getByRole('textbox', { name: 'Save as' }).fill(path)
  // Seen before the job could be started, with what to do about it.
  await expect(sheet.getByRole('alert').filter({ hasText: 'The file exists' })).toContainText('Choose another name')
  await expect(sheet.getByRole('button', { name: /^Export/ })).toBeDisabled()
  expect(readFileSync(path).equals(readFileSync(join(fixtures, 'odd.begin-head.diff')))).toBe(true)
})

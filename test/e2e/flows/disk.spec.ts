import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { smallDisk } from '../../support/smallDisk.ts'
import { expect, jobCard, jobDone, openImage, test, timelinePoint } from '../support/fixture.ts'
import { realContent, sha256 } from '../support/truth.ts'

test('a full disk: what failed, what is safe, and the same export into another folder', async ({ shell }) => {
  const { page } = shell
  const disk = smallDisk(join(shell.folder, 'small'))
  test.skip(disk === null, 'no small disk can be mounted here: it takes root')
  if (disk === null) return
  try {
    await openImage(page, 'web-01')
    await timelinePoint(page, /^Snapshot s2,/).click()
    await page.getByRole('main').getByRole('button', { name: 'Export…' }).first().click()
    const sheet = page.getByRole('dialog', { name: /^Export rbd\/web-01/ })
    const path = sheet.getByRole('textbox', { name: 'Save as' })
    await path.fill(join(disk.folder, 'web-01.raw'))
    await sheet.getByRole('button', { name: /^Export \d/ }).click()

    const title = 'Export rbd/web-01@s2'
    const card = jobCard(page, title).getByRole('alert')
    await expect(card).toContainText('No room left')
    await expect(card).toContainText(`${join(disk.folder, 'web-01.raw')} could not be written: the disk is full`)
    await expect(card).toContainText('The disk is full, or what may be used of it is.')
    await expect(card).toContainText('No file was left behind, and rbd/web-01@s2 was only read.')
    await expect(card).toContainText('Free some space or choose another disk')
    // What the card says is true.
    expect(readdirSync(disk.folder)).toEqual([disk.filler])

    await card.getByRole('button', { name: 'Choose another place…' }).click()
    // The form comes back as it was left, and only the place has to be changed.
    await expect(sheet.getByRole('radio', { name: 'Raw image' })).toBeChecked()
    const elsewhere = join(shell.folder, 'web-01.raw')
    await path.fill(elsewhere)
    await sheet.getByRole('button', { name: /^Export \d/ }).click()
    await expect(sheet).toHaveCount(0)
    // The failure stays until it is forgotten; the export that went well stands beside it.
    await expect(jobCard(page, title)).toHaveCount(2)
    const failed = jobCard(page, title).filter({ has: page.getByRole('alert') })
    await failed.getByRole('button', { name: `Forget ${title}` }).click()
    await expect(failed).toHaveCount(0)
    await jobDone(page, title)
    expect(sha256(elsewhere)).toBe(realContent('img', 's2'))
    expect(readdirSync(disk.folder)).toEqual([disk.filler])
  } finally {
    disk.remove()
  }
})

import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { dropFiles } from '../support/drop.ts'
import { expect, jobDone, openImage, openTab, test, timelinePoint } from '../support/fixture.ts'

const fixtures = join(import.meta.dirname, '../../fixtures/rbd')
const CHAIN = ['begin-a', 'a-b', 'b-c', 'c-d', 'd-e', 'e-head'].map((step) => join(fixtures, `small.${step}.diff`))

/** Opens one of the entries of an image's menu. */
async function more(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name }).click()
}

test('protect, fold, roll back, resize and rename an image', async ({ shell }) => {
  const { page } = shell
  await dropFiles(page, CHAIN)
  const drop = page.getByRole('dialog', { name: /^6 files/ })
  await drop.getByRole('radio', { name: /as a new image$/ }).check()
  await drop.getByRole('combobox', { name: 'Pool' }).selectOption('rbd')
  await drop.getByRole('textbox', { name: 'Image name' }).fill('life')
  await drop.getByRole('button', { name: /^Import 6 files/ }).click()
  await jobDone(page, 'Import into rbd/life')
  await openImage(page, 'life')

  // Protection is at once and can be taken back; a protected snapshot stays.
  const snapshots = await openTab(page, 'Snapshots')
  await snapshots.getByRole('button', { name: 'Protect b', exact: true }).click()
  await expect(snapshots.getByRole('button', { name: 'Remove b', exact: true })).toBeDisabled()
  await page.getByRole('region', { name: 'Undo' }).getByRole('button', { name: 'Undo' }).click()
  await expect(snapshots.getByRole('button', { name: 'Remove b', exact: true })).toBeEnabled()
  await snapshots.getByRole('button', { name: 'Protect a', exact: true }).click()
  await expect(snapshots.getByRole('button', { name: 'Unprotect a', exact: true })).toBeVisible()

  // Points without a name can be folded away; what the fold frees is told before.
  for (const name of ['c', 'd']) {
    await snapshots.getByRole('button', { name: `Remove ${name}`, exact: true }).click()
    await expect(snapshots.getByRole('button', { name: `Remove ${name}`, exact: true })).toHaveCount(0)
  }
  await more(page, 'Fold links…')
  const fold = page.getByRole('dialog', { name: 'Fold rbd/life' })
  await expect(fold).toContainText('3 links can become 1.')
  await expect(fold.getByRole('table', { name: 'Before and after' })).toBeVisible()
  await fold.getByRole('button', { name: /^Fold 3 into 1/ }).click()
  await jobDone(page, 'Fold rbd/life')
  await expect(page.getByRole('tab', { name: /^Files of the chain 4/ })).toBeVisible()

  // A rollback asks for the name, begins at Cancel, and makes a snapshot of the head first.
  await timelinePoint(page, /^Snapshot a,/).click()
  await page.getByRole('complementary', { name: 'Selection' }).getByRole('button', { name: 'Roll back…' }).click()
  const rollBack = page.getByRole('dialog', { name: 'Roll back to rbd/life@a?' })
  await expect(rollBack.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await expect(rollBack.getByRole('button', { name: /^Roll back/ })).toBeDisabled()
  await rollBack.getByRole('textbox', { name: 'Its name' }).fill('before')
  await rollBack.getByRole('textbox', { name: 'Type rbd/life to confirm' }).fill('rbd/life')
  await rollBack.getByRole('button', { name: /^Roll back/ }).click()
  await jobDone(page, 'Roll rbd/life back to a')
  for (const name of ['a', 'b', 'e', 'before'])
    await expect(timelinePoint(page, new RegExp(`^Snapshot ${name},`))).toBeVisible()

  // Shrinking is asked for by name.
  await more(page, 'Resize…')
  const resize = page.getByRole('dialog', { name: 'Resize rbd/life' })
  await resize.getByRole('textbox', { name: 'New size' }).fill('64K')
  await expect(resize.getByRole('list', { name: 'What happens' })).toContainText('4 snapshots keep their size')
  await expect(resize.getByRole('button', { name: 'Shrink to 64 KiB' })).toBeDisabled()
  await resize.getByRole('textbox', { name: 'Type rbd/life to confirm' }).fill('rbd/life')
  await resize.getByRole('button', { name: 'Shrink to 64 KiB' }).click()
  await expect(page.getByRole('main', { name: 'Image' }).getByText('64 KiB', { exact: true }).first()).toBeVisible()

  await more(page, 'Rename image…')
  const rename = page.getByRole('dialog', { name: 'Rename rbd/life' })
  await rename.getByRole('textbox', { name: 'New name' }).fill('life-2')
  await rename.getByRole('button', { name: 'Rename', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'library / rbd / life-2' })).toBeVisible()
  await expect(page.getByRole('treeitem', { name: /^life-2,/ })).toHaveAttribute('aria-selected', 'true')
})

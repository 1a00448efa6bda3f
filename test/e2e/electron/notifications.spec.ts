import { join } from 'node:path'
import { expect, jobDone, openImage, test } from '../support/fixture.ts'

test('a job that ends while nobody looks is told by the system', async ({ shell }) => {
  const { page, app } = shell
  if (app === null) throw new Error('this is a test of the Electron shell')
  await page.keyboard.press('ControlOrMeta+,')
  const settings = page.getByRole('dialog', { name: 'Settings' })
  await settings.getByRole('combobox', { name: /job ends|notif/i }).selectOption('0')
  await page.keyboard.press('Escape')
  // The window is not in front: what the page itself asks is whether it has the focus.
  await page.evaluate(() => {
    document.hasFocus = () => false
  })
  await openImage(page, 'web-01')
  await page.getByRole('main').getByRole('button', { name: 'Export…' }).first().click()
  const sheet = page.getByRole('dialog', { name: /^Export / })
  await sheet.getByRole('textbox', { name: 'Save as' }).fill(join(shell.folder, 'told.raw'))
  await sheet.getByRole('button', { name: /^Export \d/ }).click()
  await jobDone(page, 'Export rbd/web-01')
  const shown = () =>
    app.evaluate(({ Notification }) =>
      (Notification as unknown as { readonly shown: readonly { readonly title: string }[] }).shown.map(
        ({ title }) => title,
      ),
    )
  await expect.poll(shown).toContain('Export rbd/web-01')
})

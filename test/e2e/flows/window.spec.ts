import { expect, openImage, test } from '../support/fixture.ts'
import { pointRow } from '../support/hands.ts'

test('the palette finds a snapshot, and goes to it', async ({ shell }) => {
  const { page } = shell
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Search or run a command' }).fill('wednesday')
  const found = page.getByRole('option', { name: /^rbd\/big@wednesday/ })
  await found.click()
  await expect(page.getByRole('heading', { level: 1, name: 'library / rbd / big' })).toBeVisible()
  await expect(pointRow(page, 'wednesday')).toHaveAttribute('aria-selected', 'true')
})

test('settings apply at once, and are there the next time', async ({ shell }) => {
  const { page } = shell
  const root = page.locator('html')
  await page.keyboard.press('ControlOrMeta+,')
  const settings = page.getByRole('dialog', { name: 'Settings' })
  await settings.getByRole('radiogroup', { name: 'Theme' }).getByRole('radio', { name: 'Dark' }).click()
  await expect(root).toHaveAttribute('data-theme', 'dark')
  await settings.getByRole('radiogroup', { name: 'Contrast' }).getByRole('radio', { name: 'More' }).click()
  await expect(root).toHaveAttribute('data-contrast', 'more')
  await settings.getByRole('checkbox', { name: /manifest/i }).click()
  await expect(settings.getByRole('checkbox', { name: /manifest/i })).not.toBeChecked()
  await page.keyboard.press('Escape')

  await shell.loadAnew()
  await expect(root).toHaveAttribute('data-theme', 'dark')
  await openImage(page, 'web-01')
  await page.keyboard.press('e')
  const sheet = page.getByRole('dialog', { name: /^Export / })
  await sheet.getByText('Options').click()
  await expect(sheet.getByRole('checkbox', { name: 'Write a manifest beside it' })).not.toBeChecked()
  await page.keyboard.press('Escape')

  await page.keyboard.press('ControlOrMeta+,')
  await settings
    .getByRole('radiogroup', { name: 'Theme' })
    .getByRole('radio', { name: /system/ })
    .click()
  await settings
    .getByRole('radiogroup', { name: 'Contrast' })
    .getByRole('radio', { name: /system/ })
    .click()
  await settings.getByRole('checkbox', { name: /manifest/i }).click()
  await expect(settings.getByRole('checkbox', { name: /manifest/i })).toBeChecked()
  await expect(root).not.toHaveAttribute('data-contrast', 'more')
})

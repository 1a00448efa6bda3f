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

test('Enter in the palette acts on what the text finds, not on what the list still shows', async ({ shell }) => {
  const { page } = shell
  await page.keyboard.press('ControlOrMeta+k')
  const field = page.getByRole('combobox', { name: 'Search or run a command' })
  await expect(page.getByRole('option').first()).toBeVisible()
  // The letters and Enter in one go: the list has had no time to follow.
  const first = await field.evaluate((element) => {
    const input = element as HTMLInputElement
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, 'rbd/web-01')
    input.dispatchEvent(new Event('input', { bubbles: true }))
    const shown = document.getElementById(input.getAttribute('aria-activedescendant') ?? '')?.textContent ?? ''
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
    return shown
  })
  expect(first).not.toContain('web-01')
  await expect(page.getByRole('heading', { level: 1, name: 'library / rbd / web-01' })).toBeVisible()
})

test('going along the timeline with a key held down, the panels tell of the point where it ends', async ({ shell }) => {
  const { page } = shell
  await openImage(page, 'web-01')
  const grid = page.getByRole('treegrid')
  await grid.focus()
  await page.keyboard.press('End')
  for (const key of ['Home', 'ArrowRight', 'ArrowRight', 'ArrowLeft']) await page.keyboard.down(key)
  const focused = page.locator(`[id="${await grid.getAttribute('aria-activedescendant')}"]`)
  await expect(focused).toHaveAttribute('aria-selected', 'true')
  await expect(focused).toHaveAttribute('aria-posinset', '2')
  const name = (await focused.textContent())?.trim() ?? ''
  await expect(page.getByRole('complementary').getByRole('heading', { level: 2, name, exact: true })).toBeVisible()
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

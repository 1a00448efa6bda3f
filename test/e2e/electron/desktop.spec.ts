import { expect, test } from '../support/fixture.ts'

// What only the desktop shell has, on the stand-in as on a genuine Electron.

test("an entry of the system's menu runs the window's command", async ({ shell: { app, page } }) => {
  await app?.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('app.shortcuts')?.click())
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  const shortcuts = await app?.evaluate(
    ({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('files.open')?.accelerator,
  )
  expect(shortcuts).toBe('CmdOrCtrl+O')
})

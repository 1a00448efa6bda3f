import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator } from 'playwright'
import { openLibrary } from '../../../electron/engine/library/library.ts'
import { makeManyImages } from '../../support/hugeLibraries.ts'
import { expect, test, type WorkerFixtures } from '../support/fixture.ts'
import { reach } from '../support/keyboardHands.ts'

const IMAGES = 200

const longTest = test.extend<object, WorkerFixtures>({
  home: [
    async ({ browserName }, use) => {
      const home = mkdtempSync(join(tmpdir(), `rbd-studio-long-${browserName}-`))
      const library = join(home, 'data/library')
      await openLibrary(library, { create: true })
      await makeManyImages(library, 'rbd', IMAGES)
      await use(home)
      rmSync(home, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 300_000 },
  ],
})

longTest(
  'keys reach any line of a long tree, and the focus stays where it is scrolled out of sight',
  async ({ shell }) => {
    const { page } = shell
    const tree = page.getByRole('tree', { name: 'Pools and images', exact: true })
    const line = (name: string): Locator => tree.getByRole('treeitem', { name: new RegExp(`^${name} ?,`) })
    const stop = tree.locator('[tabindex="0"]')
    await expect(line('vm-00000')).toBeVisible()
    await reach(page, stop)

    await page.keyboard.press('End')
    await expect(line('vm-00199')).toBeFocused()
    await page.keyboard.press('ArrowUp')
    await expect(line('vm-00198')).toBeFocused()
    await page.keyboard.press('Home')
    await expect(line('rbd')).toBeFocused()
    await page.keyboard.type('vm-00150')
    await expect(line('vm-00150')).toBeFocused()
    await expect(line('vm-00150')).toBeInViewport()

    await tree.hover()
    await page.mouse.wheel(0, -IMAGES * 24)
    await expect(line('rbd')).toBeInViewport()
    await expect(line('vm-00150')).toBeFocused()
    await expect(line('vm-00150')).not.toBeInViewport()
    await page.keyboard.press('ArrowDown')
    await expect(line('vm-00151')).toBeFocused()
    await expect(line('vm-00151')).toBeInViewport()
  },
)

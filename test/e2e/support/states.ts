import { expect, type Page } from 'playwright/test'
import { openImage, timelinePoint } from './fixture.ts'

/** What the window can show: a name, and how to come to it from anywhere. */
export interface State {
  readonly name: string
  readonly show: (page: Page) => Promise<void>
}

/** Closes whatever lies over the window: sheets, menus, an error. */
export async function closeAll(page: Page): Promise<void> {
  const over = page.locator('[role=dialog], [role=alertdialog], [role=menu]')
  await expect(async () => {
    if ((await over.count()) > 0) await page.keyboard.press('Escape')
    await expect(over).toHaveCount(0, { timeout: 500 })
  }).toPass()
}

/** Runs a command of the palette by a part of its label. */
export async function runFromPalette(page: Page, label: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search or run a command' }).fill(label)
  await page.getByRole('option', { name: label }).first().click()
}

/** A sheet of the open image, by its command. */
function sheet(name: string, image: string, label: string, point?: string): State {
  return {
    name,
    async show(page) {
      await openImage(page, image)
      if (point !== undefined) await choosePoint(page, point)
      await runFromPalette(page, label)
      await page.getByRole('dialog').waitFor()
    },
  }
}

/** Chooses a point of the open image on the timeline. */
export async function choosePoint(page: Page, name: string, isStretch = false): Promise<void> {
  await timelinePoint(page, name === 'Head' ? /^Head,/ : new RegExp(`^Snapshot ${name},`)).click(
    isStretch ? { modifiers: ['Shift'] } : {},
  )
}

/** Every state that the sample library can show, cheapest first. */
export const SAMPLE_STATES: readonly State[] = [
  { name: 'start', show: async () => undefined },
  { name: 'palette', show: (page) => page.keyboard.press('Control+k') },
  { name: 'settings', show: (page) => page.keyboard.press('Control+,') },
  { name: 'shortcuts', show: (page) => runFromPalette(page, 'Keyboard shortcuts') },
  { name: 'new pool', show: (page) => runFromPalette(page, 'New pool…') },
  { name: 'new image', show: (page) => runFromPalette(page, 'New image…') },
  { name: 'adopt folder', show: (page) => runFromPalette(page, 'Adopt a folder…') },
  { name: 'image', show: (page) => openImage(page, 'web-01') },
  { name: 'point', show: (page) => choosePoint(page, 's3') },
  {
    name: 'range',
    async show(page) {
      await choosePoint(page, 's1')
      await choosePoint(page, 's3', true)
    },
  },
  { name: 'merge', show: (page) => runFromPalette(page, 'Merge the selected increments…') },
  sheet('export', 'web-01', 'Export…', 's3'),
  sheet('pipe', 'web-01', 'Pipe to…', 's3'),
  sheet('roll back', 'web-01', 'Roll back to the selected snapshot…', 's1'),
  sheet('snapshot', 'web-01', 'Snapshot…'),
  sheet('verify', 'web-01', 'Verify…'),
  sheet('compare', 'web-01', 'Compare…'),
  sheet('hand out', 'web-01', 'Hand out the chain…'),
  sheet('resize', 'web-01', 'Resize…'),
  sheet('rename image', 'web-01', 'Rename image…'),
  sheet('remove image', 'web-01', 'Remove image…'),
  sheet('rename snapshot', 'web-01', 'Rename the selected snapshot…', 's1'),
]

import type { Locator, Page } from 'playwright'
import { expect } from 'playwright/test'
import { dropFiles } from './drop.ts'
import { type Hands, pointRow, treeRow } from './hands.ts'
import type { Shell } from './shells.ts'

/** The middle of something on the screen. */
async function middleOf(target: Locator): Promise<{ readonly x: number; readonly y: number }> {
  await target.scrollIntoViewIfNeeded()
  const box = await target.boundingBox()
  if (box === null) throw new Error('what is to be dragged is not on the screen')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Drags one thing onto another, with the mouse moving as a hand moves it: the browser begins a drag on the way. */
export async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  const [start, end] = [await middleOf(from), await middleOf(to)]
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move(start.x + 12, start.y + 6, { steps: 4 })
  await page.mouse.move(end.x, end.y, { steps: 12 })
  await page.mouse.move(end.x + 2, end.y)
  await page.mouse.up()
}

/** A user with a mouse. */
export function mouseHands({ page }: Shell): Hands {
  return {
    name: 'mouse',
    async openImage(image) {
      await treeRow(page, image).click()
      await expect(treeRow(page, image)).toHaveAttribute('aria-selected', 'true')
    },
    async choosePoint(point) {
      await pointRow(page, point).click()
    },
    async chooseStretch(from, to) {
      await pointRow(page, from).click()
      await pointRow(page, to).click({ modifiers: ['Shift'] })
    },
    press: (button) => button.click(),
    command: ({ button }) => button.click(),
    async more(entry) {
      await page.getByRole('button', { name: 'More actions' }).click()
      await page.getByRole('menuitem', { name: entry }).click()
    },
    choose: (control) => control.check(),
    async select(list, option) {
      await list.selectOption({ label: option })
    },
    write: (field, text) => field.fill(text),
    openTab: (tab) => tab.click(),
    bringFiles: (paths) => dropFiles(page, paths),
    takeToPool: (point, pool) => drag(page, pointRow(page, point), treeRow(page, pool)),
  }
}

import type { Locator, Page } from 'playwright'
import { expect } from 'playwright/test'
import { dropFiles } from './drop.ts'
import { type Hands, pointRow, treeRow } from './hands.ts'
import type { Shell } from './shells.ts'

interface Place {
  readonly x: number
  readonly y: number
}

/** The middle of something on the screen. */
async function middleOf(target: Locator): Promise<Place> {
  await target.scrollIntoViewIfNeeded()
  const box = await target.boundingBox()
  if (box === null) throw new Error('what is to be dragged is not on the screen')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Drags one thing onto another, with the mouse moving as a hand moves it: the browser begins a drag on the way. */
export async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  await dragPlaces(page, await middleOf(from), await middleOf(to))
}

async function dragPlaces(page: Page, start: Place, end: Place): Promise<void> {
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move(start.x + 12, start.y + 6, { steps: 4 })
  await page.mouse.move(end.x, end.y, { steps: 12 })
  await page.mouse.move(end.x + 2, end.y)
  await page.mouse.up()
}

/** The top of the arc between two neighbouring points of the timeline: the one that stands between where they can be pressed. */
async function arcBetween(page: Page, [from, to]: readonly [string, string]): Promise<Place> {
  const [start, end] = [await middleOf(pointRow(page, from)), await middleOf(pointRow(page, to))]
  const tops = await page.locator('.tl-arc-grip').evaluateAll((grips) =>
    grips.flatMap((grip) => {
      if (!(grip instanceof SVGPathElement)) return []
      const matrix = grip.getScreenCTM()
      const top = grip.getPointAtLength(grip.getTotalLength() / 2)
      return matrix === null ? [] : [{ x: top.x + matrix.e, y: top.y + matrix.f }]
    }),
  )
  const top = tops.find(({ x }) => x > start.x && x < end.x)
  if (top === undefined) throw new Error(`there is no arc from ${from} to ${to}`)
  return top
}

/** A user with a mouse. */
export function mouseHands({ page }: Shell): Hands {
  return {
    name: 'mouse',
    async openImage(image) {
      await treeRow(page, image).click()
      await expect(treeRow(page, image)).toHaveAttribute('aria-selected', 'true')
    },
    openLine: (line) => line.click(),
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
    takeToPool: (point, pool, row = treeRow(page, pool)) => drag(page, pointRow(page, point), row),
    takeToIncrement: async (increment, onto) =>
      dragPlaces(page, await arcBetween(page, increment), await arcBetween(page, onto)),
  }
}

import type { Page } from 'playwright'

/** Something a user does for a while, on the biggest there is. `run` gives how many key presses and clicks it made. */
export interface Scene {
  readonly name: string
  /** What has to be on the screen first; not measured. */
  readonly prepare: (page: Page) => Promise<void>
  readonly run: (page: Page) => Promise<number>
}

/** A scene that crawls is measured for so long, and no longer. */
const LONGEST_MS = 15_000

/** 0, 1, 2… up to `count`, or as far as it goes in the time there is. */
function* steps(count: number): Generator<number> {
  const begin = performance.now()
  for (let i = 0; i < count && performance.now() - begin < LONGEST_MS; i++) yield i
}

/** Presses keys one after the other; gives how many. */
async function press(page: Page, count: number, keyAt: (i: number) => string): Promise<number> {
  let made = 0
  for (const i of steps(count)) {
    await page.keyboard.press(keyAt(i))
    made++
  }
  return made
}

async function nothing(): Promise<void> {}

/** Waits until the open image's map and timeline stand, so that what is measured is the scene and not the opening. */
async function openImage(page: Page, name: string): Promise<void> {
  if ((await page.getByRole('heading', { level: 1, name: `library / rbd / ${name}` }).count()) > 0) return
  await page.keyboard.press('Control+k')
  await page.keyboard.type(name)
  await page
    .getByRole('option', { name: new RegExp(`\\b${name}\\b`) })
    .first()
    .click()
  await page.getByRole('heading', { level: 1, name: `library / rbd / ${name}` }).waitFor()
  await page.getByRole('region', { name: 'Timeline' }).waitFor()
}

/** The middle of a part of the window and its size. */
async function boxOf(page: Page, name: string) {
  const box = await page.getByRole('region', { name }).boundingBox()
  if (box === null) throw new Error(`${name} is not on the screen`)
  return { ...box, midX: box.x + box.width / 2, midY: box.y + box.height / 2 }
}

async function scrollTree(page: Page): Promise<number> {
  await page.mouse.move(120, 300)
  for (const i of steps(150)) await page.mouse.wheel(0, i < 120 ? 260 : -900)
  return 0
}

async function arrowTree(page: Page): Promise<number> {
  await page.getByRole('treeitem').first().focus()
  return press(page, 60, () => 'ArrowDown')
}

async function typeInPalette(page: Page): Promise<number> {
  await page.keyboard.press('Control+k')
  const keys = ['vm-0012', 'hour-012', 'vast', 'export'].flatMap((word) => [
    ...Array.from(word),
    ...Array.from(word, () => 'Backspace'),
  ])
  const made = await press(page, keys.length, (i) => keys[i] ?? '')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  return made + 2
}

/** Opens images with the keyboard, one after the other, as somebody does who looks for one. */
async function openImages(page: Page): Promise<number> {
  await page.getByRole('treeitem', { level: 2 }).nth(3).focus()
  return press(page, 40, (i) => (i % 2 === 0 ? 'ArrowDown' : 'Enter'))
}

async function arrowTimeline(page: Page): Promise<number> {
  await page
    .getByRole('region', { name: 'Timeline' })
    .locator('[tabindex="0"]:is([role=row],[role=option],[role=treegrid],[role=listbox])')
    .first()
    .focus()
  return press(page, 60, (i) => (i < 40 ? 'ArrowLeft' : 'ArrowRight'))
}

async function zoomTimeline(page: Page): Promise<number> {
  const { midX, midY } = await boxOf(page, 'Timeline')
  await page.mouse.move(midX, midY)
  await page.keyboard.down('Control')
  for (const i of steps(80)) await page.mouse.wheel(0, i < 45 ? -120 : 120)
  await page.keyboard.up('Control')
  return 0
}

async function panTimeline(page: Page): Promise<number> {
  const { midX, midY } = await boxOf(page, 'Timeline')
  await page.mouse.move(midX, midY)
  await page.keyboard.down('Control')
  for (const _ of steps(12)) await page.mouse.wheel(0, -120)
  await page.keyboard.up('Control')
  for (const i of steps(100)) await page.mouse.wheel(i < 60 ? -120 : 120, 0)
  return 0
}

async function hoverMap(page: Page): Promise<number> {
  const box = await boxOf(page, 'Block map')
  for (const i of steps(150)) {
    await page.mouse.move(
      box.x + 40 + ((i * 23) % (box.width - 80)),
      box.y + 60 + ((i * 7) % Math.max(20, box.height - 90)),
    )
  }
  return 0
}

async function brushMap(page: Page): Promise<number> {
  const box = await boxOf(page, 'Block map')
  for (const round of steps(3)) {
    await page.mouse.move(box.x + 80, box.y + 80)
    await page.mouse.down()
    for (const i of steps(30)) await page.mouse.move(box.x + 80 + i * (8 + round), box.y + 80 + i * 3)
    await page.mouse.up()
  }
  await page.keyboard.press('Escape')
  return 4
}

async function switchModes(page: Page): Promise<number> {
  const modes = page.getByRole('radiogroup', { name: 'What the map shows' }).getByRole('radio')
  const count = await modes.count()
  let made = 0
  for (const i of steps(16)) {
    await modes.nth(i % Math.max(1, count)).click({ force: true })
    made++
  }
  return made
}

/** What is done while frames and interactions are watched, in the order of the table. */
export const SCENES: readonly Scene[] = [
  { name: 'scroll the tree of 10,000 images', prepare: nothing, run: scrollTree },
  { name: 'arrow keys in the tree', prepare: nothing, run: arrowTree },
  { name: 'type in the palette', prepare: nothing, run: typeInPalette },
  { name: 'open 20 images', prepare: nothing, run: openImages },
  { name: 'arrow keys on 10,000 snapshots', prepare: (page) => openImage(page, 'hourly'), run: arrowTimeline },
  { name: 'zoom the timeline', prepare: (page) => openImage(page, 'hourly'), run: zoomTimeline },
  { name: 'pan the timeline', prepare: (page) => openImage(page, 'hourly'), run: panTimeline },
  { name: 'hover over 1,000,000 objects', prepare: (page) => openImage(page, 'vast'), run: hoverMap },
  { name: 'brush the map', prepare: (page) => openImage(page, 'vast'), run: brushMap },
  { name: 'switch the modes of the map', prepare: (page) => openImage(page, 'vast'), run: switchModes },
]

import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright/test'
import { MIB } from '../support/bigLibrary.ts'
import { expect, openImage, openTab, test } from '../support/fixture.ts'
import type { Shell } from '../support/shells.ts'

const GIB = 1024 * MIB
/** `rbd/big`: every other object of its base, and between them what two increments wrote. */
const EXTENTS = 384 + 64 + 64

/** What the map says of the cell its cursor stands at. */
async function said(slider: Locator): Promise<string> {
  return (await slider.getAttribute('aria-valuetext')) ?? ''
}

/** Opens the image with its map in front. */
async function openMap(page: Page): Promise<{ readonly map: Locator; readonly slider: Locator }> {
  await openImage(page, 'big')
  const map = await openTab(page, 'Block map')
  const slider = map.getByRole('slider', { name: /^Block map, / })
  await expect(slider).toBeVisible()
  return { map, slider }
}

/** Saves the extents and gives back the file's text: as the browser got it, or, where the shell saves it with a dialog of its own, as the page made it. */
async function saved({ page, app }: Shell, map: Locator, entry: RegExp): Promise<string> {
  await page.evaluate(() => {
    const make = URL.createObjectURL.bind(URL)
    URL.createObjectURL = (blob) => {
      if (blob instanceof Blob) void blob.text().then((text) => Object.assign(window, { savedText: text }))
      return make(blob)
    }
    Object.assign(window, { savedText: null })
  })
  await map.getByRole('button', { name: 'Export the extents' }).click()
  const download = app === null ? page.waitForEvent('download') : null
  await page.getByRole('menuitem', { name: entry }).click()
  const text = await page.waitForFunction(() => (window as { savedText?: string | null }).savedText ?? null)
  const made = (await text.jsonValue()) ?? ''
  if (download !== null) expect(readFileSync(await (await download).path(), 'utf8')).toBe(made)
  return made
}

test('the block map by keyboard: modes, cells, a marked part, nearer and back', async ({ shell }) => {
  const { page } = shell
  const { map, slider } = await openMap(page)
  const modes = page.getByRole('radiogroup', { name: 'What the map shows' })
  await modes.getByRole('radio', { name: 'Allocated' }).focus()
  await slider.focus()
  await page.keyboard.press('Home')
  await expect.poll(() => said(slider)).toMatch(/^0 B, object 0, all .* allocated, last by monday$/)
  await page.keyboard.press('End')
  await expect.poll(() => said(slider)).toMatch(/object 1,023, nothing allocated$/)

  // The whole image: what lies there, and how many increments changed it.
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+End')
  await expect(map).toContainText('0 B–4 GiB, objects 0 to 1,023: 2 GiB allocated, changed by 2 increments')
  await page.keyboard.press('Escape')
  await expect(map).toContainText('allocated at head')

  // Nearer twice, and back.
  await page.keyboard.press('Home')
  await page.keyboard.press('+')
  await expect(map).toContainText('0 B to 2 GiB of 4 GiB')
  await page.keyboard.press('+')
  await expect(map).toContainText('0 B to 1 GiB of 4 GiB')
  await page.keyboard.press('0')
  await expect(map).toContainText('all of 4 GiB')

  await modes.getByRole('radio', { name: 'Allocated' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(slider).toHaveAccessibleName('Block map, changed tuesday to head')
  await expect(map.getByRole('list', { name: 'What the cells mean' })).toContainText('changed 256 MiB')
  await page.keyboard.press('ArrowRight')
  await expect(slider).toHaveAccessibleName('Block map, how often changed in 2 increments, monday to head')
  await page.keyboard.press('ArrowRight')
  await expect(slider).toHaveAccessibleName('Block map, who wrote last, at head')
  const legend = map.getByRole('list', { name: 'What the cells mean' })
  for (const name of ['monday', 'tuesday', 'wednesday']) await expect(legend).toContainText(name)
  await page.keyboard.press('Home')
  await modes.getByRole('radio', { name: 'Allocated' }).check()
})

test('the block map by mouse: a part is brushed, looked at from near, and read in the table', async ({ shell }) => {
  const { page } = shell
  const { map, slider } = await openMap(page)
  await page.getByRole('radio', { name: 'Allocated' }).check()
  const box = await slider.boundingBox()
  if (box === null) throw new Error('the map has no place')
  await page.mouse.move(box.x + 2, box.y + 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2, box.y + 40, { steps: 4 })
  await page.mouse.up()
  await expect(map).toContainText(/0 B–.* [MG]iB, objects 0 to \d+: .* allocated, changed by \d increments?/)
  await map.getByRole('button', { name: 'Zoom to the marked part' }).click()
  await expect(map.getByRole('button', { name: 'Show all of the image' })).toBeEnabled()
  await map.getByRole('button', { name: 'Clear the mark' }).click()
  await map.getByRole('button', { name: 'Show all of the image' }).click()
  await expect(map).toContainText('all of 4 GiB')

  // The table tells the same; its row is the map's cursor.
  await map.getByRole('button', { name: 'Show as a table' }).click()
  const table = map.getByRole('table', { name: 'Block map' })
  await expect(table.getByRole('row').nth(1)).toContainText(/^0 B/)
  await table.getByRole('button', { name: 'Show 16 MiB on the map' }).click()
  await page.keyboard.press('ArrowDown')
  await expect(table.getByRole('button', { name: 'Show 20 MiB on the map' })).toBeFocused()
  await map.getByRole('button', { name: 'Show as a map' }).click()
  await expect.poll(() => said(slider)).toMatch(/^20 MiB, object 5, all .* allocated, last by tuesday$/)
})

test('the extents of what the map tells are saved as rbd diff lists them', async ({ shell }) => {
  const { page } = shell
  const { map } = await openMap(page)
  await page.getByRole('radio', { name: 'Allocated' }).check()
  const rows = (await saved(shell, map, /CSV/)).trimEnd().split('\r\n')
  expect(rows[0]).toBe('Offset,Length,Type')
  expect(rows).toHaveLength(EXTENTS + 1)
  expect(rows[1]).toBe(`0,${4 * MIB},data`)

  await page.getByRole('radio', { name: 'Changed' }).check()
  const extents = JSON.parse(await saved(shell, map, /JSON/)) as { offset: number; length: number; exists: string }[]
  expect(extents).toHaveLength(64)
  expect(extents.every(({ length, exists }) => length === 4 * MIB && exists === 'true')).toBe(true)
  expect(extents.reduce((sum, { length }) => sum + length, 0)).toBe(GIB / 4)
  await expect(map).toContainText('64 extents written to')
  await page.getByRole('radio', { name: 'Allocated' }).check()
})

import type { Locator, Page } from 'playwright'
import { expect } from 'playwright/test'
import { type Hands, pointRow, treeRow } from './hands.ts'
import type { Shell } from './shells.ts'

/** More stops than any view has: who has not arrived by then never will. */
const MOST_STOPS = 250

/** Goes to a control with Tab alone, backwards where it lies before. */
export async function reach(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeEnabled()
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    const where = await control.evaluate((element) => {
      const { activeElement } = document
      if (activeElement === element) return 'here'
      const relation = activeElement?.compareDocumentPosition(element) ?? 0
      return (relation & Node.DOCUMENT_POSITION_PRECEDING) === 0 ? 'behind' : 'before'
    })
    if (where === 'here') return
    await page.keyboard.press(where === 'before' ? 'Shift+Tab' : 'Tab')
  }
  throw new Error(`Tab does not reach ${control.toString()}`)
}

/** Presses a key until something is so. */
async function pressUntil(page: Page, key: string, isSo: () => Promise<boolean>, most = MOST_STOPS): Promise<void> {
  for (let i = 0; i < most; i++) {
    if (await isSo()) return
    await page.keyboard.press(key)
  }
  throw new Error(`${key} does not lead to it`)
}

/** Whether it has the focus; a line that is out of what is drawn has not, and is not waited for. */
const isFocused = (control: Locator) =>
  control.evaluateAll((elements) => elements.some((element) => element === document.activeElement))

/** A user without a mouse. */
export function keyboardHands({ page, app }: Shell): Hands {
  const timeline = page.getByRole('treegrid', { name: /^Timeline of / })

  /** Moves along the timeline from its first point until `point` is the one with the focus. */
  async function walkTo(point: string, key: 'ArrowRight' | 'Shift+ArrowRight'): Promise<void> {
    // Asked in one go: rows are numbered anew when the image changes.
    const hasFocus = (rows: Element[]) =>
      rows.some((row) => row.closest('[role=treegrid]')?.getAttribute('aria-activedescendant') === row.id)
    await pressUntil(page, key, () => pointRow(page, point).evaluateAll(hasFocus))
  }

  /** Moves in a tree of the sidebar until one of its rows has the focus. */
  async function walkTree(row: Locator): Promise<void> {
    await reach(page, row.locator('xpath=ancestor::*[@role="tree"]').locator('[tabindex="0"]'))
    await page.keyboard.press('Home')
    await pressUntil(page, 'ArrowDown', () => isFocused(row))
  }

  return {
    name: 'keyboard',
    async openImage(image) {
      await expect(treeRow(page, image)).toBeVisible()
      await walkTree(treeRow(page, image))
      await page.keyboard.press('Enter')
      await expect(treeRow(page, image)).toHaveAttribute('aria-selected', 'true')
      // Of an image whose index is lost there is no timeline.
      await timeline.or(page.getByRole('table', { name: 'What was found' })).waitFor()
    },
    async openLine(line) {
      await expect(line).toBeVisible()
      await walkTree(line)
      await page.keyboard.press('Enter')
    },
    async choosePoint(point) {
      await reach(page, timeline)
      await page.keyboard.press('Home')
      await walkTo(point, 'ArrowRight')
    },
    async chooseStretch(from, to) {
      await reach(page, timeline)
      await page.keyboard.press('Home')
      await walkTo(from, 'ArrowRight')
      await walkTo(to, 'Shift+ArrowRight')
    },
    async press(button) {
      await reach(page, button)
      await page.keyboard.press('Enter')
    },
    async command({ key }) {
      await page.keyboard.press(key)
    },
    async more(entry) {
      await reach(page, page.getByRole('button', { name: 'More actions' }))
      await page.keyboard.press('Enter')
      const item = page.getByRole('menuitem', { name: entry })
      await expect(item).toBeVisible()
      await pressUntil(page, 'ArrowDown', () => isFocused(item))
      await page.keyboard.press('Enter')
    },
    async choose(control) {
      await expect(control).toBeEnabled()
      if (await control.isChecked()) return
      if ((await control.getAttribute('type')) !== 'radio') {
        await reach(page, control)
        await page.keyboard.press('Space')
      } else {
        // The group is one stop; arrows go through it.
        const name = await control.getAttribute('name')
        const group = page.locator(`input[type=radio][name="${name}"]`)
        const chosen = group.and(page.locator(':checked'))
        await reach(page, (await chosen.count()) > 0 ? chosen : group.first())
        if ((await chosen.count()) === 0) await page.keyboard.press('Space')
        await pressUntil(page, 'ArrowDown', () => control.isChecked(), 20)
      }
      await expect(control).toBeChecked()
    },
    async select(list, option) {
      await reach(page, list)
      const shown = list.locator('option:checked')
      await page.keyboard.press('Home')
      await pressUntil(page, 'ArrowDown', async () => (await shown.textContent()) === option)
    },
    async write(field, text) {
      await reach(page, field)
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.type(text)
      await expect(field).toHaveValue(text)
    },
    async openTab(tab) {
      const tabs = tab.locator('xpath=ancestor::*[@role="tablist"]')
      await reach(page, tabs.locator('[role=tab][aria-selected=true]'))
      await pressUntil(page, 'ArrowRight', () => isFocused(tab), 10)
      await page.keyboard.press('Enter')
      await expect(tab).toHaveAttribute('aria-selected', 'true')
    },
    async bringFiles(paths) {
      if (app !== null) {
        await app.evaluate(
          ({ dialog }, filePaths) => {
            dialog.showOpenDialog = async () => ({ canceled: false, filePaths })
          },
          [...paths],
        )
        await page.keyboard.press('ControlOrMeta+O')
        return
      }
      const chooser = page.waitForEvent('filechooser')
      await page.keyboard.press('ControlOrMeta+O')
      await (await chooser).setFiles([...paths])
    },
    async takeToPool(point, pool) {
      await this.choosePoint(point)
      await page.keyboard.press('ControlOrMeta+M')
      const panel = page.getByRole('dialog', { name: /^Drop / })
      await panel.getByRole('option').first().waitFor()
      const place = panel.getByRole('option', { name: new RegExp(` to ${pool}…?$`) })
      await pressUntil(
        page,
        'ArrowDown',
        async () => (await place.count()) === 1 && (await place.getAttribute('aria-selected')) === 'true',
      )
      await page.keyboard.press('Enter')
    },
    async takeToIncrement([from, to], onto) {
      await this.chooseStretch(from, to)
      await page.keyboard.press('ControlOrMeta+M')
      const panel = page.getByRole('dialog', { name: /^Drop / })
      await panel.getByRole('option').first().waitFor()
      const place = panel.getByRole('option', { name: `Merge with ${onto.join(' to ').replace('Head', 'head')}:` })
      await pressUntil(
        page,
        'ArrowDown',
        async () => (await place.count()) === 1 && (await place.getAttribute('aria-selected')) === 'true',
      )
      await page.keyboard.press('Enter')
    },
  }
}

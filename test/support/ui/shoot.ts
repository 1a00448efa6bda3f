import type { Page } from 'playwright'
import { LOOKS, play } from './stage.ts'

/** Pictures of the window's states, light and dark, at two sizes, to look at: `node test/support/ui/shoot.ts [PICTURE...]`. */
async function states(window: Page, shot: (name: string) => Promise<void>) {
  const image = (name: RegExp) => window.getByRole('treeitem', { name }).click()
  await window.getByRole('treeitem', { name: /db-master/ }).waitFor()
  await shot('start')
  await image(/db-master/)
  await window.getByRole('row', { name: /^Snapshot wed-18/ }).click()
  await shot('gap')
  await image(/mail-02/)
  await window.getByRole('row', { name: /^Snapshot sun-08/ }).click()
  await window.getByRole('row', { name: /^Head/ }).click({ modifiers: ['Shift'] })
  await shot('range')
  await image(/hourly/)
  await window.getByRole('treegrid').focus()
  await window.keyboard.press('ArrowLeft')
  await window.getByRole('tab', { name: /^Files/ }).click()
  await shot('long')
  await image(/empty/)
  await shot('empty')
  await window.getByRole('button', { name: 'All jobs and history' }).click()
  await shot('history')
  await window.getByRole('button', { name: 'Back to the image' }).click()
  await looks(window, shot)
  await window.getByRole('button', { name: 'Open files…' }).click()
  await window.getByRole('table', { name: /Files in the order/ }).waitFor()
  await shot('import')
  await filesOf(window, shot)
  await window.keyboard.press('Escape')
  await window.getByRole('button', { name: /^db-begin/ }).click()
  await window.getByRole('button', { name: /^Import 3/ }).click()
  await window.getByRole('alert').last().waitFor()
  await shot('refused')
  await window.keyboard.press('Escape')
  await window.keyboard.press('Control+k')
  await shot('palette')
}

/** What is done to an image and to files beside each other, and what jobs found out. */
async function looks(window: Page, shot: (name: string) => Promise<void>) {
  const more = async (name: string) => {
    await window.getByRole('button', { name: 'More actions' }).click()
    await window.getByRole('menuitem', { name }).click()
    await window.getByRole('dialog').waitFor()
  }
  await window.getByRole('treeitem', { name: /mail-02/ }).click()
  await window.getByRole('row', { name: /^Snapshot mon-09/ }).click()
  await shot('damaged')
  await window.getByRole('button', { name: 'More actions' }).click()
  await window.getByRole('menuitem', { name: 'Resize…' }).waitFor()
  await shot('more')
  await window.keyboard.press('Escape')
  await more('Resize…')
  await window.getByLabel('New size').fill('100G')
  await shot('resize')
  await window.keyboard.press('Escape')
  for (const [name, picture] of [
    ['Roll back to the selected snapshot…', 'rollback'],
    ['Fold links…', 'fold'],
    ['Verify…', 'verify'],
    ['Compare…', 'compare'],
    ['Hand out the chain…', 'handout'],
  ] as const) {
    await more(name)
    await window
      .getByRole('dialog')
      .getByRole('list', { name: 'Checks' })
      .waitFor({ timeout: 3000 })
      .catch(() => undefined)
    await shot(picture)
    await window.keyboard.press('Escape')
  }
  for (const [job, picture] of [
    ['Verify', 'verification'],
    ['Compare', 'comparison'],
  ] as const) {
    await window.getByRole('button', { name: 'All jobs and history' }).click()
    await window
      .getByRole('button', { name: new RegExp(`^Details of ${job}`) })
      .first()
      .click()
    await window.getByRole('button', { name: 'Show the result' }).first().click()
    await window.getByRole('dialog').waitFor()
    await shot(picture)
    await window.keyboard.press('Escape')
    await window.getByRole('button', { name: 'Back to the image' }).click()
  }
  await window.getByRole('button', { name: 'Adopt a folder…' }).click()
  await window.getByRole('dialog').getByLabel('Folder').fill('/srv/backups/exports')
  await shot('adopt')
  await window.getByRole('button', { name: 'Adopt', exact: true }).click()
  await window.getByRole('heading', { name: /^Chain rbd/ }).waitFor()
  await shot('folder')
  await window.getByRole('button', { name: 'Rebuild a raw image…' }).first().click()
  await window.getByRole('list', { name: 'Checks' }).waitFor()
  await shot('rebuild')
  await window.keyboard.press('Escape')
}

/** What can be made of the open files. */
async function filesOf(window: Page, shot: (name: string) => Promise<void>) {
  await window.getByRole('radio', { name: /^Merge/ }).check()
  await window.getByRole('button', { name: /^Preview the merge/ }).click()
  await window.getByText('Before and after').waitFor()
  await shot('merge')
  await window
    .getByRole('button', { name: /^Move / })
    .first()
    .focus()
  await window.keyboard.press('Enter')
  await window.keyboard.press('ArrowDown')
  await shot('merge-moved')
  await window.keyboard.press('Escape')
  await window.keyboard.press('Escape')
  await window.getByRole('button', { name: /^db-begin/ }).click()
  await window.getByRole('radio', { name: 'Work with chain 3' }).check()
  await shot('import-v2')
  await window.getByRole('radio', { name: /^Convert/ }).check()
  await window.getByRole('button', { name: 'Choose what to make…' }).click()
  await window.getByRole('radio', { name: 'One file of format 2' }).check()
  await window.getByText('Names and points').click()
  await window.getByRole('checkbox', { name: 'Keep summer' }).uncheck()
  await window.getByText('Options', { exact: true }).click()
  await shot('convert')
}

await play(
  async (window, shot, url) => {
    await window.goto(url)
    await states(window, shot)
  },
  { looks: LOOKS, only: process.argv.slice(2) },
)

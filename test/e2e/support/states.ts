import { mkdirSync, renameSync, rmdirSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from 'playwright/test'
import { openLibrary } from '../../../electron/engine/library/library.ts'
import { fixturePath } from '../../support/fixtures.ts'
import { dragOver, dropFiles } from './drop.ts'
import { jobCard, jobDone, openImage, openTab } from './fixture.ts'
import type { Shell } from './shells.ts'
import { folderOf, LONG_NAME } from './showcase.ts'

/** Where a state is shown. */
export interface Place {
  readonly page: Page
  /** The home folder, made by `makeShowcase`. */
  readonly home: string
  /** Where exports go. */
  readonly folder: string
}

/** What the window can show: a name, and how to come to it from anywhere once nothing lies over the window. */
export interface State {
  readonly name: string
  readonly show: (place: Place) => Promise<void>
  /** Puts the window back, where closing what lies over it is not enough. */
  readonly leave?: (place: Place) => Promise<void>
}

/** Shows one state after the other, so that one run tells all: gives a line for each that could not be shown. */
export async function walkThrough(
  shell: Shell,
  states: readonly State[],
  look: (state: State) => Promise<void>,
): Promise<readonly string[]> {
  const { page, home, folder } = shell
  const missed: string[] = []
  const place = { page, home, folder }
  for (const state of states) {
    try {
      await state.show(place)
      await settled(page)
      await look(state)
      await state.leave?.(place)
      await closeAll(page)
    } catch (error) {
      const why = error instanceof Error ? error.message.split('\n').slice(0, 3).join(' ') : String(error)
      missed.push(`${state.name} is not shown: ${why}`)
      await shell.loadAnew()
    }
  }
  return missed
}

/** Waits until nothing is being read any more. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  await expect(page.getByText(/(^(Reading|Loading|Checking)\b.*|: reading)…$/)).toHaveCount(0)
}

/** Closes whatever lies over the window: sheets, menus, an error. */
export async function closeAll(page: Page): Promise<void> {
  const over = page.locator('[role=dialog], [role=alertdialog], [role=menu]')
  await expect(async () => {
    if ((await over.count()) > 0) await page.keyboard.press('Escape')
    await expect(over).toHaveCount(0, { timeout: 500 })
  }).toPass()
}

/** Runs a command of the palette by its label. */
export async function runFromPalette(page: Page, label: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search or run a command' }).fill(label.replace('…', ''))
  await page.getByRole('option', { name: label }).first().click()
}

/** Chooses a point of the open image on the timeline, by its place: 0 is the oldest; with `to` the stretch up to that one. */
async function choose(page: Page, at: number, to?: number): Promise<void> {
  const points = page.getByRole('treegrid', { name: /^Timeline of / }).getByRole('row', { name: /^Snapshot / })
  await points.nth(at).click()
  if (to !== undefined) await points.nth(to).click({ modifiers: ['Shift'] })
}

/** A state of an image; `points`: what is chosen of it. */
function ofImage(name: string, image: string, points: readonly [number?, number?], more?: State['show']): State {
  return {
    name,
    async show(place) {
      await openImage(place.page, image)
      const [at, to] = points
      if (at !== undefined) await choose(place.page, at, to)
      await more?.(place)
    },
  }
}

/** A sheet that a command opens on an image and what is chosen of it; `rest`: what is filled in. */
function sheet(
  name: string,
  image: string,
  points: readonly [number?, number?],
  label: string,
  rest?: State['show'],
): State {
  return ofImage(name, image, points, async (place) => {
    await runFromPalette(place.page, label)
    const dialog = place.page.getByRole('dialog')
    await dialog.waitFor()
    await rest?.(place)
    await expect(dialog.getByText(/^Reading|^Checking/)).toHaveCount(0)
  })
}

/** A mode of the block map. */
function mapMode(mode: string): State {
  return ofImage(`map-${mode.toLowerCase()}`, 'db-primary', [3, 8], async ({ page }) => {
    await showMap(page, mode)
  })
}

/** Shows the block map in one of its modes. */
async function showMap(page: Page, mode: string): Promise<void> {
  await page.getByRole('tab', { name: /^Block map/ }).click()
  await page.getByRole('radiogroup', { name: 'What the map shows' }).getByRole('radio', { name: mode }).click()
}

const IMAGE_STATES: readonly State[] = [
  ofImage('image', 'db-primary', []),
  ofImage('point', 'db-primary', [7]),
  ofImage('range', 'db-primary', [3, 8], ({ page }) => showMap(page, 'Changed')),
  mapMode('Allocated'),
  mapMode('Changed'),
  mapMode('Heat'),
  mapMode('Age'),
  ofImage('map-table', 'db-primary', [3, 8], async ({ page }) => {
    await showMap(page, 'Changed')
    const table = page.getByRole('button', { name: 'Show as a table' })
    if (await table.isVisible()) await table.click()
  }),
  {
    ...ofImage('map-marked', 'db-primary', [7], async ({ page }) => {
      const map = page.getByRole('button', { name: 'Show as a map' })
      if (await map.isVisible()) await map.click()
      const cells = page.getByRole('slider', { name: /^Block map, / })
      const box = await cells.boundingBox()
      if (box === null) throw new Error('the map is not on the screen')
      await page.mouse.move(box.x + 60, box.y + 80)
      await page.mouse.down()
      await page.mouse.move(box.x + box.width / 3, box.y + 150, { steps: 6 })
      await page.mouse.up()
      await page.getByRole('button', { name: 'Clear the mark', exact: true }).waitFor()
    }),
    leave: ({ page }) => page.getByRole('button', { name: 'Clear the mark', exact: true }).click(),
  },
  ofImage('map-vast', 'vast', [], ({ page }) => showMap(page, 'Allocated')),
  ofImage('snapshots', 'db-primary', [], async ({ page }) => void (await openTab(page, 'Snapshots'))),
  ofImage('files', 'db-primary', [7], async ({ page }) => void (await openTab(page, 'Files of the chain'))),
  ofImage('gap', 'mail-02', [], async ({ page }) => void (await openTab(page, 'Block map'))),
  ofImage('folded-years', 'accounting', []),
  ofImage('many-out', 'hourly', []),
  ofImage('many-in', 'hourly', [], async ({ page }) => {
    await page.getByRole('treegrid', { name: /^Timeline of / }).focus()
    await page.keyboard.press('End')
    for (let i = 0; i < 12; i++) await page.keyboard.press('+')
  }),
  ofImage('long-name', LONG_NAME, [4]),
  ofImage('empty-image', 'new-disk', []),
  {
    name: 'lost-index',
    async show({ page }) {
      await page.getByRole('treeitem', { name: /^unreadable/ }).click()
      await page.getByRole('button', { name: 'Rebuild the index…' }).waitFor()
    },
  },
  {
    name: 'error-page',
    async show({ page, home }) {
      // A disk that gives no index, whatever is asked of it.
      const index = join(await shortLived(home), 'image.json')
      renameSync(index, `${index}.away`)
      mkdirSync(index)
      await page.getByRole('treeitem', { name: /^short-lived/ }).click()
      await page.getByRole('main').getByRole('alert').waitFor()
      rmdirSync(index)
      renameSync(`${index}.away`, index)
    },
  },
]

const SHEETS: readonly State[] = [
  sheet('merge', 'db-primary', [3, 8], 'Merge the selected increments…', async ({ page, folder }) => {
    await page.getByRole('textbox', { name: 'Save as' }).fill(join(folder, 'db-primary-week.diff'))
  }),
  sheet('fold', 'build-host', [], 'Fold links…'),
  sheet('export', 'db-primary', [7], 'Export…', async ({ page, folder }) => {
    await page.getByRole('textbox', { name: 'Save as' }).fill(join(folder, 'db-primary.raw'))
  }),
  sheet('pipe', 'db-primary', [7], 'Pipe to…', async ({ page }) => {
    await page.getByRole('combobox', { name: 'Target pool' }).selectOption('archive')
  }),
  sheet('restore', 'db-primary', [5], 'Restore…'),
  sheet('restore-over', 'db-primary', [5], 'Restore…', async ({ page }) => {
    await page.getByRole('radio', { name: 'Over the image' }).check()
  }),
  sheet('clean', 'db-primary', [], 'Clean up…', async ({ page }) => {
    await page.getByRole('button', { name: 'Choose all that may go' }).click()
  }),
  sheet('repair', 'mail-02', [], 'Repair…'),
  sheet('compare', 'db-primary', [3, 8], 'Compare…'),
  sheet('hand-out', 'db-primary', [], 'Hand out the chain…'),
  sheet('verify', 'db-primary', [], 'Verify…'),
  sheet('roll-back', 'db-primary', [5], 'Roll back to the selected snapshot…'),
  sheet('snapshot', 'db-primary', [], 'Snapshot…'),
  sheet('resize', 'db-primary', [], 'Resize…'),
  sheet('remove-image', 'new-disk', [], 'Remove image…'),
  sheet('new-image', 'new-disk', [], 'New image…'),
]

const FILES: readonly State[] = [
  {
    name: 'import',
    async show({ page }) {
      await dropFiles(page, ['kid.begin-k1.diff', 'kid.k1-k2.diff', 'kid.k3-head.diff', 'img.v2'].map(fixturePath))
      const drop = page.getByRole('dialog', { name: /^4 files/ })
      await expect(drop.getByRole('table', { name: 'Files in the order of their chain' })).toContainText('k2')
    },
  },
  {
    name: 'convert',
    async show({ page, folder }) {
      await runFromPalette(page, 'Look inside the open files')
      await page.getByRole('radio', { name: /^Convert/ }).check()
      await page.getByRole('button', { name: 'Choose what to make…' }).click()
      const convert = page.getByRole('dialog', { name: /^Convert / })
      await convert.getByRole('radio', { name: 'One file of format 2' }).check()
      await convert.getByRole('textbox', { name: 'Save as' }).fill(join(folder, 'kid.v2'))
      await convert.getByText('Names and points').click()
    },
  },
  {
    name: 'folder',
    async show({ page, home }) {
      if ((await page.getByRole('button', { name: /^nightly-exports/ }).count()) === 0) {
        await runFromPalette(page, 'Adopt a folder…')
        const adopt = page.getByRole('dialog', { name: 'Adopt a folder' })
        await adopt.getByRole('textbox', { name: 'Folder' }).fill(join(home, 'nightly-exports'))
        await adopt.getByRole('button', { name: 'Adopt', exact: true }).click()
      } else await page.getByRole('button', { name: /^nightly-exports/ }).click()
      await page.getByRole('region', { name: /^Chain .*kid/ }).waitFor()
    },
  },
]

const WINDOW: readonly State[] = [
  { name: 'start', show: ({ page }) => page.getByRole('treeitem', { level: 2 }).first().waitFor() },
  { name: 'first-run', show: ({ page }) => runFromPalette(page, 'Welcome') },
  { name: 'palette', show: ({ page }) => page.keyboard.press('Control+k') },
  {
    name: 'search',
    async show({ page }) {
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: 'Search or run a command' }).fill('mail')
      await page
        .getByRole('option', { name: /mail-02/ })
        .first()
        .waitFor()
    },
  },
  { name: 'settings', show: ({ page }) => page.keyboard.press('Control+,') },
  { name: 'removed-images', show: ({ page }) => runFromPalette(page, 'Removed images…') },
  { name: 'shortcuts', show: ({ page }) => runFromPalette(page, 'Keyboard shortcuts') },
]

const GESTURES: readonly State[] = [
  ofImage('context-menu', 'db-primary', [7], async ({ page }) => {
    await page.getByRole('treegrid').getByRole('row', { selected: true }).first().click({ button: 'right' })
    await page.getByRole('menu').waitFor()
  }),
  ofImage('carry', 'db-primary', [7], ({ page }) => page.keyboard.press('Control+m')),
  {
    name: 'drag',
    async show({ page }) {
      // The pointer is with the files, over nothing that has a tip.
      await page.mouse.move(720, 880)
      await dragOver(page, [fixturePath('kid.begin-k1.diff'), fixturePath('kid.k1-k2.diff')], 'enter')
    },
    leave: ({ page }) => dragOver(page, [], 'leave'),
  },
]

/** The folder of an image whose index is taken away for a while. */
async function shortLived(home: string): Promise<string> {
  return folderOf(await openLibrary(join(home, 'data/library'), { create: false }), 'vms', 'short-lived')
}

/** Starts an export of an image as raw. */
async function startExport({ page, folder }: Place, image: string, file: string): Promise<void> {
  await openImage(page, image)
  await page.getByRole('main').getByRole('button', { name: 'Export…' }).first().click()
  const dialog = page.getByRole('dialog', { name: /^Export / })
  await dialog.getByRole('textbox', { name: 'Save as' }).fill(join(folder, file))
  await dialog.getByRole('button', { name: /^Export \d/ }).click()
  await expect(dialog).toHaveCount(0)
}

const copying = (page: Page, title: string) =>
  expect(page.getByRole('progressbar', { name: `Progress of ${title}` })).toHaveAttribute('aria-valuetext', /^Copying/)

/** Waits until a job has come so far, in percent. */
async function underWay(page: Page, title: string, percent: number): Promise<void> {
  const bar = page.getByRole('progressbar', { name: `Progress of ${title}` })
  await expect
    .poll(async () => Number(await bar.getAttribute('aria-valuenow')), { intervals: [100], timeout: 60_000 })
    .toBeGreaterThan(percent)
}

const JOBS: readonly State[] = [
  {
    name: 'verify-result',
    async show({ page }) {
      await openImage(page, 'mail-02')
      await runFromPalette(page, 'Verify…')
      await page.getByRole('button', { name: /^Verify the image/ }).click()
      const title = 'Verify backups/mail-02'
      await jobDone(page, title)
      await jobCard(page, title).getByRole('button', { name: 'Show the result' }).click()
      await page.getByRole('region', { name: 'Problems' }).waitFor()
    },
  },
  {
    name: 'job-failed',
    async show(place) {
      const { page, home } = place
      await startExport(place, 'flaky', 'flaky.raw')
      const title = 'Export vms/flaky'
      await copying(page, title)
      // The disk loses the end of the file while it is read.
      const library = await openLibrary(join(home, 'data/library'), { create: false })
      truncateSync(join(await folderOf(library, 'vms', 'flaky'), 'links/000001.diff'), 5 * 1024 * 1024)
      await expect(jobCard(page, title).getByRole('alert')).toBeVisible({ timeout: 60_000 })
    },
  },
  {
    name: 'jobs-running',
    async show(place) {
      const { page } = place
      await startExport(place, 'media', 'media.raw')
      await underWay(page, 'Export vms/media', 25)
      // Held, so that it is still there when the pictures have been taken.
      await page.getByRole('button', { name: 'Pause Export vms/media' }).click()
      await page.getByRole('button', { name: 'Resume Export vms/media' }).waitFor()
      await startExport(place, 'archive-2024', 'archive-2024.raw')
      await underWay(page, 'Export vms/archive-2024', 10)
    },
  },
  {
    name: 'job-expanded',
    show: ({ page }) => page.getByRole('button', { name: 'Details of Export vms/media' }).click(),
    async leave({ page }) {
      for (const image of ['media', 'archive-2024']) {
        const cancel = page.getByRole('button', { name: `Cancel Export vms/${image}` })
        if (await cancel.isVisible()) await cancel.click()
        await expect(cancel).toHaveCount(0)
      }
    },
  },
  {
    name: 'history',
    async show({ page }) {
      await page.keyboard.press('j')
      await page.getByRole('list', { name: 'History' }).waitFor()
    },
    leave: ({ page }) => page.keyboard.press('Escape'),
  },
]

/** The views and states that start no job: they can be walked through any number of times. */
export const STILL_STATES: readonly State[] = [...WINDOW, ...IMAGE_STATES, ...SHEETS, ...GESTURES, ...FILES]

/** Every view and state of the window, in an order in which each can be come to from the one before. */
export const STATES: readonly State[] = [...STILL_STATES, ...JOBS]

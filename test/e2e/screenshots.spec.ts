import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { CLUSTER_CONF } from './support/cluster.ts'
import { CLUSTER_STATES, makeShownImages, removeShownImages } from './support/clusterStates.ts'
import { expect, openImage, showcaseTest as test } from './support/fixture.ts'
import { smallPng } from './support/smallPng.ts'
import { settled, STATES, walkThrough } from './support/states.ts'

const pictures = join(import.meta.dirname, '../../docs/screenshots')
/** All of them together: they are part of every clone. */
const MOST_BYTES = 15 * 1024 * 1024
const taken = new Set<string>()

async function shoot(page: Page, name: string): Promise<void> {
  writeFileSync(join(pictures, `${name}.png`), smallPng(await page.screenshot({ animations: 'disabled' })))
  taken.add(`${name}.png`)
}

/** Takes the window in both themes. */
async function picture(page: Page, name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await shoot(page, `${name}-${theme}`)
  }
}

/** The main view at the sizes and in the colours that are not the usual ones. */
async function mainView(page: Page): Promise<void> {
  await openImage(page, 'db-primary')
  await page
    .getByRole('treegrid')
    .getByRole('row', { name: /^Snapshot / })
    .nth(6)
    .click()
  for (const [width, height] of [
    [1024, 700],
    [2560, 1440],
  ] as const) {
    await page.setViewportSize({ width, height })
    await settled(page)
    await picture(page, `image-${width}`)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await settled(page)
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' })
  await shoot(page, 'image-forced-colours')
  await page.emulateMedia({ colorScheme: 'light', forcedColors: null, contrast: 'more' })
  await shoot(page, 'image-more-contrast')
  await page.emulateMedia({ contrast: null })
}

test('the window in all its states', async ({ shell }) => {
  test.setTimeout(900_000)
  const { page } = shell
  mkdirSync(pictures, { recursive: true })
  const only = process.env['RBD_STUDIO_PICTURES']?.split(',')
  const hasCluster = CLUSTER_CONF !== undefined
  const states = hasCluster ? [...STATES, ...CLUSTER_STATES] : STATES
  const wanted = states.filter(({ name }) => only === undefined || only.includes(name))
  if (hasCluster) await makeShownImages()
  // Before any job has run: nothing but the image is to be seen.
  if (only === undefined || only.includes('main')) await mainView(page)
  await shell.loadAnew()
  // Where exports go: a folder whose name may be seen.
  const folder = join(shell.home, 'Backups')
  const missed = await walkThrough({ ...shell, folder }, wanted, ({ name }) => picture(page, name))
  if (hasCluster) await removeShownImages()
  expect.soft(missed).toEqual([])
  if (only !== undefined || missed.length > 0) return
  // What no state makes any more is no picture of the window.
  // Without a cluster its pictures stay as they are.
  const kept = hasCluster ? [] : CLUSTER_STATES.flatMap(({ name }) => [`${name}-light.png`, `${name}-dark.png`])
  for (const old of readdirSync(pictures)) if (!taken.has(old) && !kept.includes(old)) rmSync(join(pictures, old))
  const bytes = readdirSync(pictures).reduce((sum, name) => sum + statSync(join(pictures, name)).size, 0)
  expect(bytes).toBeLessThan(MOST_BYTES)
})

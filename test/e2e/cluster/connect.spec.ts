import { execFile } from 'node:child_process'
import type { Page } from 'playwright'
import {
  chooseItem,
  CLUSTER_CONF,
  clusterRow,
  clusterStory,
  clusterTest as test,
  deadConf,
  sectionOf,
} from '../support/cluster.ts'
import { expect, openImage } from '../support/fixture.ts'
import type { Hands } from '../support/hands.ts'

// The window starts without a connection: making one is what is tested.
test.use({ saved: [] })

const sheetOf = (page: Page) => page.getByRole('dialog', { name: 'Connect to a cluster' })
const checksOf = (page: Page) => page.getByRole('list', { name: 'Checks of the connection' }).getByRole('listitem')

/** Takes an entry of the menu that was just opened. */
async function choose(page: Page, hands: Hands, entry: string): Promise<void> {
  if (hands.name === 'keyboard') return chooseItem(page, entry)
  await page.getByRole('menuitem', { name: entry }).click()
}

clusterStory('a cluster is connected to, after its self-test', async ({ hands, page, fresh }) => {
  const name = fresh('own').slice(0, 32)
  await hands.press(page.getByRole('button', { name: 'Add a pool or an image' }))
  await choose(page, hands, 'Connect to a cluster…')
  const sheet = sheetOf(page)
  await expect(sheet.getByRole('region', { name: 'Found on this machine' })).not.toContainText('Looking for')
  await hands.write(sheet.getByRole('textbox', { name: 'Conf file' }), CLUSTER_CONF ?? '')
  await hands.write(sheet.getByRole('textbox', { name: 'Name', exact: true }), name)
  await hands.press(sheet.getByRole('button', { name: 'Test', exact: true }))
  await expect(sheet.getByRole('button', { name: 'Connect', exact: true })).toBeEnabled()
  await expect(checksOf(page)).toHaveCount(6)
  for (const check of await checksOf(page).all()) await expect(check).toContainText('Passed:')
  await expect(page.getByRole('status').filter({ hasText: `${name}: all checks passed` })).toHaveCount(1)
  await hands.press(sheet.getByRole('button', { name: 'Connect', exact: true }))
  await expect(sheet).toHaveCount(0)
  await hands.openLine(clusterRow(page, 'bup', name))
  await expect(clusterRow(page, 'bup', name)).toHaveAccessibleName(/^bup, [\d,]+ images?$/)
  await hands.press(sectionOf(page, name).getByRole('button', { name: `Actions for ${name}` }))
  await choose(page, hands, 'Remove…')
  await hands.press(
    page
      .getByRole('dialog', { name: `Remove the connection ${name}?` })
      .getByRole('button', { name: 'Remove the connection' }),
  )
  await expect(sectionOf(page, name)).toHaveCount(0)
})

test('a monitor that does not answer is told as that, and its connection can be kept and mended', async ({
  shell,
}, info) => {
  const { page } = shell
  const conf = await deadConf(info.outputPath('dead'))
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Search or run a command' }).fill('Connect to a cluster')
  await page.keyboard.press('Enter')
  const sheet = sheetOf(page)
  await sheet.getByRole('textbox', { name: 'Conf file' }).fill(conf)
  await sheet.getByRole('textbox', { name: 'Name', exact: true }).fill('dead')
  const began = Date.now()
  await sheet.getByRole('button', { name: 'Test and connect' }).click()
  const failed = checksOf(page).filter({ hasText: 'Failed:' })
  await expect(failed).toContainText('A monitor answers')
  expect(Date.now() - began).toBeLessThan(15_000)
  await expect(failed).toContainText('No monitor answered within 5 s')
  await expect(failed).toContainText('Look whether the monitors run')
  await expect(checksOf(page).filter({ hasText: 'Skipped:' })).toHaveCount(3)
  await expect(sheet).toBeVisible()
  await sheet.getByRole('button', { name: 'Connect all the same' }).click()
  await expect(sheet).toHaveCount(0)

  // The rest of the window does not wait for it.
  const section = sectionOf(page, 'dead')
  await expect(section).toContainText('reading…')
  await openImage(page, 'web-01')
  await expect(page.getByRole('heading', { level: 1, name: 'library / rbd / web-01' })).toBeVisible()
  await expect(section).toContainText('The cluster cannot be reached.')
  await expect(page.getByRole('status').filter({ hasText: 'dead: The cluster cannot be reached' })).toHaveCount(1)

  // Mended, it answers.
  await section.getByRole('button', { name: 'Test…' }).click()
  const edit = page.getByRole('dialog', { name: 'Edit dead' })
  await edit.getByRole('textbox', { name: 'Conf file' }).fill(CLUSTER_CONF ?? '')
  await edit.getByRole('button', { name: 'Test and save' }).click()
  await expect(edit).toHaveCount(0)
  await expect(clusterRow(page, 'bup', 'dead')).toBeVisible()
  await expect(section.getByRole('button', { name: 'Try again' })).toHaveCount(0)
})

test('a test that is under way ends with its sheet', async ({ shell }, info) => {
  const { page } = shell
  const conf = await deadConf(info.outputPath('dead'))
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Search or run a command' }).fill('Connect to a cluster')
  await page.keyboard.press('Enter')
  const sheet = sheetOf(page)
  await sheet.getByRole('textbox', { name: 'Conf file' }).fill(conf)
  await sheet.getByRole('button', { name: 'Test', exact: true }).click()
  // It asks the monitor, which it gives five seconds to answer.
  await expect.poll(() => childrenWith(conf, 'fsid')).toBeGreaterThan(0)
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
  await expect.poll(() => childrenWith(conf, ''), { timeout: 3000 }).toBe(0)
})

/** How many processes of this machine are run with a conf file, and with a word. */
async function childrenWith(conf: string, word: string): Promise<number> {
  return new Promise((resolve) => {
    execFile('ps', ['-eo', 'args'], (_, stdout) => {
      const lines = stdout.split('\n').filter((line) => line.includes(`--conf=${conf}`) && line.includes(word))
      resolve(lines.length)
    })
  })
}

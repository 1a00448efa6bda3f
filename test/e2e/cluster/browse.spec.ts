import { expect } from '../support/fixture.ts'
import {
  clusterRow,
  clusterStory,
  clusterTest as test,
  clusterTree,
  freshName,
  LAB,
  openNamespace,
  rbd,
  sectionOf,
  sectionTitle,
  takeFromMenu,
} from '../support/cluster.ts'

clusterStory('from a connection to an image of its cluster', async ({ hands, page, own, fresh }) => {
  const image = fresh('seen')
  await own.make(image)
  await openNamespace(page, own, hands)
  await expect(clusterRow(page, image)).toBeVisible()
  await expect(sectionOf(page)).toContainText('just now')
  await hands.openLine(clusterRow(page, image))
  await expect(clusterRow(page, image)).toHaveAttribute('aria-selected', 'true')
  await hands.press(sectionTitle(page))
  await expect(clusterTree(page)).toHaveCount(0)
})

test('nothing is asked of a cluster before its section is opened, and then no more than is shown', async ({
  shell,
}) => {
  const { page } = shell
  const asked: string[] = []
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => asked.push(payload.toString())))
  await page.evaluate(() => localStorage.clear())
  await shell.loadAnew()
  const about = () => asked.flatMap((frame) => /"name":"(cluster\.[a-zA-Z]+)"/.exec(frame)?.[1] ?? [])
  await expect(sectionTitle(page)).toHaveAttribute('aria-expanded', 'false')
  expect(about()).toEqual([])
  await sectionTitle(page).click()
  await expect(clusterRow(page, 'rbd')).toBeVisible()
  await expect(clusterRow(page, 'bup')).toBeVisible()
  await clusterRow(page, 'bup').click()
  await expect(clusterRow(page, 'bup')).toHaveAccessibleName(/^bup, [\d,]+ images?$/)
  // In the Electron shell nothing of it crosses a socket.
  if (shell.app === null) expect(about()).toEqual(['cluster.pools', 'cluster.images'])
  await shell.loadAnew()
  await expect(clusterRow(page, 'bup')).toHaveAttribute('aria-expanded', 'false')
})

test('an image that comes by another way is there once the cluster was read again', async ({ shell, own }) => {
  const { page } = shell
  const image = freshName('late')
  await openNamespace(page, own)
  await own.make(image)
  await expect(clusterRow(page, image)).toHaveCount(0)
  await page.keyboard.press('F5')
  await expect(clusterRow(page, image)).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Search or run a command' }).fill(image)
  await expect(page.getByRole('option', { name: new RegExp(`bup/${own.namespace}/${image}.*on ${LAB}`) })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(clusterRow(page, image)).toHaveAttribute('aria-selected', 'true')
  await rbd('rm', '--no-progress', ...own.args, `--image=${image}`)
  await sectionOf(page)
    .getByRole('button', { name: `Read ${LAB} again` })
    .click()
  await expect(clusterRow(page, image)).toHaveCount(0)
})

test('a new image is made in a namespace of the cluster', async ({ shell, own }) => {
  const { page } = shell
  const image = freshName('made')
  await openNamespace(page, own)
  await takeFromMenu(page, clusterRow(page, own.namespace), 'New image in this pool…')
  const sheet = page.getByRole('dialog', { name: 'New image' })
  const chosen = sheet.getByRole('combobox', { name: 'Pool' }).locator('option:checked')
  await expect(chosen).toHaveText(`bup/${own.namespace}`)
  await sheet.getByRole('textbox', { name: 'Image name' }).fill(image)
  await sheet.getByRole('textbox', { name: 'Size' }).fill('12M')
  await sheet.getByRole('button', { name: 'Make image' }).click()
  await expect(sheet).toHaveCount(0)
  await expect(clusterRow(page, image)).toHaveAttribute('aria-selected', 'true')
  const info = JSON.parse(await rbd('info', ...own.args, `--image=${image}`, '--format=json')) as {
    readonly size: number
  }
  expect(info.size).toBe(12 * 1024 ** 2)
})

import type { Page } from 'playwright'
import {
  chooseItem,
  clusterRow,
  clusterStory,
  clusterTest as test,
  freshName,
  LAB,
  openNamespace,
  rbd,
  scrollTo,
  takeFromMenu,
} from '../support/cluster.ts'
import { expect } from '../support/fixture.ts'
import type { Hands } from '../support/hands.ts'

clusterStory('an image comes back from the trash of its pool', async ({ hands, page, own, fresh }) => {
  const image = fresh('gone')
  await own.make(image)
  await rbd('trash', 'mv', ...own.args, `--image=${image}`)
  await openNamespace(page, own, hands)
  await takeFromMenu(page, clusterRow(page, own.namespace), 'Trash…', hands)
  const trash = page.getByRole('dialog', { name: `Trash of ${LAB}://bup/${own.namespace}` })
  const row = trash.getByRole('table', { name: 'Images in the trash' }).getByRole('row', { name: new RegExp(image) })
  await expect(row).toContainText(/\d{4}-\d\d-\d\d \d\d:\d\d/)
  await hands.press(row.getByRole('button', { name: `Restore ${image}…` }))
  const form = page.getByRole('dialog', { name: `Restore ${image}` })
  await expect(form.getByRole('textbox', { name: 'Name' })).toHaveValue(image)
  await hands.press(form.getByRole('button', { name: 'Restore the image' }))
  await expect(form).toHaveCount(0)
  await expect(clusterRow(page, image)).toBeVisible()
  expect(await own.images()).toContain(image)
})

/** Move to trash…, in the menu of the page of an image. */
async function chooseFromMore(page: Page, hands: Hands): Promise<void> {
  await hands.press(page.getByRole('main').getByRole('button', { name: 'More actions' }))
  if (hands.name === 'keyboard') await chooseItem(page, 'Move to trash…')
  else await page.getByRole('menuitem', { name: 'Move to trash…' }).click()
}

clusterStory('a live image that went to the trash comes back with Undo', async ({ hands, page, own, fresh }) => {
  const image = fresh('back')
  await own.make(image)
  await openNamespace(page, own, hands)
  await hands.openLine(clusterRow(page, image))
  await expect(page.getByRole('heading', { level: 1 })).toContainText(image)
  await chooseFromMore(page, hands)
  const spec = `${own.pool}/${own.namespace}/${image}`
  const form = page.getByRole('dialog', { name: `Move ${spec} to the trash?` })
  await hands.write(form.getByRole('textbox', { name: `Type ${spec} to confirm` }), spec)
  await hands.press(form.getByRole('button', { name: 'Move to trash' }))
  await expect(clusterRow(page, image)).toHaveCount(0)
  expect(await own.images()).not.toContain(image)
  await hands.press(page.getByRole('button', { name: 'Undo', exact: true }))
  await expect(clusterRow(page, image)).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(image)
  expect(await own.images()).toContain(image)
})

test('an image whose name was given away comes back under another', async ({ shell, own }) => {
  const { page } = shell
  const image = freshName('twice')
  await own.make(image)
  await rbd('trash', 'mv', ...own.args, `--image=${image}`)
  await own.make(image)
  await openNamespace(page, own)
  await takeFromMenu(page, clusterRow(page, own.namespace), 'Trash…')
  await page.getByRole('button', { name: `Restore ${image}…` }).click()
  const form = page.getByRole('dialog', { name: `Restore ${image}` })
  await expect(form).toContainText(`There is an image called ${image} in ${LAB}://bup/${own.namespace} by now.`)
  await expect(form.getByRole('textbox', { name: 'Name' })).toHaveValue(`${image}-restored`)
  await form.getByRole('button', { name: 'Restore the image' }).click()
  // Its row may be below what is seen of the tree, its page is not.
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`${image}-restored`)
  expect(await own.images()).toContain(`${image}-restored`)
})

test('what an import left stands apart, and is removed after it was said what it is', async ({ shell, own }) => {
  const { page } = shell
  const image = `${freshName('half')}.rbd-studio-0a1b2c3d`
  await own.make(image)
  await openNamespace(page, own)
  await scrollTo(page, clusterRow(page, 'Temporary names'))
  await expect(clusterRow(page, image)).toHaveCount(0)
  await clusterRow(page, 'Temporary names').click()
  await scrollTo(page, clusterRow(page, image))
  await takeFromMenu(page, clusterRow(page, image), 'Remove what an import left…')
  const form = page.getByRole('dialog', { name: `Remove ${LAB}://bup/${own.namespace}/${image}?` })
  await expect(form.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await form.getByRole('button', { name: 'Remove the leftover' }).click()
  await expect(form).toHaveCount(0)
  await expect(clusterRow(page, image)).toHaveCount(0)
  expect(await own.images()).not.toContain(image)
})

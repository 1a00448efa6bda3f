import type { Page } from 'playwright'
import { expect } from '../support/fixture.ts'
import type { Hands } from '../support/hands.ts'
import { story } from '../support/story.ts'
import { fixturePath } from '../../support/fixtures.ts'
import { givenImage, libraryImage, realContent } from '../support/truth.ts'

/** Removes an image without snapshots, as the form asks for it. */
async function remove(hands: Hands, page: Page, name: string): Promise<void> {
  await hands.openImage(name)
  await hands.more('Remove image…')
  const form = page.getByRole('dialog', { name: `Remove rbd/${name}?` })
  await expect(form.getByRole('list', { name: 'What happens' })).toContainText('For 24 hours it can be brought back')
  await hands.write(form.getByRole('textbox', { name: `Type rbd/${name} to confirm` }), `rbd/${name}`)
  await hands.press(form.getByRole('button', { name: 'Remove image' }))
  await expect(page.getByRole('treeitem', { name: new RegExp(`^${name},`) })).toHaveCount(0)
}

/** Opens the list of what was removed: from the menu of the sidebar, or by search. */
async function openRemoved(hands: Hands, page: Page) {
  if (hands.name === 'mouse') {
    await page.getByRole('button', { name: 'Add a pool or an image' }).click()
    await page.getByRole('menuitem', { name: 'Removed images…' }).click()
  } else {
    await page.keyboard.press('ControlOrMeta+K')
    await page.keyboard.type('Removed images')
    await expect(page.getByRole('option', { name: /^Removed images…/ })).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('Enter')
  }
  const sheet = page.getByRole('dialog', { name: 'Removed images' })
  await expect(sheet).toBeVisible()
  return sheet
}

story('a removed image comes back: with Undo, later, and under another name', async (stage) => {
  const { hands, shell, page, own } = stage
  const name = own('gone')
  const content = async (image: string) => (await libraryImage(shell, 'rbd', image)).content('head')
  await givenImage(shell, 'rbd', name, [fixturePath('small.begin-a.diff')])
  await hands.openImage(name)
  await hands.choosePoint('a')
  const selection = page.getByRole('complementary', { name: 'Selection' })
  await hands.command({ button: selection.getByRole('button', { name: 'Remove', exact: true }), key: 'Delete' })
  await expect(page.getByRole('region', { name: 'Undo' })).toContainText('@a removed')

  // At once.
  await remove(hands, page, name)
  const undo = page.getByRole('region', { name: 'Undo' })
  await expect(undo).toContainText(`rbd/${name} removed. It can be brought back until`)
  await hands.press(undo.getByRole('button', { name: 'Undo' }))
  await expect(page.getByRole('heading', { level: 1, name: `library / rbd / ${name}` })).toBeVisible()
  expect(await content(name)).toBe(realContent('small', 'a'))

  // Later, from the list, which says until when.
  await remove(hands, page, name)
  await shell.loadAnew()
  const list = await openRemoved(hands, page)
  await expect(list.getByRole('row', { name: new RegExp(`^rbd/${name} .* left`) })).toBeVisible()
  await hands.press(list.getByRole('button', { name: `Bring back rbd/${name}`, exact: true }))
  await expect(list).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1, name: `library / rbd / ${name}` })).toBeVisible()
  expect(await content(name)).toBe(realContent('small', 'a'))

  // Under another name, where its own was given away.
  await remove(hands, page, name)
  await givenImage(shell, 'rbd', name, [fixturePath('small.begin-a.diff')])
  const again = await openRemoved(hands, page)
  await hands.press(again.getByRole('button', { name: `Bring back rbd/${name} as…` }))
  const form = page.getByRole('dialog', { name: `Bring back rbd/${name}` })
  await expect(form).toContainText(`The name rbd/${name} was given to another image meanwhile`)
  await expect(form.getByRole('textbox', { name: 'New name' })).toHaveValue(`${name}-restored`)
  await hands.write(form.getByRole('textbox', { name: 'New name' }), `${name}-back`)
  await hands.press(form.getByRole('button', { name: 'Bring back' }))
  await expect(page.getByRole('heading', { level: 1, name: `library / rbd / ${name}-back` })).toBeVisible()
  expect(await content(`${name}-back`)).toBe(realContent('small', 'a'))
  expect((await libraryImage(shell, 'rbd', name)).snapshots).toEqual(['a'])
})

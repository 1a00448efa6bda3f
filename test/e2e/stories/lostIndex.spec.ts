import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, jobCard, jobDone } from '../support/fixture.ts'
import { pointRow, treeRow } from '../support/hands.ts'
import { story } from '../support/story.ts'
import { chainOf, givenImage, libraryImage, realContent } from '../support/truth.ts'

story('a lost index is shown as what was found of it, rebuilt, and verified', async ({ hands, shell, page, own }) => {
  const name = own('lost')
  await givenImage(shell, 'rbd', name, chainOf('kid', 'k3'))
  const before = (await libraryImage(shell, 'rbd', name)).index
  const links = dirname((await libraryImage(shell, 'rbd', name)).linkPath(1))
  rmSync(join(dirname(links), 'image.json'))
  writeFileSync(join(links, 'notes.txt'), 'mine')
  await shell.loadAnew()

  await expect(treeRow(page, name)).toHaveAccessibleName(/unproven/)
  await hands.openImage(name)
  const found = page.getByRole('table', { name: 'What was found' })
  await expect(found.getByRole('row', { name: /^Name / })).toContainText('proven')
  await expect(found.getByRole('row', { name: /^Chain / })).toContainText('3 links in 3 files')
  await expect(found.getByRole('row', { name: /^Snapshots / })).toContainText('k1, k2, k3')
  await expect(found.getByRole('row', { name: /^Not taken / })).toContainText('notes.txt')
  expect(readdirSync(dirname(links))).not.toContain('image.json')

  await hands.press(page.getByRole('button', { name: 'Rebuild the index…' }))
  const sheet = page.getByRole('dialog', { name: `Rebuild the index of rbd/${name}` })
  await expect(sheet.getByRole('list', { name: 'What happens' })).toContainText('left-out')
  await hands.press(sheet.getByRole('button', { name: 'Rebuild the index' }))
  const title = `Rebuild the index of rbd/${name}`
  await jobDone(page, title)
  for (const point of ['k1', 'k2', 'k3']) await expect(pointRow(page, point)).not.toHaveAccessibleName(/not restorable/)
  const image = await libraryImage(shell, 'rbd', name)
  expect([image.index.id, image.index.links.map(({ digest }) => digest)]).toEqual([
    before.id,
    before.links.map(({ digest }) => digest),
  ])
  for (const point of ['k1', 'k2', 'k3']) expect(await image.content(point)).toBe(realContent('kid', point))
  expect(readdirSync(join(dirname(links), 'left-out'))).toEqual(['notes.txt'])

  await hands.press(jobCard(page, title).getByRole('button', { name: 'Verify…' }))
  const verify = page.getByRole('dialog', { name: `Verify rbd/${name}` })
  await hands.press(verify.getByRole('button', { name: /^Verify the image/ }))
  await jobDone(page, `Verify rbd/${name}`)
  await expect(jobCard(page, `Verify rbd/${name}`)).toContainText('every bit as it was written')
})

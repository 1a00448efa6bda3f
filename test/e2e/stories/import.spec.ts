import { fixturePath } from '../../support/fixtures.ts'
import { expect, jobDone } from '../support/fixture.ts'
import { pointRow } from '../support/hands.ts'
import { story } from '../support/story.ts'
import { libraryImage, realContent } from '../support/truth.ts'

story('bring files: they are read first, then imported, then continued', async ({ hands, shell, page, own }) => {
  const name = own('kid')
  await hands.bringFiles(['kid.k1-k2.diff', 'kid.begin-k1.diff', 'kid.k3-head.diff'].map(fixturePath))
  const sheet = page.getByRole('dialog', { name: /^3 files/ })
  // Sorted into their chain, with the link that is missing.
  const table = sheet.getByRole('table', { name: 'Files in the order of their chain' })
  await expect(table.getByRole('row', { name: /kid\.begin-k1\.diff/ })).toBeVisible()
  await expect(sheet).toContainText('k2')
  await hands.choose(sheet.getByRole('radio', { name: /as a new image$/ }))
  await hands.select(sheet.getByRole('combobox', { name: 'Pool' }), 'rbd')
  await hands.write(sheet.getByRole('textbox', { name: 'Image name' }), name)
  await hands.press(sheet.getByRole('button', { name: /^Import 2 files/ }))
  await jobDone(page, `Import into rbd/${name}`)
  const imported = await libraryImage(shell, 'rbd', name)
  expect(imported.snapshots).toEqual(['k1', 'k2'])
  expect(await imported.content('k2')).toBe(realContent('kid', 'k2'))

  await hands.bringFiles([fixturePath('kid.k2-k3.diff')])
  const next = page.getByRole('dialog', { name: /^\d files?/ })
  await hands.choose(next.getByRole('radio', { name: /^Append to an image/ }))
  await hands.select(next.getByRole('combobox', { name: 'Image to append to' }), `rbd/${name} (matches)`)
  await hands.press(next.getByRole('button', { name: /^Append \d files?/ }))
  await jobDone(page, `Append to rbd/${name}`)
  expect(await (await libraryImage(shell, 'rbd', name)).content('k3')).toBe(realContent('kid', 'k3'))
  await hands.openImage(name)
  await expect(pointRow(page, 'k3')).toBeVisible()
})

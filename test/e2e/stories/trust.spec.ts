import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, jobCard, jobDone } from '../support/fixture.ts'
import { pointRow } from '../support/hands.ts'
import { story } from '../support/story.ts'
import { chainOf, givenImage, libraryImage, realContent } from '../support/truth.ts'

story('a damaged file is found, shown, and put back', async ({ hands, shell, page, own }) => {
  const name = own('trust')
  await givenImage(shell, 'rbd', name, chainOf('kid', 'k3'))
  const path = (await libraryImage(shell, 'rbd', name)).linkPath(2)
  const copy = join(shell.folder, 'copy-of-the-second.diff')
  copyFileSync(path, copy)
  const bytes = readFileSync(path)
  bytes[bytes.length - 100] = (bytes.at(-100) ?? 0) ^ 4
  writeFileSync(path, bytes)

  // Before anybody has looked, nothing is known of it; then the points that need the file say so.
  await hands.openImage(name)
  await expect(pointRow(page, 'k3')).not.toHaveAccessibleName(/not restorable/)
  const verify = async () => {
    await hands.more('Verify…')
    const sheet = page.getByRole('dialog', { name: `Verify rbd/${name}` })
    await hands.choose(sheet.getByRole('radio', { name: 'Everything' }))
    await hands.press(sheet.getByRole('button', { name: /^Verify the image/ }))
    await jobDone(page, `Verify rbd/${name}`)
  }
  await verify()
  for (const point of ['k2', 'k3']) await expect(pointRow(page, point)).toHaveAccessibleName(/not restorable/)
  await expect(pointRow(page, 'k1')).not.toHaveAccessibleName(/not restorable/)
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText('000002.diff')
  await hands.press(jobCard(page, `Verify rbd/${name}`).getByRole('button', { name: `Forget Verify rbd/${name}` }))

  await hands.more('Repair…')
  const repair = page.getByRole('dialog', { name: `Repair rbd/${name}` })
  await expect(repair.getByRole('table', { name: 'Files that are missing or damaged' })).toContainText('000002.diff')
  await expect(repair.getByRole('list', { name: 'Points that cannot be restored' })).toContainText('k3')
  await hands.choose(repair.getByRole('radio', { name: 'Put the file back' }))
  await hands.write(repair.getByRole('textbox', { name: 'Path of a copy' }), copy)
  await hands.press(repair.getByRole('button', { name: 'Add', exact: true }))
  await hands.press(repair.getByRole('button', { name: 'Put the file back' }))
  await jobDone(page, `Mend rbd/${name}`)
  for (const point of ['k1', 'k2', 'k3']) await expect(pointRow(page, point)).not.toHaveAccessibleName(/not restorable/)
  const image = await libraryImage(shell, 'rbd', name)
  expect(await image.content('k3')).toBe(realContent('kid', 'k3'))
  await verify()
  await expect(jobCard(page, `Verify rbd/${name}`)).toContainText('every bit as it was written')
})

import { join } from 'node:path'
import { expect, jobDone } from '../support/fixture.ts'
import { pointRow } from '../support/hands.ts'
import { story } from '../support/story.ts'
import { chainOf, givenImage, libraryImage, realContent, sha256 } from '../support/truth.ts'

story('restore a point: to a file, as a new image, over the image', async ({ hands, shell, page, own }) => {
  const name = own('life')
  await givenImage(shell, 'rbd', name, chainOf('small'))
  await hands.openImage(name)
  await hands.choosePoint('b')
  await hands.more('Restore…')
  const sheet = page.getByRole('dialog', { name: `Restore rbd/${name}@b` })
  const path = join(shell.folder, `${name}.raw`)
  await hands.choose(sheet.getByRole('radio', { name: 'To a raw file' }))
  await hands.write(sheet.getByRole('textbox', { name: 'Save as' }), path)
  await hands.press(sheet.getByRole('button', { name: /^Restore .*to the file/ }))
  await jobDone(page, `Export rbd/${name}@b`)
  expect(sha256(path)).toBe(realContent('small', 'b'))

  await hands.more('Restore…')
  await hands.choose(sheet.getByRole('radio', { name: 'As a new image' }))
  await hands.select(sheet.getByRole('combobox', { name: 'Pool' }), 'bup')
  await hands.write(sheet.getByRole('textbox', { name: 'Image name' }), own('copy'))
  await hands.press(sheet.getByRole('button', { name: /^Restore .*as a new image/ }))
  await jobDone(page, `Pipe rbd/${name}@b to bup/${own('copy')}`)
  expect(await (await libraryImage(shell, 'bup', own('copy'))).content('b')).toBe(realContent('small', 'b'))

  // Over the image: its name is asked for, and a snapshot of the head is made first.
  await hands.more('Restore…')
  await hands.choose(sheet.getByRole('radio', { name: 'Over the image' }))
  const commit = sheet.getByRole('button', { name: /^Restore over the image/ })
  await hands.write(sheet.getByRole('textbox', { name: 'Its name' }), 'before')
  await expect(commit).toBeDisabled()
  await hands.write(sheet.getByRole('textbox', { name: `Type rbd/${name} to confirm` }), `rbd/${name}`)
  await hands.press(commit)
  await jobDone(page, `Roll rbd/${name} back to b`)
  const image = await libraryImage(shell, 'rbd', name)
  expect(await image.content('head')).toBe(realContent('small', 'b'))
  expect(await image.content('before')).toBe(realContent('small', 'head'))
  expect(await image.content('e')).toBe(realContent('small', 'e'))
  await expect(pointRow(page, 'before')).toBeVisible()
})

import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { formatBytes } from '../../../shared/units.ts'
import { fixturePath } from '../../support/fixtures.ts'
import { expect, jobDone } from '../support/fixture.ts'
import { pointRow } from '../support/hands.ts'
import { story } from '../support/story.ts'
import { chainOf, givenImage, libraryImage, realContent } from '../support/truth.ts'

story('merge two increments into what rbd made of them', async ({ hands, shell, page, own }) => {
  const path = join(shell.folder, `${own('merged')}.diff`)
  const theirs = fixturePath('img.s1-s2+s2-s3.merged.diff')
  await hands.openImage('web-01')
  await hands.chooseStretch('s1', 's3')
  const selection = page.getByRole('complementary', { name: 'Selection' })
  await hands.command({ button: selection.getByRole('button', { name: 'Merge 2 into 1…' }), key: 'm' })
  const sheet = page.getByRole('dialog', { name: /^Merge 2 into 1/ })
  // The point that goes is named, and the size is the exact one.
  await expect(sheet).toContainText('s2')
  await hands.write(sheet.getByRole('textbox', { name: 'Save as' }), path)
  const size = formatBytes(statSync(theirs).size)
  await expect(sheet.getByRole('row', { name: new RegExp(`^Size .* ${size}`) })).toBeVisible()
  await hands.press(sheet.getByRole('button', { name: new RegExp(`^Merge 2 into 1 \\(${size}`) }))
  await jobDone(page, `Merge 2 into ${own('merged')}.diff`)
  expect(readFileSync(path).equals(readFileSync(theirs))).toBe(true)
})

story('merge by dropping one increment on another, with what lies between', async ({ hands, shell, page, own }) => {
  const path = join(shell.folder, `${own('dropped')}.diff`)
  const theirs = fixturePath('img.s1-s2+s2-s3.merged.diff')
  await hands.openImage('web-01')
  await hands.takeToIncrement(['s1', 's2'], ['s3', 'Head'])
  const further = page.getByRole('dialog', { name: /^Merge 3 into 1/ })
  await expect(further).toContainText('s2')
  await hands.press(further.getByRole('button', { name: 'Cancel' }))
  await expect(further).toHaveCount(0)

  await hands.takeToIncrement(['s2', 's3'], ['s1', 's2'])
  const sheet = page.getByRole('dialog', { name: /^Merge 2 into 1/ })
  await hands.write(sheet.getByRole('textbox', { name: 'Save as' }), path)
  await hands.press(
    sheet.getByRole('button', { name: new RegExp(`^Merge 2 into 1 \\(${formatBytes(statSync(theirs).size)}`) }),
  )
  await jobDone(page, `Merge 2 into ${own('dropped')}.diff`)
  expect(readFileSync(path).equals(readFileSync(theirs))).toBe(true)
})

story('fold the links whose point has no name', async ({ hands, shell, page, own }) => {
  const name = own('fold')
  await givenImage(shell, 'rbd', name, chainOf('small'))
  await hands.openImage(name)
  for (const point of ['b', 'c']) {
    await hands.choosePoint(point)
    const selection = page.getByRole('complementary', { name: 'Selection' })
    await hands.command({ button: selection.getByRole('button', { name: 'Remove', exact: true }), key: 'Delete' })
    await expect(page.getByRole('region', { name: 'Undo' })).toContainText(point)
    await expect(pointRow(page, point)).toHaveCount(0)
  }
  await hands.more('Fold links…')
  const sheet = page.getByRole('dialog', { name: `Fold rbd/${name}` })
  await expect(sheet.getByRole('table', { name: 'Before and after' })).toBeVisible()
  await hands.press(sheet.getByRole('button', { name: /^Fold 3 into 1/ }))
  await jobDone(page, `Fold rbd/${name}`)
  const folded = await libraryImage(shell, 'rbd', name)
  expect(folded.index.links).toHaveLength(chainOf('small').length - 2)
  for (const point of ['a', 'd', 'e', 'head']) expect(await folded.content(point)).toBe(realContent('small', point))
})

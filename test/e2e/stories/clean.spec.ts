import { expect } from '../support/fixture.ts'
import { story } from '../support/story.ts'
import { chainOf, givenImage, libraryImage, realContent } from '../support/truth.ts'

story('clean up: what may go, what it frees, and nothing that is kept changes', async ({ hands, shell, page, own }) => {
  const name = own('clean')
  await givenImage(shell, 'rbd', name, chainOf('small'))
  const before = await libraryImage(shell, 'rbd', name)
  await hands.openImage(name)
  await hands.more('Clean up…')
  const sheet = page.getByRole('dialog', { name: new RegExp(`^Clean up rbd/${name}`) })
  const table = sheet.getByRole('table', { name: 'Snapshots that may go' })
  for (const point of ['b', 'c', 'd']) await hands.choose(table.getByRole('checkbox', { name: `Remove ${point}` }))
  await expect(sheet.getByRole('table', { name: 'Before and after' })).toBeVisible()
  await hands.press(sheet.getByRole('button', { name: /^Remove 3 snapshots/ }))
  await expect(sheet).toHaveCount(0)
  await expect(async () => {
    const after = await libraryImage(shell, 'rbd', name)
    expect(after.snapshots).toEqual(['a', 'e'])
    expect(after.index.links.length).toBeLessThan(before.index.links.length)
  }).toPass({ timeout: 60_000 })
  const after = await libraryImage(shell, 'rbd', name)
  for (const point of ['a', 'e', 'head']) expect(await after.content(point)).toBe(realContent('small', point))
})

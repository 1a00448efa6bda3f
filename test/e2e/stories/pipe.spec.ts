import { expect, jobDone } from '../support/fixture.ts'
import { story } from '../support/story.ts'
import { chainOf, givenImage, libraryImage, realContent } from '../support/truth.ts'

story('pipe a snapshot to another pool, then what changed since', async ({ hands, shell, page, own }) => {
  const name = own('piped')
  await givenImage(shell, 'rbd', name, chainOf('kid', 'k3'))
  await hands.openImage(name)
  await hands.takeToPool('k1', 'bup')
  const sheet = page.getByRole('dialog', { name: new RegExp(`^Pipe rbd/${name}`) })
  await expect(sheet.getByRole('combobox', { name: 'Target pool' }).locator('option:checked')).toHaveText('bup')
  await hands.press(sheet.getByRole('button', { name: /^Pipe/ }))
  await jobDone(page, `Pipe rbd/${name}@k1 to bup/${name}`)
  expect(await (await libraryImage(shell, 'bup', name)).content('k1')).toBe(realContent('kid', 'k1'))

  await hands.chooseStretch('k1', 'k3')
  const button = page.getByRole('complementary', { name: 'Selection' }).getByRole('button', { name: 'Pipe to…' })
  await hands.command({ button, key: 'p' })
  await hands.select(sheet.getByRole('combobox', { name: 'Target pool' }), 'bup')
  await expect(sheet.getByRole('radio', { name: 'Only what changed since a snapshot' })).toBeChecked()
  await hands.press(sheet.getByRole('button', { name: /^Pipe/ }))
  await expect(page.getByRole('region', { name: 'Jobs' })).toContainText(`k3`)
  await expect(async () => {
    expect((await libraryImage(shell, 'bup', name)).snapshots).toContain('k3')
  }).toPass({ timeout: 60_000 })
  expect(await (await libraryImage(shell, 'bup', name)).content('k3')).toBe(realContent('kid', 'k3'))
})

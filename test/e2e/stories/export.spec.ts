import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fixturePath } from '../../support/fixtures.ts'
import { expect, jobDone } from '../support/fixture.ts'
import { story } from '../support/story.ts'
import { realContent, sha256 } from '../support/truth.ts'

story('export a snapshot as a raw file, and a stretch as an increment', async ({ hands, shell, page, own }) => {
  const raw = join(shell.folder, `${own('s2')}.raw`)
  const button = page.getByRole('main').getByRole('button', { name: 'Export…' }).first()
  await hands.openImage('web-01')
  await hands.choosePoint('s2')
  await hands.command({ button, key: 'e' })
  const sheet = page.getByRole('dialog', { name: /^Export rbd\/web-01/ })
  await hands.choose(sheet.getByRole('radio', { name: 'Raw image' }))
  await hands.write(sheet.getByRole('textbox', { name: 'Save as' }), raw)
  // What is about to happen is said before it does: checks, and the command that does the same.
  await expect(sheet.getByRole('list', { name: 'Checks' })).toBeVisible()
  const command = sheet.getByRole('region', { name: 'Equivalent command' })
  await hands.openTab(command.getByRole('tab', { name: 'Studio' }))
  await expect(command).toContainText('export')
  await expect(command).toContainText('rbd/web-01@s2')
  await hands.press(sheet.getByRole('button', { name: /^Export \d/ }))
  await jobDone(page, 'Export rbd/web-01@s2')
  expect(sha256(raw)).toBe(realContent('img', 's2'))

  const diff = join(shell.folder, `${own('s1-s3')}.diff`)
  await hands.chooseStretch('s1', 's3')
  await hands.command({ button, key: 'e' })
  // Two points make an increment of it.
  await expect(sheet.getByRole('radio', { name: 'Diff' })).toBeChecked()
  await hands.write(sheet.getByRole('textbox', { name: 'Save as' }), diff)
  await hands.press(sheet.getByRole('button', { name: /^Export \d/ }))
  await jobDone(page, 'Export diff s1 to s3 of rbd/web-01')
  expect(readFileSync(diff).equals(readFileSync(fixturePath('img.s1-s2+s2-s3.merged.diff')))).toBe(true)
})

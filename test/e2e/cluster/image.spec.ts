import { join } from 'node:path'
import { seriousProblems } from '../support/axe.ts'
import { expect, jobDone } from '../support/fixture.ts'
import {
  clusterRow,
  clusterStory,
  clusterTest as test,
  freshName,
  LAB,
  openNamespace,
  type OwnNamespace,
  rbd,
} from '../support/cluster.ts'
import { pointRow } from '../support/hands.ts'
import type { Shell } from '../support/shells.ts'
import { sha256 } from '../support/truth.ts'

interface Listed {
  readonly name: string
  readonly protected: string
}

/** The snapshots of an image of one's own, as `rbd` tells them. */
async function snapshotsOf(own: OwnNamespace, image: string): Promise<readonly Listed[]> {
  return JSON.parse(await rbd('snap', 'ls', ...own.args, `--image=${image}`, '--format=json')) as Listed[]
}

/** SHA-256 of an image's head or snapshot, as the real tool reads it. */
async function contentOf(shell: Shell, image: string): Promise<string> {
  const path = join(shell.folder, `${freshName('real')}.raw`)
  await rbd('export', image, path, '--no-progress')
  return sha256(path)
}

/** Writes into an image of one's own, and makes a snapshot of it. */
async function written(own: OwnNamespace, image: string, snapshot: string): Promise<void> {
  const at = [...own.args, `--image=${image}`]
  await rbd('bench', '--io-type=write', '--io-pattern=rand', '--io-size=64K', '--io-total=512K', ...at)
  await rbd('snap', 'create', ...at, `--snap=${snapshot}`, '--no-progress')
}

clusterStory(
  'snapshots of a live image: made, protected, removed after a question, and rolled back to',
  async ({ hands, shell, page, own, fresh }) => {
    const image = fresh('points')
    await own.make(image)
    await written(own, image, 's1')
    await openNamespace(page, own, hands)
    await hands.openLine(clusterRow(page, image))
    const spec = `${own.pool}/${own.namespace}/${image}`
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      `${LAB} / ${own.pool} / ${own.namespace} / ${image}`,
    )
    await expect(pointRow(page, 's1')).toBeVisible()

    const main = page.getByRole('main')
    await hands.command({ button: main.getByRole('button', { name: 'Snapshot…' }), key: 's' })
    const form = page.getByRole('dialog', { name: /^Snapshot of / })
    await hands.write(form.getByRole('textbox', { name: 'Name' }), 's2')
    await hands.press(form.getByRole('button', { name: 'Make snapshot' }))
    await expect(pointRow(page, 's2')).toBeVisible()

    const selection = page.getByRole('complementary', { name: 'Selection' })
    await hands.choosePoint('s1')
    await hands.press(selection.getByRole('button', { name: 'Protect' }))
    await expect(selection.getByRole('button', { name: 'Unprotect' })).toBeVisible()
    expect(await snapshotsOf(own, image)).toMatchObject([{ name: 's1', protected: 'true' }, { name: 's2' }])
    await hands.press(selection.getByRole('button', { name: 'Unprotect' }))
    await expect(selection.getByRole('button', { name: 'Protect' })).toBeVisible()

    await hands.choosePoint('s2')
    await hands.press(selection.getByRole('button', { name: 'Remove' }))
    const question = page.getByRole('dialog', { name: `Remove ${spec}@s2?` })
    await expect(question).toContainText('does not bring a removed snapshot back')
    await hands.press(question.getByRole('button', { name: 'Remove snapshot' }))
    await expect(pointRow(page, 's2')).toHaveCount(0)
    expect(await snapshotsOf(own, image)).toMatchObject([{ name: 's1', protected: 'false' }])

    await rbd('bench', '--io-type=write', '--io-size=64K', '--io-total=256K', ...own.args, `--image=${image}`)
    await hands.choosePoint('s1')
    await hands.press(selection.getByRole('button', { name: 'Roll back…' }))
    const sheet = page.getByRole('dialog', { name: `Roll back to ${spec}@s1?` })
    await hands.write(sheet.getByRole('textbox', { name: `Type ${spec} to confirm` }), spec)
    await hands.press(sheet.getByRole('button', { name: /^Roll back/ }))
    await jobDone(page, `Roll ${spec} back to s1`)
    const contents = await Promise.all(['', '@s1'].map((at) => contentOf(shell, `${spec}${at}`)))
    expect(contents[0]).toBe(contents[1])
  },
)

test('the page of a live image: its map, its facts, and nothing that only files have; no serious fault for screen readers', async ({
  shell,
  own,
}) => {
  const { page } = shell
  await own.make('facts')
  await written(own, 'facts', 's1')
  await written(own, 'facts', 's2')
  await openNamespace(page, own)
  await clusterRow(page, 'facts').click()
  await expect(pointRow(page, 's2')).toBeVisible()
  const map = page.getByRole('region', { name: 'Block map' })
  await expect(map.getByRole('slider', { name: /^Block map, / })).toBeVisible()
  const modes = page.getByRole('radiogroup', { name: 'What the map shows' })
  await expect(modes.getByRole('radio')).toHaveCount(2)
  await expect(page.getByRole('tab', { name: /^Files/ })).toHaveCount(0)
  await expect(page.getByRole('treegrid', { name: /^Timeline of / })).toBeVisible()
  expect(await seriousProblems(page, 'everything')).toEqual([])

  await page.getByRole('button', { name: 'More actions' }).click()
  const menu = page.getByRole('menu')
  await expect(menu.getByRole('menuitem', { name: 'Replicate to…' })).toBeEnabled()
  await expect(menu.getByRole('menuitem', { name: 'Flatten…' })).toBeDisabled()
  await expect(menu.getByRole('menuitem', { name: /^Fold/ })).toHaveCount(0)
})

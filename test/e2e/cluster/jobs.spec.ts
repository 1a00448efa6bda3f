import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fixturePath } from '../../support/fixtures.ts'
import { expect, jobCard, jobDone } from '../support/fixture.ts'
import {
  clusterRow,
  clusterStory,
  freshName,
  LAB,
  openNamespace,
  type OwnNamespace,
  rbd,
  removeImage,
} from '../support/cluster.ts'
import { pointRow } from '../support/hands.ts'
import type { Shell } from '../support/shells.ts'
import { realContent, sha256 } from '../support/truth.ts'

const spec = ({ pool, namespace }: OwnNamespace, image: string): string => `${pool}/${namespace}/${image}`

/** Makes an image with two snapshots, each with something new. */
async function made(own: OwnNamespace, image: string): Promise<void> {
  await own.make(image)
  const at = [...own.args, `--image=${image}`]
  for (const snapshot of ['s1', 's2']) {
    await rbd('bench', '--io-type=write', '--io-pattern=rand', '--io-size=64K', '--io-total=1M', ...at)
    await rbd('snap', 'create', ...at, `--snap=${snapshot}`, '--no-progress')
  }
}

/** SHA-256 of a live image at a snapshot, as the real tool reads it. */
async function liveContent(shell: Shell, image: string, snapshot: string): Promise<string> {
  const path = join(shell.folder, `${freshName('real')}.raw`)
  await rbd('export', `${image}@${snapshot}`, path, '--no-progress')
  return sha256(path)
}

clusterStory(
  'a live snapshot is exported, and a stretch of the image as rbd makes it',
  async ({ hands, shell, page, own, fresh }) => {
    const image = fresh('source')
    await made(own, image)
    await openNamespace(page, own, hands)
    await hands.openLine(clusterRow(page, image))
    await expect(pointRow(page, 's2')).toBeVisible()
    const button = page.getByRole('main').getByRole('button', { name: 'Export…' }).first()
    const sheet = page.getByRole('dialog', { name: /^Export / })

    const raw = join(shell.folder, `${image}.raw`)
    await hands.choosePoint('s2')
    await hands.command({ button, key: 'e' })
    await hands.write(sheet.getByRole('textbox', { name: 'Save as' }), raw)
    await expect(sheet.getByRole('list', { name: 'Checks' })).toContainText('The cluster answers')
    await expect(sheet.getByRole('region', { name: 'Equivalent command' })).toContainText('rbd export')
    await hands.press(sheet.getByRole('button', { name: /^Export/ }))
    await jobDone(page, `Export ${spec(own, image)}@s2`)
    expect(sha256(raw)).toBe(await liveContent(shell, spec(own, image), 's2'))

    const diff = join(shell.folder, `${image}.diff`)
    await hands.chooseStretch('s1', 's2')
    await hands.command({ button, key: 'e' })
    await expect(sheet.getByRole('radio', { name: 'Diff' })).toBeChecked()
    await hands.write(sheet.getByRole('textbox', { name: 'Save as' }), diff)
    await hands.press(sheet.getByRole('button', { name: /^Export/ }))
    await jobDone(page, `Export diff s1 to s2 of ${spec(own, image)}`)
    const real = join(shell.folder, `${image}-real.diff`)
    await rbd('export-diff', '--from-snap=s1', `${spec(own, image)}@s2`, real, '--no-progress')
    expect(readFileSync(diff).equals(readFileSync(real))).toBe(true)
  },
)

clusterStory(
  'a live image is replicated to a second pool, and again when there is more',
  async ({ hands, shell, page, own, fresh }) => {
    const image = fresh('replica')
    await made(own, image)
    await openNamespace(page, own, hands)
    await hands.openLine(clusterRow(page, image))
    await expect(pointRow(page, 's2')).toBeVisible()
    const replicate = async (commit: RegExp): Promise<void> => {
      await hands.more('Replicate to…')
      const sheet = page.getByRole('dialog', { name: `Replicate ${spec(own, image)}` })
      await hands.select(sheet.getByRole('combobox', { name: 'Target pool' }), `${LAB}://rbd`)
      await hands.write(sheet.getByRole('textbox', { name: 'Target image' }), image)
      await expect(sheet).toContainText(commit)
      await hands.press(sheet.getByRole('button', { name: /^Replicate/ }))
      await expect(sheet).toHaveCount(0)
      const title = `Replicate ${spec(own, image)} to rbd/${image}`
      await jobDone(page, title)
      await hands.press(jobCard(page, title).getByRole('button', { name: `Forget ${title}` }))
    }
    try {
      await replicate(/2 snapshots in the source. The target is made/)
      await rbd('snap', 'create', ...own.args, `--image=${image}`, '--snap=s3', '--no-progress')
      await hands.press(page.getByRole('button', { name: 'Read again' }))
      await expect(pointRow(page, 's3')).toBeVisible()
      await replicate(/Both have “s2”: 1 snapshot after it will be sent/)
      for (const point of ['s1', 's2', 's3']) {
        expect(await liveContent(shell, `rbd/${image}`, point)).toBe(await liveContent(shell, spec(own, image), point))
      }
    } finally {
      await rbd('snap', 'purge', `rbd/${image}`, '--no-progress')
      await rbd('rm', `rbd/${image}`, '--no-progress')
    }
  },
)

clusterStory('an image of the library is restored onto a cluster', async ({ hands, shell, page, own, fresh }) => {
  const image = fresh('restored')
  await openNamespace(page, own, hands)
  await hands.openImage('web-01')
  await hands.choosePoint('s2')
  await hands.more('Restore…')
  const sheet = page.getByRole('dialog', { name: /^Restore rbd\/web-01/ })
  await hands.choose(sheet.getByRole('radio', { name: 'As a new image' }))
  await hands.select(sheet.getByRole('combobox', { name: 'Pool' }), `${LAB}://${own.pool}/${own.namespace}`)
  await hands.write(sheet.getByRole('textbox', { name: 'Image name' }), image)
  await hands.press(sheet.getByRole('button', { name: /^Restore/ }))
  await expect(sheet).toHaveCount(0)
  await jobDone(page, `Pipe rbd/web-01@s2 to ${spec(own, image)}`)
  await expect(clusterRow(page, image)).toBeVisible()
  expect(await liveContent(shell, spec(own, image), 's2')).toBe(realContent('img', 's2'))
})

clusterStory('a snapshot is taken to a namespace of a cluster', async ({ hands, shell, page, own }) => {
  await openNamespace(page, own, hands)
  await hands.openImage('web-01')
  const place = `${LAB}://${own.pool}/${own.namespace}`
  await hands.takeToPool('s1', place, clusterRow(page, own.namespace))
  const sheet = page.getByRole('dialog', { name: /^Pipe rbd\/web-01/ })
  await expect(sheet.getByRole('combobox', { name: 'Target pool' }).locator('option:checked')).toHaveText(place)
  const image = `web-01-${hands.name}`
  await hands.write(sheet.getByRole('textbox', { name: 'Target image' }), image)
  await hands.press(sheet.getByRole('button', { name: /^Pipe/ }))
  await jobDone(page, `Pipe rbd/web-01@s1 to ${spec(own, image)}`)
  await expect(clusterRow(page, image)).toBeVisible()
  expect(await liveContent(shell, spec(own, image), 's1')).toBe(realContent('img', 's1'))
  // The tree of those that come after it is as short as it was.
  await removeImage([...own.args, `--image=${image}`])
})

clusterStory('files are imported into a pool of a cluster', async ({ hands, shell, page, own, fresh }) => {
  const image = fresh('imported')
  await openNamespace(page, own, hands)
  await hands.bringFiles(['kid.begin-k1.diff', 'kid.k1-k2.diff'].map(fixturePath))
  const sheet = page.getByRole('dialog', { name: /^2 files/ })
  await hands.choose(sheet.getByRole('radio', { name: /as a new image$/ }))
  await hands.select(sheet.getByRole('combobox', { name: 'Pool' }), `${LAB}://${own.pool}/${own.namespace}`)
  await hands.write(sheet.getByRole('textbox', { name: 'Image name' }), image)
  await hands.press(sheet.getByRole('button', { name: /^Import 2 files/ }))
  await jobDone(page, `Import into ${spec(own, image)}`)
  expect(await liveContent(shell, spec(own, image), 'k2')).toBe(realContent('kid', 'k2'))
})

clusterStory(
  'a diff that makes a live image smaller is applied once that was allowed',
  async ({ hands, shell, page, own, fresh }) => {
    const [image, copy] = [fresh('shrunk'), fresh('copy')]
    await own.make(image)
    const at = [...own.args, `--image=${image}`]
    await rbd('bench', '--io-type=write', '--io-pattern=rand', '--io-size=64K', '--io-total=1M', ...at)
    await rbd('snap', 'create', ...at, '--snap=s1', '--no-progress')
    await rbd('resize', ...at, '--size=4M', '--allow-shrink', '--no-progress')
    await rbd('snap', 'create', ...at, '--snap=s2', '--no-progress')
    const [full, step] = ['full', 's1-s2'].map((part) => join(shell.folder, `${image}.${part}.diff`))
    await rbd('export-diff', `${spec(own, image)}@s1`, full ?? '', '--no-progress')
    await rbd('export-diff', '--from-snap=s1', `${spec(own, image)}@s2`, step ?? '', '--no-progress')
    await own.make(copy)
    await rbd('import-diff', full ?? '', spec(own, copy), '--no-progress')

    await openNamespace(page, own, hands)
    await hands.bringFiles([step ?? ''])
    const sheet = page.getByRole('dialog', { name: /^1 file/ })
    await hands.choose(sheet.getByRole('radio', { name: 'Append to an image' }))
    const target = sheet.getByRole('combobox', { name: 'Image to append to' })
    await hands.select(target, `${LAB}://${spec(own, copy)}`)
    await expect(sheet.getByRole('list', { name: 'Images it fits' })).toContainText(copy)
    await expect(sheet.getByRole('alert')).toContainText('would shrink')
    const commit = sheet.getByRole('button', { name: /^Append 1 file/ })
    await expect(commit).toBeDisabled()
    await hands.choose(sheet.getByRole('checkbox', { name: 'Let the target become smaller' }))
    await hands.press(commit)
    await jobDone(page, `Append to ${spec(own, copy)}`)
    expect(await liveContent(shell, spec(own, copy), 's2')).toBe(await liveContent(shell, spec(own, image), 's2'))
  },
)

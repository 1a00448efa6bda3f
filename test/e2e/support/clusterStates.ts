import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, type Page } from 'playwright/test'
import { CLUSTER_CONF, clusterRow, deadConf, freshName, rbd, removeNamespace, sectionOf } from './cluster.ts'
import { openImage } from './fixture.ts'
import { pointRow } from './hands.ts'
import { runFromPalette, type State } from './states.ts'

const POOL = 'bup'
/** What the pictures show of a cluster lies in a namespace of its own; tests share their cluster with others. */
export const SHOWN_NAMESPACE = process.env['RBD_STUDIO_SCREENSHOTS'] === '1' ? 'kim' : freshName('kim')
const IN_IT = [`--pool=${POOL}`, `--namespace=${SHOWN_NAMESPACE}`]
const IMAGES = ['db-primary', 'mail-02', 'web-07', 'build-host', 'web-07.rbd-studio-5e0c11a7']

/** Makes what the states show on the cluster. */
export async function makeShownImages(): Promise<void> {
  await removeShownImages()
  await rbd('namespace', 'create', ...IN_IT)
  for (const image of [...IMAGES, 'old-disk', 'web-06']) await rbd('create', ...IN_IT, `--image=${image}`, '--size=8M')
  const at = [...IN_IT, '--image=db-primary']
  for (const snapshot of ['monday', 'wednesday', 'friday']) {
    await rbd('bench', '--io-type=write', '--io-pattern=rand', '--io-size=64K', '--io-total=1M', ...at)
    await rbd('snap', 'create', ...at, `--snap=${snapshot}`, '--no-progress')
  }
  await rbd('snap', 'protect', ...at, '--snap=monday')
  for (const image of ['old-disk', 'web-06']) await rbd('trash', 'mv', ...IN_IT, `--image=${image}`)
}

/** Removes it again. */
export async function removeShownImages(): Promise<void> {
  const listed = JSON.parse(await rbd('namespace', 'ls', `--pool=${POOL}`, '--format=json')) as { name: string }[]
  if (listed.every(({ name }) => name !== SHOWN_NAMESPACE)) return
  await removeNamespace(IN_IT)
}

const sheetOf = (page: Page) => page.getByRole('dialog', { name: 'Connect to a cluster' })

/** Opens the sheet that connects. */
async function openConnect(page: Page): Promise<void> {
  await runFromPalette(page, 'Connect to a cluster…')
  await expect(sheetOf(page).getByRole('region', { name: 'Found on this machine' })).not.toContainText('Looking for')
}

/** Fills in a conf file and tests it. */
async function tested(page: Page, conf: string, name: string): Promise<void> {
  await openConnect(page)
  const sheet = sheetOf(page)
  await sheet.getByRole('textbox', { name: 'Conf file' }).fill(conf)
  await sheet.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await sheet.getByRole('button', { name: 'Test', exact: true }).click()
  await sheet.getByRole('button', { name: 'Test again' }).waitFor()
}

/** Makes a connection where there is none yet. */
async function connected(page: Page, conf: string, name: string): Promise<void> {
  if ((await sectionOf(page, name).count()) > 0) return
  await tested(page, conf, name)
  await sheetOf(page)
    .getByRole('button', { name: /^Connect( all the same)?$/ })
    .click()
  await sectionOf(page, name).waitFor()
}

/** The conf file of the cluster under a name that may be seen. */
function labConf(home: string): string {
  const path = join(home, '.ceph/lab.conf')
  mkdirSync(dirname(path), { recursive: true })
  copyFileSync(CLUSTER_CONF ?? '', path)
  return path
}

/** Two clusters in the sidebar: one that answers, opened down to its images, and one that does not. */
async function twoClusters(page: Page, home: string): Promise<void> {
  await connected(page, labConf(home), 'lab')
  await connected(page, await deadConf(join(home, '.ceph/old')), 'old-site')
  for (const name of [POOL, SHOWN_NAMESPACE, 'Temporary names']) {
    const line = clusterRow(page, name)
    await line.waitFor()
    if ((await line.getAttribute('aria-expanded')) === 'false') await line.click()
  }
  await expect(sectionOf(page, 'old-site')).toContainText('The cluster cannot be reached')
  // Over nothing that has a tip.
  await page.mouse.move(720, 880)
}

/** An image of the cluster, with some history. */
async function liveImage(page: Page, home: string): Promise<void> {
  await twoClusters(page, home)
  await clusterRow(page, 'db-primary').click()
  await pointRow(page, 'friday').waitFor()
  await expect(page.getByRole('slider', { name: /^Block map, / })).toBeVisible()
}

/** What the window shows of clusters: only where there is one, and after {@link makeShownImages}. */
export const CLUSTER_STATES: readonly State[] = [
  {
    name: 'connect',
    async show({ page, home }) {
      labConf(home)
      mkdirSync(join(home, '.ssh'), { recursive: true })
      writeFileSync(join(home, '.ssh/config'), 'Host ceph-admin\n  User root\nHost backup-gw\n')
      await openConnect(page)
    },
  },
  {
    name: 'connect-tested',
    async show({ page }) {
      await openConnect(page)
      await sheetOf(page)
        .getByRole('button', { name: /^lab this machine/ })
        .click()
      await sheetOf(page).getByRole('button', { name: 'Connect', exact: true }).waitFor()
    },
  },
  {
    name: 'connect-failed',
    show: async ({ page, home }) => tested(page, await deadConf(join(home, '.ceph/old')), 'old-site'),
  },
  {
    name: 'connect-ssh',
    async show({ page }) {
      await openConnect(page)
      await sheetOf(page).getByRole('radio', { name: 'SSH host' }).check()
      await sheetOf(page).getByRole('textbox', { name: 'Host' }).fill('ceph-admin')
    },
  },
  { name: 'clusters', show: ({ page, home }) => twoClusters(page, home) },
  {
    name: 'cluster-menu',
    async show({ page, home }) {
      await twoClusters(page, home)
      await clusterRow(page, SHOWN_NAMESPACE).click({ button: 'right' })
      await page.getByRole('menu').waitFor()
    },
  },
  {
    name: 'cluster-trash',
    async show({ page, home }) {
      await twoClusters(page, home)
      await clusterRow(page, SHOWN_NAMESPACE).click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'Trash…' }).click()
      await page.getByRole('table', { name: 'Images in the trash' }).waitFor()
    },
  },
  { name: 'live-image', show: ({ page, home }) => liveImage(page, home) },
  {
    name: 'live-point',
    async show({ page, home }) {
      await liveImage(page, home)
      await pointRow(page, 'friday').click()
    },
  },
  {
    name: 'live-export',
    async show({ page, home }) {
      await liveImage(page, home)
      await pointRow(page, 'friday').click()
      await page.getByRole('main').getByRole('button', { name: 'Export…' }).first().click()
      await page.getByRole('dialog').getByRole('list', { name: 'Checks' }).waitFor()
    },
  },
  {
    name: 'live-replicate',
    async show({ page, home }) {
      await liveImage(page, home)
      await page.getByRole('button', { name: 'More actions' }).click()
      await page.getByRole('menuitem', { name: 'Replicate to…' }).click()
      await page.getByRole('dialog').getByRole('list', { name: 'Checks' }).waitFor()
    },
  },
  {
    name: 'live-roll-back',
    async show({ page, home }) {
      await liveImage(page, home)
      await pointRow(page, 'wednesday').click()
      await page.getByRole('complementary', { name: 'Selection' }).getByRole('button', { name: 'Roll back…' }).click()
      await page.getByRole('dialog').getByRole('list', { name: 'Checks' }).waitFor()
    },
  },
  {
    name: 'live-restore',
    async show({ page, home }) {
      await twoClusters(page, home)
      await openImage(page, 'web-01')
      await pointRow(page, 's2').click()
      await page.getByRole('complementary', { name: 'Selection' }).getByRole('button', { name: 'Restore…' }).click()
      const sheet = page.getByRole('dialog', { name: /^Restore / })
      await sheet.getByRole('radio', { name: 'As a new image' }).check()
      await sheet.getByRole('combobox', { name: 'Pool' }).selectOption(`lab://${POOL}/${SHOWN_NAMESPACE}`)
      await sheet.getByRole('list', { name: 'Checks' }).waitFor()
    },
  },
]

import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright'
import { promisify } from 'node:util'
import { fillWithSample } from '../../../electron/engine/ops/sample.ts'
import type { Connection } from '../../../shared/connections.ts'
import { DEFAULT_SETTINGS } from '../../../shared/settings.ts'
import { expect, test as base } from './fixture.ts'
import type { Hands } from './hands.ts'
import { handsOf } from './handsOf.ts'
import type { Shell } from './shells.ts'

const run = promisify(execFile)

/** The configuration of the tests' cluster; undefined: there is none. */
export const CLUSTER_CONF = process.env['RBD_STUDIO_CEPH_CONF']
// The window knows of the cluster by its connections alone, not by what the tests were started with.
delete process.env['CEPH_CONF']

/** The connection to the tests' cluster that the window starts with. */
export const LAB = 'lab'

/** {@link LAB}, as the settings hold it. */
export const labConnection: Connection = {
  name: LAB,
  reach: { kind: 'local' },
  pace: 'normal',
  ...(CLUSTER_CONF === undefined ? {} : { conf: CLUSTER_CONF }),
}

/** The pool and the namespace in it that a worker's images are made in: nobody else's are in the way there. */
export interface OwnNamespace {
  readonly pool: string
  readonly namespace: string
  /** The words that say so to `rbd`. */
  readonly args: readonly string[]
  /** The names of the images in it, as `rbd` tells them. */
  images(): Promise<readonly string[]>
  /** Makes an image of 8 MiB. */
  make(image: string): Promise<void>
}

/** What a spec may set with `clusterTest.use`. */
export interface ClusterOptions {
  /** The connections that the window starts with. */
  readonly saved: readonly Connection[]
}

/** What each test gets beside the shell. */
export interface ClusterFixtures {
  /** {@link ClusterOptions.saved}; it is there before the window is, so that without a cluster none is opened. */
  readonly cluster: readonly Connection[]
}

/** Tests on a real cluster: the window starts on the sample library and the connections `saved`. Without a cluster they are skipped. */
export const clusterTest = base.extend<
  ClusterFixtures,
  ClusterOptions & { readonly home: string; readonly own: OwnNamespace }
>({
  saved: [[labConnection], { scope: 'worker', option: true }],
  home: [
    async ({ browserName, saved }, use) => {
      const home = mkdtempSync(join(tmpdir(), `rbd-studio-ceph-${browserName}-`))
      await fillWithSample(join(home, 'data/library'), join(import.meta.dirname, '../../../resources/sample'))
      writeSettings(home, saved)
      await use(home)
      rmSync(home, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  own: [
    async ({ browserName }, use) => {
      // Short enough to have no tip, which would lie over the line below.
      const made = { pool: 'bup', namespace: freshName(browserName) }
      const args = [`--pool=${made.pool}`, `--namespace=${made.namespace}`]
      await rbd('namespace', 'create', ...args)
      const images = async () => JSON.parse(await rbd('ls', ...args, '--format=json')) as readonly string[]
      const make = async (image: string) => void (await rbd('create', ...args, `--image=${image}`, '--size=8M'))
      await use({ ...made, args, images, make })
      await removeNamespace(args)
    },
    { scope: 'worker' },
  ],
  cluster: [
    async ({ saved }, use, info) => {
      info.skip(CLUSTER_CONF === undefined, 'RBD_STUDIO_CEPH_CONF names no cluster to test with')
      await use(saved)
    },
    { auto: true },
  ],
})

/** Removes a namespace with all that tests made in it: clones before what they hang on, protected snapshots too. */
export async function removeNamespace(args: readonly string[]): Promise<void> {
  const left = async () => JSON.parse(await rbd('ls', ...args, '--format=json')) as readonly string[]
  for (let images = await left(), before = Infinity; images.length > 0; images = await left()) {
    if (images.length === before) throw new Error(`${args.join(' ')} keeps ${images.join(', ')}`)
    before = images.length
    // What a clone still hangs on is removed the next time round.
    for (const image of images) await removeImage([...args, `--image=${image}`]).catch(() => undefined)
  }
  await rbd('trash', 'purge', '--no-progress', ...args)
  await rbd('namespace', 'remove', ...args)
}

/** Removes an image with its snapshots. `args`: its pool, namespace and name. */
export async function removeImage(args: readonly string[]): Promise<void> {
  const snapshots = JSON.parse(await rbd('snap', 'ls', ...args, '--format=json')) as readonly {
    readonly name: string
    readonly protected: string
  }[]
  for (const { name, protected: isProtected } of snapshots) {
    if (isProtected === 'true') await rbd('snap', 'unprotect', ...args, `--snap=${name}`)
  }
  await rbd('snap', 'purge', '--no-progress', ...args)
  await rbd('rm', '--no-progress', ...args)
}

/** What a story on a cluster is told with. */
export interface ClusterStage {
  readonly hands: Hands
  readonly shell: Shell
  readonly page: Page
  /** Where its images are made. */
  readonly own: OwnNamespace
  /** A name that nobody else uses on the cluster. */
  readonly fresh: (name: string) => string
}

/** A story of the window on a real cluster, gone through twice: by mouse alone and by keyboard alone. */
export function clusterStory(title: string, tell: (stage: ClusterStage) => Promise<void>): void {
  for (const kind of ['mouse', 'keyboard'] as const) {
    clusterTest(`${title}, by ${kind}`, async ({ shell, own }) => {
      await tell({ hands: handsOf(kind, shell), shell, page: shell.page, own, fresh: freshName })
    })
  }
}

/** Writes the settings a window starts with. */
export function writeSettings(home: string, connections: readonly Connection[]): void {
  mkdirSync(join(home, 'config'), { recursive: true })
  const settings = { ...DEFAULT_SETTINGS, version: 1, connections }
  writeFileSync(join(home, 'config/settings.json'), JSON.stringify(settings, null, 2))
}

/** What the real `rbd` printed about the tests' cluster; it throws with its exit code and stderr where that is not 0. */
export async function rbd(...args: readonly string[]): Promise<string> {
  if (CLUSTER_CONF === undefined) throw new Error('there is no cluster')
  const env = { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8' }
  const command = [`--conf=${CLUSTER_CONF}`, ...args]
  return (await run('rbd', command, { env, maxBuffer: 64 * 1024 * 1024 })).stdout
}

/** A name nobody else uses: tests share one cluster. */
export function freshName(what: string): string {
  return `${what}-${randomBytes(4).toString('hex')}`
}

/** A conf file in `folder` whose one monitor is a port of the loopback where nobody listens. */
export async function deadConf(folder: string): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('a port was asked for')
  mkdirSync(folder, { recursive: true })
  const conf = join(folder, 'dead.conf')
  const keyring = join(folder, 'dead.keyring')
  writeFileSync(keyring, '[client.admin]\n\tkey = AQBvhM5gAAAAABAAmzy0BxmpDm5o0mYLJLMQqQ==\n')
  const lines = [
    '[global]',
    'fsid = 3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    `mon_host = [v2:127.0.0.1:${address.port}/0]`,
    `keyring = ${keyring}`,
    'auth_client_required = none',
    '',
  ]
  writeFileSync(conf, lines.join('\n'))
  return conf
}

/** The pools and images of a connection in the sidebar. */
export function clusterTree(page: Page, connection: string = LAB): Locator {
  return page.getByRole('tree', { name: `Images of ${connection}`, exact: true })
}

/** A pool, namespace or image of a connection in the sidebar. */
export function clusterRow(page: Page, name: string, connection: string = LAB): Locator {
  return clusterTree(page, connection).getByRole('treeitem', { name: new RegExp(`^${name}( ?,|$)`) })
}

/** The section of a connection in the sidebar. */
export function sectionOf(page: Page, connection: string = LAB): Locator {
  return page.getByRole('navigation').getByRole('region', { name: connection, exact: true })
}

/** The button that opens and closes the section of a connection. */
export function sectionTitle(page: Page, connection: string = LAB): Locator {
  return sectionOf(page, connection).getByRole('button', { name: connection, exact: true })
}

/** Opens a namespace of a pool in the sidebar, wherever the tree stands; `hands`: as its user does, else with the mouse. */
export async function openNamespace(page: Page, { pool, namespace }: OwnNamespace, hands?: Hands): Promise<void> {
  const title = sectionTitle(page)
  if ((await title.getAttribute('aria-expanded')) === 'false')
    await (hands === undefined ? title.click() : hands.press(title))
  for (const name of [pool, namespace]) {
    const line = clusterRow(page, name)
    await line.waitFor()
    // What is still being read moves the lines below it, under the hand that is on its way.
    await expect(async () => {
      if ((await line.getAttribute('aria-expanded')) === 'true') return
      await (hands === undefined ? line.click() : hands.openLine(line))
      await expect(line).toHaveAttribute('aria-expanded', 'true', { timeout: 2000 })
    }).toPass({ timeout: 20_000 })
  }
  await clusterTree(page)
    .getByRole('treeitem', { name: new RegExp(`^${namespace}, [\\d,]+ images?, namespace$`) })
    .waitFor()
}

/** Scrolls the tree of a cluster until a line of it is there: of a long one no more is drawn than is seen. */
export async function scrollTo(page: Page, line: Locator): Promise<void> {
  const scroller = clusterTree(page).locator('xpath=..')
  await expect(async () => {
    if ((await line.count()) === 0) {
      await scroller.evaluate((element) => {
        const isAtEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - 1
        element.scrollTop = isAtEnd ? 0 : element.scrollTop + element.clientHeight / 2
      })
    }
    await expect(line).toBeVisible({ timeout: 300 })
  }).toPass({ timeout: 20_000 })
}

/** Opens the menu of a line that has the focus, or with the mouse of any, and takes an entry. */
export async function takeFromMenu(page: Page, line: Locator, entry: string, hands?: Hands): Promise<void> {
  if (hands?.name !== 'keyboard') {
    await line.click({ button: 'right' })
    return page.getByRole('menuitem', { name: entry }).click()
  }
  await page.keyboard.press('Shift+F10')
  await chooseItem(page, entry)
}

/** Takes an entry of the menu that is open, by keys. */
export async function chooseItem(page: Page, entry: string): Promise<void> {
  const item = page.getByRole('menuitem', { name: entry })
  await item.waitFor()
  for (let step = 0; step < 20; step++) {
    if (await item.evaluate((element) => element === document.activeElement)) break
    await page.keyboard.press('ArrowDown')
  }
  await page.keyboard.press('Enter')
}

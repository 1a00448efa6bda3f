import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Locator, type Page, test as base } from 'playwright/test'
import { fillWithSample } from '../../../electron/engine/ops/sample.ts'
import { makeBigImage } from './bigLibrary.ts'
import { openShell, type Shell } from './shells.ts'
import { makeShowcase } from './showcase.ts'

/** What each test gets. */
export interface Fixtures {
  /** The window as it is when it was just opened, on what the library holds by now. */
  readonly shell: Shell
}
/** What the tests of a worker share. */
export interface WorkerFixtures {
  /** A home folder with the sample library and, in it, the image `rbd/big` of 2 GiB: one for all flows of a shell. */
  readonly home: string
  /** The shell on that home: started once, its window is loaded anew for each test. */
  readonly openedShell: Shell
}

/** Tests that run on whichever shell the project names, on one library that the flows change in their own corners. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  home: [
    async ({ browserName }, use) => {
      const home = mkdtempSync(join(tmpdir(), `rbd-studio-${browserName}-`))
      const library = join(home, 'data/library')
      await fillWithSample(library, join(import.meta.dirname, '../../../resources/sample'))
      await makeBigImage(library, join(home, 'made'))
      await use(home)
      rmSync(home, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  openedShell: [
    async ({ home }, use, info) => {
      const shell = await openShell(kindOf(info.project.name), home, join(home, 'files'))
      await use(shell)
      await shell.close()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  shell: async ({ openedShell }, use, info) => {
    const folder = info.outputPath('files')
    mkdirSync(folder, { recursive: true })
    await openedShell.loadAnew()
    await use({ ...openedShell, folder })
  },
})

/** The same on a home folder made to be looked at (`showcase.ts`). */
export const showcaseTest = test.extend<object, WorkerFixtures>({
  home: [
    async ({ browserName }, use) => {
      const home = makeHome(browserName)
      try {
        await makeShowcase(home)
        await use(home)
      } finally {
        rmSync(home, { recursive: true, force: true })
      }
    },
    { scope: 'worker', timeout: 300_000 },
  ],
})

/**
 * The home folder that pictures show: `/home/kim`, as on anybody's machine, where it may be made and nobody has it; else a temporary one, whose path
 * the pictures show, too.
 */
function makeHome(browserName: string): string {
  if (process.env['RBD_STUDIO_SCREENSHOTS'] === '1') {
    try {
      mkdirSync(PICTURED_HOME)
      return PICTURED_HOME
    } catch {
      console.warn(`${PICTURED_HOME} cannot be made: the pictures show a temporary folder`)
    }
  }
  return mkdtempSync(join(tmpdir(), `kim-${browserName}-`))
}

const PICTURED_HOME = '/home/kim'

/** The shell a project of playwright.config.ts is about. */
export function kindOf(project: string): 'browser' | 'electron' {
  return project === 'electron' ? 'electron' : 'browser'
}

export { expect }

/** Opens an image of a pool in the sidebar. */
export async function openImage(page: Page, image: string): Promise<void> {
  await page.getByRole('treeitem', { name: new RegExp(`^${image} ?,`) }).click()
  await page.getByRole('treegrid', { name: /^Timeline of / }).waitFor()
}

/** A point on the timeline, by what its row says: `/^Snapshot s1,/` or `/^Head,/`. */
export function timelinePoint(page: Page, name: RegExp): Locator {
  return page.getByRole('treegrid', { name: /^Timeline of / }).getByRole('row', { name })
}

/** Opens one of the tabs below the timeline and gives back its table, or the map's region. */
export async function openTab(page: Page, name: 'Block map' | 'Snapshots' | 'Files of the chain'): Promise<Locator> {
  await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click()
  return name === 'Block map' ? page.getByRole('region', { name }) : page.getByRole('table', { name })
}

/** The card of a job in the strip. */
export function jobCard(page: Page, title: string): Locator {
  return page
    .getByRole('region', { name: 'Jobs' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: title, exact: true }) })
}

/** Waits until a job's card says it is done. */
export async function jobDone(page: Page, title: string): Promise<void> {
  await expect(jobCard(page, title)).toBeVisible()
  await expect(jobCard(page, title).getByRole('button', { name: `Forget ${title}` })).toBeVisible({ timeout: 100_000 })
}

interface JobEvent {
  readonly id: string
  readonly state: string
  readonly request: { readonly kind: string }
  readonly report: { readonly writtenBytes: number; readonly readBytes: number; readonly path: string | null } | null
}

/** The last job of a kind that ended, as the contract told it. */
export async function lastJob(shell: Shell, kind: string): Promise<JobEvent> {
  const jobs = (await shell.wire.events('job.changed')) as unknown as readonly JobEvent[]
  const job = jobs.findLast((event) => event.request.kind === kind && event.state === 'done')
  if (job === undefined) throw new Error(`no job of kind ${kind} has ended well`)
  return job
}

/**
 * Holds the progress a window was told against what the file layer counted: steps never go back, some of them lie between nothing and all,
 * and their sum is the bytes moved.
 */
export async function expectHonestProgress(shell: Shell, job: JobEvent, movedBytes: number): Promise<void> {
  const progress = (await shell.wire.events('job.progress')).filter((event) => event['jobId'] === job.id)
  const done = progress.map((event) => Number(event['doneBytes']))
  let sum = 0
  for (const [at, bytes] of done.entries()) {
    const step = bytes - (done[at - 1] ?? 0)
    expect(step).toBeGreaterThanOrEqual(0)
    sum += step
  }
  expect(sum).toBe(movedBytes)
  expect(done.filter((bytes) => bytes > 0 && bytes < movedBytes).length).toBeGreaterThan(1)
}

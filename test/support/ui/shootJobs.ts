import type { Page } from 'playwright'
import type { Look } from './stage.ts'
import { LOOKS, play } from './stage.ts'

/**
 * Pictures of jobs in every state: their cards, their details, the history, failures. `node test/support/ui/shootJobs.ts [PICTURE...]`;
 * with `--wide` also in forced colours and on a very large window.
 */
const WIDE: readonly Look[] = [
  { colors: 'forced', width: 1440, height: 900 },
  { colors: 'light', width: 2560, height: 1440 },
]

async function scene(window: Page, url: string, name: string) {
  await window.goto(`${url}?jobs=${name}`)
  await window.getByRole('treeitem', { name: /mail-02/ }).click()
  await window.getByRole('heading', { level: 1, name: /mail-02/ }).waitFor()
}

const details = (window: Page, title: RegExp) => window.getByRole('button', { name: title }).first().click()

const args = process.argv.slice(2)
await play(
  async (window, shot, url) => {
    for (const name of ['none', 'reading', 'copying', 'phases', 'held', 'ended', 'failed', 'cancelled', 'long']) {
      await scene(window, url, name)
      await shot(`jobs-${name}`)
    }
    await scene(window, url, 'copying')
    await details(window, /^Details of Export/)
    await window.getByText('Copying 67.7 GiB').waitFor()
    await shot('jobs-details')
    await scene(window, url, 'failed')
    await window.getByText('Details', { exact: true }).click()
    await shot('jobs-failed-details')
    await scene(window, url, 'many')
    await window.getByRole('button', { name: 'All jobs and history' }).click()
    await shot('jobs-page')
    await details(window, /^Details of Export/)
    await window.getByText('Copying 67.7 GiB').waitFor()
    await shot('jobs-page-live')
    await details(window, /^Details of Export/)
    await window.getByRole('radio', { name: /^Stopped/ }).check()
    await details(window, /^Details of Export/)
    await window.getByText('What failed').waitFor()
    await shot('jobs-page-stopped')
    await window.getByRole('radio', { name: 'All' }).check()
    await window.getByRole('searchbox').fill('nothing like this')
    await shot('jobs-page-none')
  },
  {
    looks: args.includes('--wide') ? [...LOOKS, ...WIDE] : LOOKS,
    only: args.filter((arg) => !arg.startsWith('--')),
  },
)

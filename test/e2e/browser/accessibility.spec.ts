import type { Page } from 'playwright'
import { seriousProblems } from '../support/axe.ts'
import { expect, showcaseTest as test } from '../support/fixture.ts'
import type { Shell } from '../support/shells.ts'
import { STATES, STILL_STATES, walkThrough } from '../support/states.ts'

type Looks = NonNullable<Parameters<Page['emulateMedia']>[0]>

/** The themes, as the system asks for them; the first is looked at for everything, the others for what colours can spoil. */
const LOOKS: readonly (readonly [name: string, looks: Looks])[] = [
  ['light', { colorScheme: 'light', contrast: null, forcedColors: null }],
  ['dark', { colorScheme: 'dark', contrast: null, forcedColors: null }],
  ['more contrast', { colorScheme: 'light', contrast: 'more', forcedColors: null }],
  ['more contrast, dark', { colorScheme: 'dark', contrast: 'more', forcedColors: null }],
  ['forced colours', { colorScheme: 'light', contrast: null, forcedColors: 'active' }],
]

/** Walks through the states and gathers what is wrong in each. */
async function problemsOf(shell: Shell, states: typeof STATES, looks: typeof LOOKS): Promise<readonly string[]> {
  const { page } = shell
  const found: string[] = []
  await page.emulateMedia({ ...looks[0]?.[1], reducedMotion: 'reduce' })
  const missed = await walkThrough(shell, states, async (state) => {
    for (const [i, [name, look]] of looks.entries()) {
      if (looks.length > 1) await page.emulateMedia({ ...look, reducedMotion: 'reduce' })
      const problems = await seriousProblems(page, i === 0 ? 'everything' : 'colours')
      found.push(...problems.map((problem) => `${state.name}, ${name}: ${problem}`))
    }
    await page.emulateMedia({ ...looks[0]?.[1], reducedMotion: 'reduce' })
  })
  await page.emulateMedia({ colorScheme: null, contrast: null, forcedColors: null, reducedMotion: null })
  return [...missed, ...found]
}

test('axe finds nothing serious in any view, in any theme', async ({ shell }) => {
  test.setTimeout(400_000)
  expect(await problemsOf(shell, STATES, LOOKS)).toEqual([])
})

test('nor at 200 % zoom', async ({ shell }) => {
  test.setTimeout(200_000)
  const found: string[] = []
  // As above: what is on its way from one colour to another has neither.
  await shell.page.emulateMedia({ reducedMotion: 'reduce' })
  const missed = await walkThrough(shell, STILL_STATES, async ({ name }) => {
    // Half of each side: what a window of 1440 by 900 has at 200 %. Each state is come to at full size, where nothing is folded away.
    await shell.page.setViewportSize({ width: 720, height: 450 })
    // A frame is drawn in the new size, and then what was measured in it.
    await shell.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    found.push(...(await seriousProblems(shell.page, 'everything')).map((problem) => `${name}: ${problem}`))
    await shell.page.setViewportSize({ width: 1440, height: 900 })
  })
  await shell.page.emulateMedia({ reducedMotion: null })
  expect([...missed, ...found]).toEqual([])
})

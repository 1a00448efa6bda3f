import type { Page } from 'playwright'
import { seriousProblems } from '../support/axe.ts'
import { expect, showcaseTest as test } from '../support/fixture.ts'
import type { Shell } from '../support/shells.ts'
import { closeAll, STATES, STILL_STATES } from '../support/states.ts'

type Looks = NonNullable<Parameters<Page['emulateMedia']>[0]>

/** The themes, as the system asks for them; the first is looked at for everything, the others for what colours can spoil. */
const LOOKS: readonly (readonly [name: string, looks: Looks])[] = [
  ['light', { colorScheme: 'light', contrast: null, forcedColors: null }],
  ['dark', { colorScheme: 'dark', contrast: null, forcedColors: null }],
  ['more contrast', { colorScheme: 'light', contrast: 'more', forcedColors: null }],
  ['more contrast, dark', { colorScheme: 'dark', contrast: 'more', forcedColors: null }],
  ['forced colours', { colorScheme: 'light', contrast: null, forcedColors: 'active' }],
]

/** Walks through the states and gathers what is wrong in each, so that one run tells all. */
async function walk(
  { page, home, folder }: Shell,
  states: typeof STATES,
  looks: typeof LOOKS,
): Promise<readonly string[]> {
  const found: string[] = []
  for (const state of states) {
    await page.emulateMedia({ ...looks[0]?.[1], reducedMotion: 'reduce' })
    await state.show({ page, home, folder })
    for (const [i, [name, look]] of looks.entries()) {
      await page.emulateMedia({ ...look, reducedMotion: 'reduce' })
      const problems = await seriousProblems(page, i === 0 ? 'everything' : 'colours')
      found.push(...problems.map((problem) => `${state.name}, ${name}: ${problem}`))
    }
    await state.leave?.({ page, home, folder })
    await closeAll(page)
  }
  await page.emulateMedia({ colorScheme: null, contrast: null, forcedColors: null, reducedMotion: null })
  return found
}

test('axe finds nothing serious in any view, in any theme', async ({ shell }) => {
  test.setTimeout(400_000)
  expect(await walk(shell, STATES, LOOKS)).toEqual([])
})

test('nor at 200 % zoom', async ({ shell }) => {
  test.setTimeout(200_000)
  await shell.page.setViewportSize({ width: 720, height: 450 })
  expect(await walk(shell, STILL_STATES, LOOKS.slice(0, 1))).toEqual([])
  await shell.page.setViewportSize({ width: 1440, height: 900 })
})

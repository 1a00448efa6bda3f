import type { Page } from 'playwright'
import { seriousProblems } from './axe.ts'
import type { Shell } from './shells.ts'
import { type State, walkThrough } from './states.ts'

type Looks = NonNullable<Parameters<Page['emulateMedia']>[0]>

/** The themes, as the system asks for them; the first is looked at for everything, the others for what colours can spoil. */
export const LOOKS: readonly (readonly [name: string, looks: Looks])[] = [
  ['light', { colorScheme: 'light', contrast: null, forcedColors: null }],
  ['dark', { colorScheme: 'dark', contrast: null, forcedColors: null }],
  ['more contrast', { colorScheme: 'light', contrast: 'more', forcedColors: null }],
  ['more contrast, dark', { colorScheme: 'dark', contrast: 'more', forcedColors: null }],
  ['forced colours', { colorScheme: 'light', contrast: null, forcedColors: 'active' }],
]

/** Walks through the states and gathers what is wrong in each. `isTwice`: then at 200 %, too, for states that cannot be come to again. */
export async function problemsOf(
  shell: Shell,
  states: readonly State[],
  looks: typeof LOOKS,
  { isTwice = false } = {},
): Promise<readonly string[]> {
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
    if (isTwice) found.push(...(await seenAtTwice(page, state)))
  })
  await page.emulateMedia({ colorScheme: null, contrast: null, forcedColors: null, reducedMotion: null })
  return [...missed, ...found]
}

/** Walks through the states and gathers what is wrong in each at 200 %. */
export async function problemsAtTwice(shell: Shell, states: readonly State[]): Promise<readonly string[]> {
  const { page } = shell
  const found: string[] = []
  // What is on its way from one colour to another has neither.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const missed = await walkThrough(shell, states, async (state) => {
    found.push(...(await seenAtTwice(page, state)))
  })
  await page.emulateMedia({ reducedMotion: null })
  return [...missed, ...found]
}

/** What is wrong in a state at 200 %. It was come to at full size, where nothing is folded away. */
async function seenAtTwice(page: Page, { name }: State): Promise<readonly string[]> {
  // Half of each side: what a window of 1440 by 900 has at 200 %.
  await page.setViewportSize({ width: 720, height: 450 })
  // A frame is drawn in the new size, and then what was measured in it.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  const problems = await seriousProblems(page, 'everything')
  await page.setViewportSize({ width: 1440, height: 900 })
  return problems.map((problem) => `${name}, at 200 %: ${problem}`)
}

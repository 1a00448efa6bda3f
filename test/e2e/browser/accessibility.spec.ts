import { seriousProblems } from '../support/axe.ts'
import { LOOKS, problemsOf } from '../support/looks.ts'
import { expect, showcaseTest as test } from '../support/fixture.ts'
import { STATES, STILL_STATES, walkThrough } from '../support/states.ts'

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

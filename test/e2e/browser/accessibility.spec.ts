import { LOOKS, problemsAtTwice, problemsOf } from '../support/looks.ts'
import { expect, showcaseTest as test } from '../support/fixture.ts'
import { STATES, STILL_STATES } from '../support/states.ts'

test('axe finds nothing serious in any view, in any theme', async ({ shell }) => {
  test.setTimeout(400_000)
  expect(await problemsOf(shell, STATES, LOOKS)).toEqual([])
})

test('nor at 200 % zoom', async ({ shell }) => {
  test.setTimeout(200_000)
  expect(await problemsAtTwice(shell, STILL_STATES)).toEqual([])
})

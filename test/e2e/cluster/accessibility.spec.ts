import { clusterTest as test } from '../support/cluster.ts'
import { CLUSTER_STATES, makeShownImages, removeShownImages } from '../support/clusterStates.ts'
import { expect } from '../support/fixture.ts'
import { LOOKS, problemsAtTwice, problemsOf } from '../support/looks.ts'

// The states make their connections themselves.
test.use({ saved: [] })

test.beforeEach(makeShownImages)
test.afterEach(removeShownImages)

test('axe finds nothing serious in what is shown of clusters, in any theme', async ({ shell }) => {
  test.setTimeout(300_000)
  expect(await problemsOf(shell, CLUSTER_STATES, LOOKS)).toEqual([])
})

test('nor at 200 % zoom', async ({ shell }) => {
  test.setTimeout(300_000)
  expect(await problemsAtTwice(shell, CLUSTER_STATES)).toEqual([])
})

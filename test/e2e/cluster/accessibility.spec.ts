import { clusterTest as test } from '../support/cluster.ts'
import { CLUSTER_STATES, makeShownImages, removeShownImages } from '../support/clusterStates.ts'
import { expect } from '../support/fixture.ts'
import { LOOKS, problemsOf } from '../support/looks.ts'

// The states make their connections themselves.
test.use({ saved: [] })

test.beforeEach(makeShownImages)
test.afterEach(removeShownImages)

test('axe finds nothing serious in what is shown of clusters, in any theme, nor at 200 %', async ({ shell }) => {
  test.setTimeout(300_000)
  expect(await problemsOf(shell, CLUSTER_STATES, LOOKS, { isTwice: true })).toEqual([])
})

import { clusterTest as test } from '../support/cluster.ts'
import { expect } from '../support/fixture.ts'

test('the window starts with the connections of the settings, and with its library beside them', async ({ shell }) => {
  await expect(shell.page.getByRole('tree', { name: 'Pools and images', exact: true })).toBeVisible()
})

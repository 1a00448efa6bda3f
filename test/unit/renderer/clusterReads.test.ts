import { expect, it } from 'vitest'
import { calls, type Output } from '../../../shared/contract.ts'
import { CONTRACT_VERSION } from '../../../shared/contractVersion.ts'
import { nameFromText } from '../../../shared/names.ts'
import { serve } from '../../../shared/rpc/server.ts'
import { readNames } from '../../../renderer/actions/clusters.ts'
import { openConnection, setShell } from '../../../renderer/api.ts'
import { clustersStore, placeKey } from '../../../renderer/stores/clusters.ts'
import { memoryPair } from '../../support/memoryTransport.ts'
import { until } from '../../support/until.ts'

const place = { connection: 'lab', pool: nameFromText('rbd'), namespace: '' }
const answer = (...names: readonly string[]) => ({ names: names.map(nameFromText), readAt: 0 })

it('what is asked while the same is under way is asked once more behind it: a change between the two is seen', async () => {
  type Names = Output<typeof calls, 'cluster.images'>
  const asked: ((names: Names) => void)[] = []
  const pair = memoryPair()
  serve(
    pair.server,
    { hello: calls.hello, 'cluster.images': calls['cluster.images'] },
    {
      hello: async () => ({ contractVersion: CONTRACT_VERSION }),
      'cluster.images': () => new Promise<Names>((resolve) => asked.push(resolve)),
    },
    {},
  )
  setShell({ open: async () => pair.client, pathForFile: () => null })
  await openConnection(() => undefined)

  const before = readNames(place)
  await until(() => asked.length === 1)
  // The image `new` is made now, after the question and before its answer; two who know of it ask again.
  const after = Promise.all([readNames(place), readNames(place)])
  asked[0]?.(answer('old'))
  await before
  await until(() => asked.length === 2)
  asked[1]?.(answer('new', 'old'))
  await after
  const shown = clustersStore.getState().names[placeKey(place)]
  expect(shown?.value?.map(({ text }) => text)).toEqual(['new', 'old'])
  expect([asked.length, shown?.isReading]).toEqual([2, false])
})

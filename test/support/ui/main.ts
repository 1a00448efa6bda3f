import { start } from '../../../renderer/start.ts'
import { calls, events } from '../../../shared/contract.ts'
import { serve } from '../../../shared/rpc/server.ts'
import { memoryPair } from '../memoryTransport.ts'
import { madeUpHandlers } from './handlers.ts'

/** The window on a host that is made up and stays in memory: for looking at it in every state. `?jobs=SCENE` chooses what jobs it knows. */
const root = document.getElementById('root')
if (root !== null) {
  start(
    {
      open() {
        const { client, server } = memoryPair()
        serve(server, calls, madeUpHandlers(new URLSearchParams(location.search).get('jobs')), events, {
          checkOutput: true,
        })
        return Promise.resolve(client)
      },
      pathForFile: (file) => `/home/me/${file.name}`,
    },
    root,
  )
}

import { guarded } from '../actions/failure.ts'
import { rereadClusters, rereadConnection } from '../actions/connections.ts'
import { readNames } from '../actions/clusters.ts'
import { clusterText } from '../clusterText.ts'
import { copyText } from '../components/copyText.ts'
import { isOwnCluster } from '../model/connectionForm.ts'
import { shellText } from '../shellText.ts'
import { clusterViewStore } from '../stores/clusterView.ts'
import { clustersStore } from '../stores/clusters.ts'
import type { Target } from '../stores/target.ts'
import { announce, showSheet } from '../stores/ui.ts'
import { make } from './make.ts'
import type { Command } from './registry.ts'
import { makeFor } from './targetCommands.ts'

const t = clusterText.commands

/** Whether something of a cluster is shown, and can be read again. */
function isSomethingOpen(): boolean {
  const { sections } = clusterViewStore.getState()
  return clustersStore.getState().connections?.some(({ name }) => sections.has(name)) ?? false
}

const connectionNamed = (name: string) =>
  clustersStore.getState().connections?.find((connection) => connection.name === name) ?? null

function edit({ name }: Extract<Target, { kind: 'connection' }>, isTesting: boolean): void {
  const connection = connectionNamed(name)
  if (connection !== null) showSheet({ kind: 'connect', connection, isTesting })
}

async function copy(text: string): Promise<void> {
  await copyText(text)
  announce(shellText.context.copied(text))
}

/** What can be done about connections, and with what a context menu of a cluster was opened on. */
export const clusterCommands: readonly Command[] = [
  make('connection.add', t.group, t.add, () => showSheet({ kind: 'connect', connection: null })),
  make('clusters.refresh', t.group, t.refreshAll, () => void rereadClusters(), {
    shortcuts: ['F5'],
    when: isSomethingOpen,
  }),
  makeFor('connection', 'connection.refresh', t.refresh, ({ name }) => void rereadConnection(name)),
  makeFor('connection', 'connection.test', t.test, (target) => edit(target, true)),
  makeFor('connection', 'connection.edit', t.edit, (target) => edit(target, false)),
  makeFor(
    'connection',
    'connection.remove',
    t.remove,
    ({ name }) => showSheet({ kind: 'remove-connection', name }),
    ({ name }) => {
      const connection = connectionNamed(name)
      return connection !== null && !isOwnCluster(connection)
    },
  ),
  makeFor('place', 'place.newImage', t.newImage, ({ place }) =>
    showSheet({ kind: 'new-image', pool: place.pool, place }),
  ),
  makeFor('place', 'place.trash', t.trash, ({ place }) => showSheet({ kind: 'cluster-trash', place })),
  makeFor('place', 'place.refresh', t.refresh, ({ place }) => void readNames(place)),
  makeFor(
    'place',
    'place.copyName',
    t.copyName,
    ({ place: { connection, pool, namespace } }) =>
      void guarded(() => copy(`${connection}://${pool.text}${namespace === '' ? '' : `/${namespace}`}`)),
  ),
  makeFor('leftover', 'leftover.remove', t.removeLeftover, ({ image }) =>
    showSheet({ kind: 'remove-leftover', image }),
  ),
]

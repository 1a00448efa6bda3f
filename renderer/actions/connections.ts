import type { Connection, ConnectionCheck, FoundConnection } from '../../shared/connections.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import { call } from '../api.ts'
import { clusterText } from '../clusterText.ts'
import { placesOf } from '../model/clusterRows.ts'
import { clusterViewStore, showSection } from '../stores/clusterView.ts'
import { clustersStore, placeKey } from '../stores/clusters.ts'
import { frameStore } from '../stores/frame.ts'
import { announce } from '../stores/ui.ts'
import { readNames, readPools, refreshConnections } from './clusters.ts'

/** Tries a connection, saved or not. @throws AppError E_CANCELLED when it was called off */
export function testConnection(connection: Connection, signal: AbortSignal): Promise<readonly ConnectionCheck[]> {
  return call('connection.test', connection, { signal })
}

/** Ways to clusters that this machine knows of. @throws AppError */
export function findConnections(signal: AbortSignal): Promise<readonly FoundConnection[]> {
  return call('connection.find', {}, { signal })
}

/** Keeps a connection and opens its section. @throws AppError E_CONNECTION_EXISTS */
export async function saveConnection(connection: Connection, isNew: boolean): Promise<void> {
  await call('connection.save', { connection, isNew })
  await refreshConnections()
  showSection(connection.name, true)
  announce(isNew ? clusterText.connect.saved(connection.name) : clusterText.connect.changed(connection.name))
}

/** Forgets a connection; nothing on its cluster is changed. @throws AppError E_CONNECTION_UNKNOWN */
export async function removeConnection(name: string): Promise<void> {
  await call('connection.remove', { name })
  showSection(name, false)
  await refreshConnections()
  announce(clusterText.remove.done(name))
}

/** Reads again what was read of a connection: its pools, and the images of those that were opened. */
export async function rereadConnection(name: string): Promise<void> {
  const { pools, names } = clustersStore.getState()
  const places = placesOf(name, pools[name]?.value ?? []).filter((place) => placeKey(place) in names)
  await Promise.all([readPools(name), ...places.map((place) => readNames(place))])
}

/** Reads again what is open of all clusters. */
export async function rereadClusters(): Promise<void> {
  const { connections } = clustersStore.getState()
  const { sections } = clusterViewStore.getState()
  const open = (connections ?? []).filter(({ name }) => sections.has(name))
  await Promise.all(open.map(({ name }) => rereadConnection(name)))
}

/** Shows the section of a connection and goes there. */
export function goToConnection(name: string): void {
  showSection(name, true)
  frameStore.setState({ isSidebarHidden: false })
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`[data-connection="${CSS.escape(name)}"] .cluster-title`)?.focus()
  })
}

/** Removes what an import left. @throws AppError E_CLUSTER_IN_USE */
export async function removeLeftover(image: ImageRef): Promise<void> {
  await call('cluster.removeLeftover', image)
  await readNames(image)
  announce(clusterText.leftover.done(image.image.text))
}

import { existsSync } from 'node:fs'
import { cephConfPlaces } from '../../shared/cephConf.ts'
import type { Handlers, HostCalls } from '../../shared/contract.ts'
import { CEPH, type Connection, LOCAL_CEPH } from '../../shared/connections.ts'
import { AppError } from '../../shared/errors.ts'
import { LIBRARY } from '../../shared/imageSpec.ts'
import type { SettingsStore } from './settings.ts'

type Connections = Pick<Handlers<HostCalls>, 'connection.list' | 'connection.remove' | 'connection.save'>

/** Whether this machine has a cluster of its own: `$CEPH_CONF` says so, or a ceph.conf stands in its place (DESIGN §3). */
export function hasLocalCluster(env: NodeJS.ProcessEnv, exists: (path: string) => boolean = existsSync): boolean {
  return Boolean(env['CEPH_CONF']) || cephConfPlaces(env['HOME']).some((place) => exists(place))
}

/** The connections that were made, and this machine's own cluster where one is configured and nothing else bears its name. */
export function withLocalCluster(saved: readonly Connection[], env: NodeJS.ProcessEnv): readonly Connection[] {
  if (saved.some(({ name }) => name === CEPH) || !hasLocalCluster(env)) return saved
  return [LOCAL_CEPH, ...saved]
}

/**
 * The calls about connections, which live in the settings. `changed` is awaited before a call is answered.
 *
 * @throws AppError E_CONNECTION_EXISTS, E_CONNECTION_UNKNOWN, E_LIBRARY_NEWER, E_FILE_*
 */
export function connectionHandlers(
  settings: SettingsStore,
  changed: (connections: readonly Connection[]) => Promise<void>,
): Connections {
  const write = async (change: (saved: readonly Connection[]) => readonly Connection[]): Promise<void> => {
    const { connections } = await settings.change((now) => ({ connections: [...change(now.connections)] }))
    await changed(connections)
  }
  return {
    'connection.list': async () => [...withLocalCluster((await settings.get()).connections, process.env)],
    async 'connection.save'({ connection, isNew }) {
      const { name } = connection
      if (name === LIBRARY) throw exists(name)
      await write((saved) => {
        if (!saved.some((other) => other.name === name)) return [...saved, connection]
        if (isNew) throw exists(name)
        return saved.map((other) => (other.name === name ? connection : other))
      })
      return null
    },
    async 'connection.remove'({ name }) {
      await write((saved) => {
        if (!saved.some((other) => other.name === name)) throw unknown(name)
        return saved.filter((other) => other.name !== name)
      })
      return null
    },
  }
}

function exists(name: string): AppError {
  return new AppError('E_CONNECTION_EXISTS', `There is a connection called ${name}`, { detail: { connection: name } })
}

function unknown(name: string): AppError {
  return new AppError('E_CONNECTION_UNKNOWN', `There is no connection called ${name} to remove`, {
    detail: { connection: name },
  })
}

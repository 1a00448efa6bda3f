import { CEPH, type Connection, LOCAL_CEPH } from '../../../shared/connections.ts'
import { AppError } from '../../../shared/errors.ts'

/** The connections an engine knows, by name. */
export interface Connections {
  /** @throws AppError E_CONNECTION_UNKNOWN */
  get(name: string): Connection
  /** Those there are from now on. */
  set(connections: readonly Connection[]): void
}

/** Makes the list; `ceph` is this machine's own cluster unless it says otherwise. */
export function createConnections(): Connections {
  let byName = new Map<string, Connection>()
  return {
    get(name) {
      const connection = byName.get(name) ?? (name === CEPH ? LOCAL_CEPH : undefined)
      if (connection !== undefined) return connection
      throw new AppError('E_CONNECTION_UNKNOWN', `There is no connection called ${name}`, {
        detail: { connection: name },
      })
    },
    set(connections) {
      byName = new Map(connections.map((connection) => [connection.name, connection]))
    },
  }
}

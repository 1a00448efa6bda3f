import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CEPH } from '../../shared/connections.ts'
import { AppError } from '../../shared/errors.ts'
import { LIBRARY } from '../../shared/imageSpec.ts'

/** What decides the connection of a spec without a prefix, strongest first. */
export interface ConnectionHints {
  /** `--connection`. */
  readonly option: string | null
  /** `--library`. */
  readonly library: string | null
  readonly env: NodeJS.ProcessEnv
  /** The line says something of a cluster: its conf file, user, keyring. */
  readonly isOfCluster?: boolean
  /** Whether a file exists: a ceph.conf in its system or home place. */
  readonly exists?: (path: string) => boolean
}

/**
 * The connection meant by a spec without a prefix (DESIGN §3): `--connection`, `$RBD_STUDIO_CONNECTION`, the library where
 * `--library` or `$RBD_STUDIO_LIBRARY` names one (an option that says something of a cluster is stronger than the variable), `ceph` where a cluster is
 * configured, else the library.
 * The current folder is never looked into.
 */
export function defaultConnection(hints: ConnectionHints): string {
  const { option, library, env, isOfCluster = false, exists = existsSync } = hints
  const said = option ?? (env.RBD_STUDIO_CONNECTION || null)
  if (said !== null) return said
  if (library !== null) return LIBRARY
  if (isOfCluster) return CEPH
  if (env.RBD_STUDIO_LIBRARY) return LIBRARY
  if (env.CEPH_CONF) return CEPH
  const places = ['/etc/ceph/ceph.conf', ...(env.HOME ? [join(env.HOME, '.ceph', 'ceph.conf')] : [])]
  return places.some((place) => exists(place)) ? CEPH : LIBRARY
}

/**
 * Refuses an image of a cluster where a command works on the library alone.
 *
 * @param what what is done, as `fold`.
 * @throws AppError E_UNSUPPORTED
 */
export function requireLibrary(connection: string, what: string): void {
  if (connection === LIBRARY) return
  throw new AppError('E_UNSUPPORTED', `${what} works on the library, and ${connection} is a cluster`, {
    hint: 'Bring the image into the library with rbd-studio pipe or replicate; library:// before a name means the library',
    detail: { connection },
  })
}

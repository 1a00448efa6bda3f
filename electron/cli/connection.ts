import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { LIBRARY } from '../../shared/imageSpec.ts'

/** What decides the connection of a spec without a prefix, strongest first. */
export interface ConnectionHints {
  /** `--connection`. */
  readonly option: string | null
  /** `--library`. */
  readonly library: string | null
  readonly env: NodeJS.ProcessEnv
  /** Whether a file exists: a ceph.conf in its system or home place. */
  readonly exists?: (path: string) => boolean
}

/**
 * The connection meant by a spec without a prefix (DESIGN §3): `--connection`, `$RBD_STUDIO_CONNECTION`, the library where
 * `--library` or `$RBD_STUDIO_LIBRARY` names one, `ceph` where a cluster is configured, else the library.
 * The current folder is never looked into.
 */
export function defaultConnection({ option, library, env, exists = existsSync }: ConnectionHints): string {
  const said = option ?? (env.RBD_STUDIO_CONNECTION || null)
  if (said !== null) return said
  if (library !== null || env.RBD_STUDIO_LIBRARY) return LIBRARY
  if (env.CEPH_CONF) return 'ceph'
  const places = ['/etc/ceph/ceph.conf', ...(env.HOME ? [join(env.HOME, '.ceph', 'ceph.conf')] : [])]
  return places.some((place) => exists(place)) ? 'ceph' : LIBRARY
}

/**
 * Lets only the connections pass that this version has: the library.
 *
 * @throws AppError E_CONNECTION_UNKNOWN
 */
export function requireLibrary(connection: string): void {
  if (connection === LIBRARY) return
  throw new AppError('E_CONNECTION_UNKNOWN', `there is no connection called '${connection}'`, {
    hint: 'Only the library can be reached yet: write library:// before the name, or add --connection library',
    detail: { connection },
  })
}

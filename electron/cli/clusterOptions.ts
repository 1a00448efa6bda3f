import { CEPH, type Connection, LOCAL_CEPH } from '../../shared/connections.ts'
import { AppError } from '../../shared/errors.ts'
import { LIBRARY } from '../../shared/imageSpec.ts'
import { badValue, type OptionDefinition } from './args.ts'
import type { Arguments } from './arguments.ts'

/** How `rbd` is told of its cluster: options of every command, in any place. `mon-host` is the same as `mon_host`. */
export const CLUSTER_OPTIONS: readonly OptionDefinition[] = [
  { name: 'conf', short: 'c', value: 'PATH', help: "the cluster's conf file" },
  { name: 'cluster', value: 'NAME', help: 'name of the cluster [ceph]' },
  { name: 'id', short: 'i', value: 'USER', help: 'user without client. [admin]' },
  { name: 'user', value: 'USER', help: 'the same as --id' },
  { name: 'name', short: 'n', value: 'client.USER', help: 'user with client.' },
  { name: 'keyring', short: 'k', value: 'PATH', help: 'keyring' },
  { name: 'keyfile', short: 'K', value: 'PATH', help: 'file with the secret key' },
  { name: 'mon_host', short: 'm', value: 'ADDRESS', help: 'address of a monitor' },
  { name: 'mon-host', value: 'ADDRESS', help: 'the same as --mon_host' },
]

/** Settings of Ceph that any of its programs takes as an option, `--rbd-concurrent-management-ops 20`: known by how they begin. */
export function isClusterSetting(name: string): boolean {
  return /^(auth|client|debug|log|mon|ms|objecter|rados|rbd)[-_]./.test(name)
}

/** What the line says of the cluster; null: nothing. */
export type ClusterSaid = Omit<Connection, 'name' | 'reach' | 'pace'> | null

/**
 * Reads {@link CLUSTER_OPTIONS} and the settings, but for those that are the verb's own options.
 *
 * @throws AppError E_OPTION_BAD_VALUE — a name that is no client's, or more than one user
 */
export function readCluster(args: Arguments, own: readonly OptionDefinition[]): ClusterSaid {
  const option = (name: string): string | null => (own.some((one) => one.name === name) ? null : args.option(name))
  const users = [option('id'), option('user'), userOf(option('name'))].filter((user) => user !== null)
  if (new Set(users).size > 1) throw badValue('id', 'Say one user, with --id or with --name')
  const keyfile = option('keyfile')
  const monitor = option('mon_host') ?? option('mon-host')
  const options = [
    ...(keyfile === null ? [] : [`--keyfile=${keyfile}`]),
    ...(monitor === null ? [] : [`--mon-host=${monitor}`]),
    ...args.settings,
  ]
  const said = [
    ['conf', option('conf')],
    ['cluster', option('cluster')],
    ['user', users[0] ?? null],
    ['keyring', option('keyring')],
    ['options', options.length === 0 ? null : options],
  ] as const
  const given = said.filter(([, value]) => value !== null)
  return given.length === 0 ? null : Object.fromEntries(given)
}

function userOf(name: string | null): string | null {
  if (name === null) return null
  const user = /^client\.(.+)$/.exec(name)?.[1]
  if (user === undefined) throw badValue('name', 'It takes client.USER')
  return user
}

/**
 * The connections as the line wants them: what it says of the cluster counts for the default connection, or for `ceph` where that is the library.
 *
 * @throws AppError E_CONNECTION_UNKNOWN
 */
export function withCluster(
  connections: readonly Connection[],
  defaultName: string,
  said: ClusterSaid,
): readonly Connection[] {
  if (said === null) return connections
  const name = defaultName === LIBRARY ? CEPH : defaultName
  const found = connections.find((one) => one.name === name) ?? (name === CEPH ? LOCAL_CEPH : undefined)
  if (found === undefined) {
    throw new AppError('E_CONNECTION_UNKNOWN', `There is no connection called ${name}`, {
      detail: { connection: name },
    })
  }
  const changed = { ...found, ...said, options: [...(found.options ?? []), ...(said.options ?? [])] }
  return [...connections.filter((one) => one.name !== name), changed]
}

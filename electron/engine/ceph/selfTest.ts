import type { Connection, ConnectionCheck } from '../../../shared/connections.ts'
import { errorCatalogue } from '../../../shared/errorCatalogue.ts'
import { AppError, isAppError } from '../../../shared/errors.ts'
import type { Name } from '../../../shared/names.ts'
import { clusterPools, imageNames } from './cluster.ts'
import { answerOf } from './rbd.ts'
import { failed, ok, type Verdict, warning } from './selfTestVerdict.ts'
import { tryWriting } from './writeTest.ts'

/** The oldest `rbd` whose behaviour is known here (RBD-BEHAVIOUR), as major and minor number. */
const OLDEST = [16, 2] as const
/** How long a monitor has to answer, in seconds. */
const REACH_SECONDS = 5
/** No check takes longer, whatever hangs on the way, in milliseconds. */
const CHECK_MS = 30_000
/** Of how many pools the images are asked for, where one after the other denies it. */
const POOLS_TRIED = 8

/**
 * Tries a connection, one named check after the other; those behind a failed one are skipped. Nothing is written but a tiny image, which is removed again.
 *
 * @throws the signal's reason when it was aborted
 */
export async function testConnection(connection: Connection, signal: AbortSignal): Promise<readonly ConnectionCheck[]> {
  const checks: ConnectionCheck[] = []
  const check = async (
    id: ConnectionCheck['id'],
    label: string,
    make: (limited: AbortSignal) => Promise<Verdict>,
  ): Promise<void> => {
    if (checks.some(({ state }) => state === 'failed')) {
      checks.push({ id, label, state: 'skipped', sentence: 'Not tried, since a check before it failed', remedy: null })
      return
    }
    const limit = AbortSignal.timeout(CHECK_MS)
    try {
      checks.push({ id, label, ...(await make(AbortSignal.any([signal, limit]))) })
    } catch (error) {
      signal.throwIfAborted()
      checks.push({ id, label, ...(limit.aborted ? HANGS : failedWith(error)) })
    }
  }

  let version = ''
  await check('program', 'rbd is there', async (limited) => {
    const ask = (program: 'rbd' | 'ceph') => answerOf({ connection, program, args: ['--version'], signal: limited })
    const [rbd] = await Promise.all([ask('rbd'), ask('ceph')])
    version = rbd.trim()
    return ok('rbd and ceph can be started')
  })
  await check('version', 'Its version is known', () => Promise.resolve(versionVerdict(version)))
  await check('reach', 'A monitor answers', (limited) => reach(connection, limited))
  let pools: readonly Name[] = []
  await check('pools', 'Pools for images', async (limited) => {
    pools = (await clusterPools(connection, limited)).map(({ name }) => name)
    if (pools.length > 0) return ok(pools.length === 1 ? 'There is 1 pool' : `There are ${pools.length} pools`)
    return failed(
      'There is no pool that images can lie in',
      'Make one: ceph osd pool create rbd, then rbd pool init rbd',
    )
  })
  let readable: Name | null = null
  await check('read', 'Images can be read', async (limited) => {
    readable = await firstReadable(connection, pools, limited)
    return ok(`The images of pool ${readable.text} can be listed`)
  })
  await check('write', 'Images can be written', async (limited) => {
    if (readable === null) throw new Error('a pool that could not be read is not written to')
    return tryWriting(connection, readable, limited)
  })
  return checks
}

const HANGS = failed(
  `There was no answer in ${CHECK_MS / 1000} s`,
  'Look at what lies between: the container may be stopped, or the other end be busy',
)

function failedWith(error: unknown): Verdict {
  if (!isAppError(error)) throw error
  return failed(error.message, error.hint ?? errorCatalogue[error.code].hint)
}

/** Exported for its tests. `said`: what `rbd --version` printed. */
export function versionVerdict(said: string): Verdict {
  const [, number, major, minor] = /\bversion ((\d+)\.(\d+)[.\w~+-]*)/.exec(said) ?? []
  const remedy =
    'Install ceph-common 16.2 or later where the connection leads; what is known of rbd here was learned from 16.2'
  if (number === undefined) return warning(`rbd does not say its version: ${said}`, remedy)
  const isOld = Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1])
  if (isOld) return warning(`rbd is of version ${number}, older than ${OLDEST.join('.')}`, remedy)
  return ok(`rbd is of version ${number}`)
}

/** A cluster that is not there, one that does not let this user in, and a way that was written wrongly are three things to mend. */
async function reach(connection: Connection, signal: AbortSignal): Promise<Verdict> {
  const began = performance.now()
  try {
    await answerOf({ connection, program: 'ceph', args: ['fsid'], signal, mountSeconds: REACH_SECONDS })
    return ok(`A monitor answered within ${((performance.now() - began) / 1000).toFixed(1)} s`)
  } catch (error) {
    if (!isAppError(error)) throw error
    return unreached(error, connection) ?? failedWith(error)
  }
}

function unreached(error: AppError, { conf, keyring, user = 'admin' }: Connection): Verdict | null {
  const stderr = String(error.detail?.['stderr'] ?? '')
  if (/unable to open config file|error calling conf_read_file/.test(stderr)) {
    const sentence =
      conf === undefined ? 'There is no ceph.conf that can be read' : `The conf file ${conf} cannot be read`
    return failed(sentence, 'Correct its path, which is one of the machine rbd runs on')
  }
  if (/unable to find a keyring|no keyring found/.test(stderr)) {
    const where = keyring === undefined ? '' : ` at ${keyring}`
    return failed(`There is no keyring${where} for client.${user}`, 'Correct the user or the path of the keyring')
  }
  if (error.code === 'E_CLUSTER_DENIED') {
    const remedy = `Correct the user or the keyring: ceph auth get client.${user} shows what the cluster knows of it`
    return failed(`The cluster does not let client.${user} in`, remedy)
  }
  if (/^timed out$|authenticate timed out|\(110\)|TimedOut/m.test(stderr)) {
    const remedy = 'Look whether the monitors run, and whether their addresses in the conf file can be reached'
    return failed(`No monitor answered within ${REACH_SECONDS} s`, remedy)
  }
  return null
}

/** The first pool whose images can be listed: a user may be allowed some pools only. */
async function firstReadable(connection: Connection, pools: readonly Name[], signal: AbortSignal): Promise<Name> {
  const denied: AppError[] = []
  for (const pool of pools.slice(0, POOLS_TRIED)) {
    try {
      await imageNames(connection, { pool, namespace: '' }, signal)
      return pool
    } catch (error) {
      if (!isAppError(error, 'E_CLUSTER_DENIED')) throw error
      denied.push(error)
    }
  }
  const { user = 'admin' } = connection
  throw new AppError('E_CLUSTER_DENIED', `client.${user} may not list the images of any pool`, {
    hint: `Give it the right: ceph auth caps client.${user} mon 'profile rbd' osd 'profile rbd'`,
    cause: denied[0],
  })
}

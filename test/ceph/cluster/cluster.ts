import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { adminKeyring, confOf, confPath } from './conf.ts'
import { DAEMONS, startDaemon, stopDaemon } from './daemons.ts'
import { askCluster, makeFiles, until } from './tools.ts'

const START_MS = 90_000
const MARK = '.rbd-studio-cluster'
const GIB = 1024 ** 3

/** The pools of a fresh cluster. */
export const POOLS = ['rbd', 'bup'] as const

/**
 * Starts the cluster that lies in `folder`, making it first where there is none, and gives the path of its configuration once its pools can be used.
 * Needs no rights; Ceph's daemons must be installed.
 */
export async function startCluster(folder: string): Promise<string> {
  if (folder.length > 85) throw new Error(`${folder} is too long for a socket in it`)
  mkdirSync(folder, { recursive: true })
  if (!existsSync(join(folder, MARK)) && readdirSync(folder).length > 0) throw new Error(`${folder} holds other files`)
  writeFileSync(join(folder, MARK), '')
  const isMade = existsSync(join(folder, 'made'))
  try {
    if (!isMade) await make(folder)
    for (const daemon of DAEMONS) if (isMade) startDaemon(folder, daemon)
    await isUp(folder)
    if (!isMade) await makePools(folder)
  } catch (error) {
    await stopCluster(folder)
    throw error
  }
  writeFileSync(join(folder, 'made'), '')
  return confPath(folder)
}

/** Ends the daemons of the cluster in `folder`, and removes it where that is asked for. */
export async function stopCluster(folder: string, { purge = false } = {}): Promise<void> {
  if (!existsSync(join(folder, MARK))) return
  // The OSD first: it tells the monitor that it goes.
  for (const daemon of DAEMONS.toReversed()) await stopDaemon(folder, daemon)
  if (purge) rmSync(folder, { recursive: true, force: true })
}

async function make(folder: string): Promise<void> {
  for (const name of ['run', 'log', 'crash', 'data/mon.a', 'data/mgr.x', 'data/osd.0']) {
    mkdirSync(join(folder, name), { recursive: true })
  }
  const conf = confPath(folder)
  const ports = [await freePort(), await freePort()] as const
  const fsid = randomUUID()
  writeFileSync(conf, confOf({ folder, fsid, ports, osdBytes: 32 * GIB }))
  const keyring = join(folder, 'mon.keyring')
  const monMap = join(folder, 'monmap')
  await newKey(keyring, 'mon.', { mon: 'allow *' })
  await newKey(adminKeyring(folder), 'client.admin', { mon: 'allow *', osd: 'allow *', mds: 'allow *', mgr: 'allow *' })
  await makeFiles('ceph-authtool', [keyring, '--import-keyring', adminKeyring(folder)])
  const addresses = `[v2:127.0.0.1:${ports[0]},v1:127.0.0.1:${ports[1]}]`
  await makeFiles('monmaptool', ['--create', '--clobber', '--fsid', fsid, '--addv', 'a', addresses, monMap])
  await makeFiles('ceph-mon', ['--mkfs', '-i', 'a', '-c', conf, '--monmap', monMap, '--keyring', keyring])
  startDaemon(folder, 'mon.a')
  await makeOsd(folder, conf)
  startDaemon(folder, 'osd.0')
  // Else the manager makes itself a pool of its own.
  await askCluster(conf, 'ceph', ['config', 'set', 'mgr', 'mgr/devicehealth/enable_monitoring', 'false', '--force'])
  const mgrCaps = ['mon', 'allow profile mgr', 'osd', 'allow *', 'mds', 'allow *']
  await askCluster(conf, 'ceph', [
    'auth',
    'get-or-create',
    'mgr.x',
    ...mgrCaps,
    '-o',
    join(folder, 'data/mgr.x/keyring'),
  ])
  startDaemon(folder, 'mgr.x')
}

async function makeOsd(folder: string, conf: string): Promise<void> {
  const keyring = join(folder, 'data/osd.0/keyring')
  const uuid = randomUUID()
  await newKey(keyring, 'osd.0', { mon: 'allow profile osd', mgr: 'allow profile osd', osd: 'allow *' })
  await makeFiles('ceph-osd', ['--mkfs', '-i', '0', '-c', conf, '--no-mon-config', '--osd-uuid', uuid])
  const ask = () => askCluster(conf, 'ceph', ['--connect-timeout', '4', 'osd', 'stat'])
  await until('the monitor does not answer', START_MS, ask, /osds/)
  const secret = join(folder, 'osd.secret')
  const key = (await makeFiles('ceph-authtool', ['-p', '-n', 'osd.0', keyring])).trim()
  writeFileSync(secret, JSON.stringify({ cephx_secret: key }), { mode: 0o600 })
  await askCluster(conf, 'ceph', ['osd', 'new', uuid, '0', '-i', secret])
  rmSync(secret)
}

async function isUp(folder: string): Promise<void> {
  const conf = confPath(folder)
  const ask =
    (...args: string[]) =>
    () =>
      askCluster(conf, 'ceph', ['--connect-timeout', '4', ...args, '-f', 'json'])
  await until('the OSD does not come up', START_MS, ask('osd', 'stat'), /"num_up_osds":1,/)
  await until('the manager does not come up', START_MS, ask('mgr', 'stat'), /"available": *true/)
}

async function makePools(folder: string): Promise<void> {
  const conf = confPath(folder)
  for (const pool of POOLS) {
    await askCluster(conf, 'ceph', ['osd', 'pool', 'create', pool, '8'])
    await askCluster(conf, 'rbd', ['pool', 'init', pool])
  }
}

async function newKey(file: string, entity: string, caps: Readonly<Record<string, string>>): Promise<void> {
  const given = Object.entries(caps).flatMap(([service, cap]) => ['--cap', service, cap])
  await makeFiles('ceph-authtool', ['--create-keyring', file, '--gen-key', '-n', entity, ...given])
}

/** A port nobody listens on just now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

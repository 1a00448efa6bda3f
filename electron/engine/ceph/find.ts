import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { cephConfPlaces } from '../../../shared/cephConf.ts'
import {
  type Connection,
  ConnectionName,
  type FoundConnection,
  LOCAL_CEPH,
  Reach,
} from '../../../shared/connections.ts'
import { existsSync, readdir, readFile } from '../io/fs.ts'

const run = promisify(execFile)

/** How long a tool of containers has to list those that run, in milliseconds. */
const LIST_MS = 2000
/** No more containers or hosts are proposed than somebody would read. */
const MOST = 200
/** Containers in which nothing of Ceph is to be looked for: only these words make one a proposal. */
const OF_CEPH = /ceph|rook|rbd/i

/** Where to look: the real machine's, unless a test says otherwise. */
export interface Places {
  readonly env: NodeJS.ProcessEnv
  /** `/etc/ceph`. */
  readonly system: string
}

/**
 * Ways to clusters that this machine knows of: conf files, hosts of the ssh configuration, running containers. Nothing is tried: that is what the self-test is for. What
 * cannot be read proposes nothing.
 */
export async function findConnections(
  signal: AbortSignal,
  { env, system }: Places = { env: process.env, system: '/etc/ceph' },
): Promise<readonly FoundConnection[]> {
  const found = await Promise.all([
    confFiles(env, system),
    sshHosts(env['HOME']),
    containers('podman', env, signal),
    containers('docker', env, signal),
  ])
  signal.throwIfAborted()
  return withOwnNames(found.flat())
}

/** A connection's name made of what something is called; null: nothing of it can stand in one. */
function nameOf(text: string): string | null {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 28)
    .replaceAll(/^-+|-+$/g, '')
  return ConnectionName.safeParse(name).success ? name : null
}

/** Gives a number to names that are taken: `library` always is. */
function withOwnNames(found: readonly FoundConnection[]): readonly FoundConnection[] {
  const taken = new Set(['library'])
  return found.map(({ connection, foundIn }) => {
    let { name } = connection
    for (let number = 2; taken.has(name); number++) name = `${connection.name}-${number}`
    taken.add(name)
    return { connection: { ...connection, name }, foundIn }
  })
}

async function confFiles(env: NodeJS.ProcessEnv, system: string): Promise<readonly FoundConnection[]> {
  const home = env['HOME']
  // The one rbd itself takes needs no --conf, and is called as it always is.
  const own = [
    ...(env['CEPH_CONF'] ? [env['CEPH_CONF']] : []),
    join(system, 'ceph.conf'),
    ...cephConfPlaces(home).slice(1),
  ]
  const first = own.find((place) => existsSync(place))
  const folders = [system, ...(home ? [join(home, '.ceph')] : [])]
  const listed = await Promise.all(folders.map((folder) => confsIn(folder)))
  const others = listed.flat().filter((file) => file !== first)
  return [
    ...(first === undefined ? [] : [{ connection: LOCAL_CEPH, foundIn: first }]),
    ...others.flatMap((conf) => {
      const name = nameOf(conf.replace(/^.*\//, '').replace(/\.conf$/, ''))
      return name === null ? [] : [{ connection: { ...LOCAL_CEPH, name, conf }, foundIn: conf }]
    }),
  ]
}

async function confsIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [] as string[])
  return names
    .filter((name) => name.endsWith('.conf'))
    .sort()
    .map((name) => join(folder, name))
}

async function sshHosts(home: string | undefined): Promise<readonly FoundConnection[]> {
  if (!home) return []
  const file = join(home, '.ssh', 'config')
  const text = await readFile(file, 'utf8').catch(() => '')
  const hosts = new Set(text.split('\n').flatMap(hostsOfLine))
  return [...hosts].slice(0, MOST).flatMap((host) => {
    const name = nameOf(host)
    const reach = Reach.safeParse({ kind: 'ssh', host })
    if (name === null || !reach.success) return []
    const connection: Connection = { name, reach: reach.data, pace: 'normal' }
    return [{ connection, foundIn: file }]
  })
}

/** The hosts a `Host` line names (ssh_config(5)), patterns left out. */
function hostsOfLine(line: string): readonly string[] {
  const [, rest] = /^\s*host(?:\s*=\s*|\s+)(.*)$/i.exec(line) ?? []
  if (rest === undefined) return []
  const words = rest.replace(/\s#.*$/, '').match(/"[^"]*"|[^\s"]+/g) ?? []
  return words.map((word) => word.replaceAll('"', '')).filter((word) => word !== '' && !/[*?!]/.test(word))
}

/** What `ps --format json` says of a container: podman gives one list, docker a line for each, both in their own words. */
const Container = z.object({
  Names: z.union([z.string(), z.array(z.string())]),
  Image: z.string().default(''),
})

async function containers(
  tool: 'podman' | 'docker',
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<readonly FoundConnection[]> {
  const options = { signal, timeout: LIST_MS, killSignal: 'SIGKILL', env, maxBuffer: 4 * 1024 * 1024 } as const
  const said = await run(tool, ['ps', '--format', 'json'], options).catch(() => null)
  return (said === null ? [] : entriesOf(said.stdout)).slice(0, MOST).flatMap((entry) => {
    const parsed = Container.safeParse(entry)
    if (!parsed.success) return []
    const [called = ''] = [parsed.data.Names].flat()
    const name = nameOf(called)
    if (name === null || called.startsWith('-') || !OF_CEPH.test(`${called} ${parsed.data.Image}`)) return []
    const reach: Reach = { kind: 'prefix', words: [tool, 'exec', '-i', called] }
    return [{ connection: { name, reach, pace: 'normal' as const }, foundIn: `${tool}: ${called}` }]
  })
}

function entriesOf(text: string): readonly unknown[] {
  const parse = (json: string): readonly unknown[] => {
    try {
      return [JSON.parse(json) as unknown].flat()
    } catch {
      return []
    }
  }
  const whole = parse(text)
  return whole.length > 0 ? whole : text.split('\n').flatMap(parse)
}

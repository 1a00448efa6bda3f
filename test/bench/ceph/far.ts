/**
 * The row of an increment over a slow way: 2 ms there and back between clients and their cluster. It runs in a network of its own (`unshare --net`), with a
 * cluster of its own, whose ports are turned round through `forward.ts` by nftables for everybody but the forwarder's user. Needs root, unshare, ip and nft.
 *
 *   node far.ts RUNS      prints {"ourRuns", "theirRuns", "memoryMiB"} as its last line
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCluster, stopCluster } from '../../ceph/cluster/cluster.ts'
import { memoryOf, ours, timed } from '../measure.ts'
import { writeDiff } from '../files.ts'

/** The user the forwarder runs as: nobody's. What it sends is not turned round again. */
const FORWARDER_UID = 65_534
const DELAY_MS = 1
const EXTENTS = 6000
const EXTENT_BYTES = 16 * 1024
const OBJECT_BYTES = 4 * 1024 ** 2

const runs = Number(process.argv[2] ?? '3')
// In memory where that can be had: it is the way that is measured, and a disk that takes 2 ms for each read would hide it.
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'rbd-studio-far-'))
execFileSync('ip', ['link', 'set', 'lo', 'up'])
const conf = await startCluster(join(folder, 'cluster'))
process.env['CEPH_CONF'] = conf
process.env['RBD_STUDIO_CONNECTION'] = 'ceph'
const quiet = '--no-progress'
const rbd = (...args: readonly string[]): void => void execFileSync('rbd', [...args], { stdio: 'pipe' })
const forwarder = turnRound()
try {
  await new Promise((resolve) => forwarder.stdout.once('data', resolve))
  const begin = join(folder, 'begin.diff')
  const change = join(folder, 'change.diff')
  const sizeBytes = 4 * 1024 ** 3
  const common = { recordBytes: EXTENT_BYTES, firstOffset: 4096, sizeBytes }
  // Every object is there at its full size before the change, or the increment were whole new objects.
  writeDiff(begin, {
    ...common,
    from: null,
    to: 'a',
    count: sizeBytes / OBJECT_BYTES,
    firstOffset: OBJECT_BYTES - EXTENT_BYTES,
    strideBytes: OBJECT_BYTES,
  })
  writeDiff(change, {
    ...common,
    from: 'a',
    to: 'b',
    count: EXTENTS,
    strideBytes: Math.floor(sizeBytes / EXTENTS / 4096) * 4096,
  })
  rbd('create', 'img', '--size', `${sizeBytes}B`)
  for (const file of [begin, change]) rbd('import-diff', file, 'img', quiet)
  const out = join(folder, 'out.diff')
  const words = ['export-diff', '--from-snap', 'a', 'rbd/img@b']
  const free = (): void => {
    for (const path of [out, `${out}.rbdm.json`]) rmSync(path, { force: true })
  }
  const once = (run: () => number): number => {
    const seconds = run()
    free()
    return seconds
  }
  const ourRuns: number[] = []
  const theirRuns: number[] = []
  for (let run = 0; run <= runs; run++) {
    const mine = once(() => ours([...words, out, quiet]))
    const other = once(() => timed('rbd', [...words, out, quiet], out))
    if (run === 0) continue
    ourRuns.push(mine)
    theirRuns.push(other)
  }
  const memoryMiB = memoryOf([...words, out, quiet], folder)
  console.log(JSON.stringify({ ourRuns, theirRuns, memoryMiB }))
} finally {
  forwarder.kill()
  await stopCluster(join(folder, 'cluster'), { purge: true })
  rmSync(folder, { recursive: true, force: true })
}

/** Starts the forwarder for all ports the cluster listens on, and turns them round to it. */
function turnRound(): ReturnType<typeof spawn> & { readonly stdout: NodeJS.ReadableStream } {
  const listening = spawnSync('ss', ['-Hltn']).stdout.toString()
  const ports = [...new Set([...listening.matchAll(/127\.0\.0\.1:(\d+)/g)].map((match) => Number(match[1])))]
  const turned = new Map(ports.map((port, index) => [port, 20_000 + index]))
  const pairs = [...turned].map(([port, listen]) => `${listen}:${port}`)
  const child = spawn(process.execPath, [join(import.meta.dirname, 'forward.ts'), String(DELAY_MS), ...pairs], {
    stdio: ['ignore', 'pipe', 'inherit'],
    uid: FORWARDER_UID,
    gid: FORWARDER_UID,
  })
  execFileSync('nft', ['add', 'table', 'ip', 'far'])
  execFileSync('nft', ['add', 'chain', 'ip', 'far', 'output', '{ type nat hook output priority -100 ; }'])
  for (const [port, listen] of turned) {
    const rule = `tcp dport ${port} meta skuid != ${FORWARDER_UID} redirect to :${listen}`
    execFileSync('nft', ['add', 'rule', 'ip', 'far', 'output', ...rule.split(' ')])
  }
  return child
}

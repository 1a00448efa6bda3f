import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { promisify } from 'node:util'
import { CEPH } from '../../../shared/connections.ts'
import type { ImageRef, PointRef } from '../../../shared/imageSpec.ts'
import { nameFromText } from '../../../shared/names.ts'

const run = promisify(execFile)

/** What a real program of Ceph's printed; it throws with its exit code and stderr where that is not 0. */
export async function real(program: 'rbd' | 'ceph' | 'rados', ...args: readonly string[]): Promise<string> {
  const env = { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8' }
  return (await run(program, [...args], { env, maxBuffer: 256 * 1024 * 1024 })).stdout
}

/** {@link real} `rbd`. */
export const rbd = (...args: readonly string[]): Promise<string> => real('rbd', ...args)

/** A name nobody else uses: tests share one cluster. */
export function freshName(what: string): string {
  return `${what}-${randomBytes(4).toString('hex')}`
}

/** An image of the tests' cluster, as the contract names it. */
export function live(image: string, { pool = 'rbd', namespace = '', connection = CEPH } = {}): ImageRef {
  return { connection, pool: nameFromText(pool), namespace, image: nameFromText(image) }
}

/** {@link live} at a snapshot; null: its head. */
export function livePoint(image: string, snapshot: string | null, options?: Parameters<typeof live>[1]): PointRef {
  return { ...live(image, options), snapshot: snapshot === null ? null : nameFromText(snapshot) }
}

/** Writes into a live image with the real tool: blocks of `size` bytes at random places. `spec` may be several arguments. */
export async function writeRandom(
  spec: string | readonly string[],
  { size = '4K', total = '64K' } = {},
): Promise<void> {
  await rbd(
    'bench',
    '--io-type',
    'write',
    '--io-pattern',
    'rand',
    '--io-size',
    size,
    '--io-total',
    total,
    ...[spec].flat(),
  )
}

/** Sees to it that a namespace is there: it belongs to all tests that want it, and to none. */
export async function namespaceMade(pool: string, namespace: string): Promise<void> {
  const listed = JSON.parse(await rbd('namespace', 'ls', `--pool=${pool}`, '--format=json')) as { name: string }[]
  if (listed.every(({ name }) => name !== namespace)) {
    await rbd('namespace', 'create', `--pool=${pool}`, `--namespace=${namespace}`)
  }
}

/** SHA-256 of a file. */
export async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}

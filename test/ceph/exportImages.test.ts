import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { nameFromText } from '../../shared/names.ts'
import { runJob } from '../support/jobs.ts'
import { tempDir } from '../support/tempDir.ts'
import { fileHash, freshName, livePoint, namespaceMade, rbd, writeRandom } from './support/live.ts'

const quiet = '--no-progress'
/** What stands for an image in arguments of the real tool, whatever its name is. */
const at = (image: string, snapshot: string | null, namespace: string): string[] => [
  '--pool=rbd',
  ...(namespace === '' ? [] : [`--namespace=${namespace}`]),
  `--image=${image}`,
  ...(snapshot === null ? [] : [`--snap=${snapshot}`]),
]

interface Kind {
  readonly what: string
  readonly prefix?: string
  readonly namespace?: string
  readonly size?: string
  readonly create?: readonly string[]
  readonly isClone?: boolean
  readonly meta?: Readonly<Record<string, string>>
}

const KINDS: readonly Kind[] = [
  { what: 'plain', meta: { owner: 'kim', ümlaut: 'wért x', conf_rbd_cache: 'false' } },
  { what: 'clone', isClone: true },
  { what: 'striped', create: ['--stripe-unit=65536', '--stripe-count=4'] },
  { what: 'namespaced', namespace: 'ns1' },
  { what: 'with a data pool', create: ['--data-pool=bup'] },
  { what: 'of 0 bytes', size: '0' },
  { what: 'with an odd name', prefix: '-a b "c" \'d\' äöü $x' },
]

describe.each(KINDS)('a live image $what, exported as the real rbd does', (kind) => {
  const { namespace = '', size = '16M', create = [], isClone = false, meta = {} } = kind
  const image = freshName(kind.prefix ?? 'kind')
  const parent = freshName('parent')

  async function write(): Promise<void> {
    if (size !== '0') await writeRandom([...at(image, null, namespace)], { size: '16K', total: '128K' })
  }

  beforeAll(async () => {
    if (isClone) {
      await rbd('create', parent, '--size', '12M')
      await writeRandom(parent, { size: '16K', total: '256K' })
      await rbd('snap', 'create', `${parent}@base`, quiet)
      await rbd('snap', 'protect', `${parent}@base`)
      await rbd('clone', `${parent}@base`, image)
    } else {
      if (namespace !== '') await namespaceMade('rbd', namespace)
      await rbd('create', ...at(image, null, namespace), '--size', size, ...create)
    }
    for (const snapshot of ['s1', 's 2']) {
      await write()
      await rbd('snap', 'create', ...at(image, snapshot, namespace), quiet)
    }
    await rbd('snap', 'protect', ...at(image, 's1', namespace))
    await write()
    for (const [key, value] of Object.entries(meta)) {
      await rbd('image-meta', 'set', ...at(image, null, namespace), key, value)
    }
    return async () => {
      await rbd('snap', 'unprotect', ...at(image, 's1', namespace))
      await rbd('snap', 'purge', ...at(image, null, namespace), quiet)
      await rbd('rm', ...at(image, null, namespace), quiet)
      if (!isClone) return
      await rbd('snap', 'unprotect', `${parent}@base`)
      await rbd('snap', 'purge', parent, quiet)
      await rbd('rm', parent, quiet)
    }
  })

  const source = (snapshot: string | null) => livePoint(image, snapshot, { namespace })

  it('format 2, byte by byte', async () => {
    const [ours, theirs] = [join(tempDir(), 'ours.v2'), join(tempDir(), 'theirs.v2')]
    await runJob({ kind: 'export', format: 'v2', source: source(null), path: ours })
    await rbd('export', '--export-format=2', ...at(image, null, namespace), `--path=${theirs}`, quiet)
    expect(readFileSync(ours).equals(readFileSync(theirs))).toBe(true)
  })

  it('format 2 up to a snapshot: the history ends there', async () => {
    const path = join(tempDir(), 'part.v2')
    await runJob({ kind: 'export', format: 'v2', source: source('s1'), path })
    const copy = freshName('part')
    await rbd('import', '--export-format=2', `--path=${path}`, '--dest-pool=bup', `--dest=${copy}`, quiet)
    const raw = [join(tempDir(), 'a'), join(tempDir(), 'b')] as const
    await rbd('export', `bup/${copy}`, raw[0], quiet)
    await rbd('export', ...at(image, 's1', namespace), `--path=${raw[1]}`, quiet)
    expect(await fileHash(raw[0])).toBe(await fileHash(raw[1]))
    const snapshots = JSON.parse(await rbd('snap', 'ls', `bup/${copy}`, '--format=json')) as { name: string }[]
    expect(snapshots.map(({ name }) => name)).toEqual(['s1'])
    await rbd('snap', 'unprotect', `bup/${copy}@s1`)
    await rbd('snap', 'purge', `bup/${copy}`, quiet)
    await rbd('rm', `bup/${copy}`, quiet)
  })

  it('raw, and a diff', async () => {
    const dir = tempDir()
    const path = (name: string): string => join(dir, name)
    await runJob({ kind: 'export', source: source('s 2'), path: path('ours.raw') })
    await rbd('export', ...at(image, 's 2', namespace), `--path=${path('theirs.raw')}`, quiet)
    expect(await fileHash(path('ours.raw'))).toBe(await fileHash(path('theirs.raw')))
    for (const from of ['s1', null]) {
      const [ours, theirs] = [path(`ours-${from}.diff`), path(`theirs-${from}.diff`)] as const
      const fromSnapshot = from === null ? null : nameFromText(from)
      await runJob({ kind: 'export-diff', source: source('s 2'), fromSnapshot, path: ours })
      const fromArgs = from === null ? [] : [`--from-snap=${from}`]
      await rbd('export-diff', ...fromArgs, ...at(image, 's 2', namespace), `--path=${theirs}`, quiet)
      expect(readFileSync(ours).equals(readFileSync(theirs))).toBe(true)
    }
  })
})
